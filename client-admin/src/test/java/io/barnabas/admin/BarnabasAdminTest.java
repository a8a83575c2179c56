package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.config;
import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.Reply;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client from its construction to its end. */
class BarnabasAdminTest {

  private static final String THREADS = "kafka-admin-client-thread | ";

  private final FakeBroker broker = FakeBroker.start();

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void clientsWithoutANameAreNumbered() {
    try (BarnabasAdmin first = BarnabasAdmin.create(config(broker.address()));
        BarnabasAdmin second = BarnabasAdmin.create(config(broker.address()))) {
      assertEquals(numberOf(first) + 1, numberOf(second));
      assertInstanceOf(AdminClient.class, first);
    }
  }

  private static int numberOf(BarnabasAdmin admin) {
    String id = admin.metrics().keySet().iterator().next().tags().get("client-id");
    assertTrue(id.startsWith("adminclient-"), id);
    return Integer.parseInt(id.substring("adminclient-".length()));
  }

  @Test
  void propertiesConfigureAsMapsDo() throws Exception {
    Properties properties = new Properties();
    properties.putAll(config(broker.address()));
    properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "by-properties");
    try (BarnabasAdmin admin = BarnabasAdmin.create(properties)) {
      assertTrue(threads().contains(THREADS + "by-properties"));
      assertTrue(get(admin.listTopics().names()).isEmpty());
    }
  }

  @Test
  void nothingIsLeftAfterClose() throws Exception {
    Map<String, Object> config = config(broker.address());
    config.put(AdminClientConfig.CLIENT_ID_CONFIG, "closed");
    BarnabasAdmin admin = BarnabasAdmin.create(config);
    get(admin.listTopics().names());
    assertTrue(threads().contains(THREADS + "closed"));
    assertFalse(mbeans().isEmpty());

    admin.close();
    admin.close();

    assertFalse(threads().contains(THREADS + "closed"));
    assertTrue(mbeans().isEmpty());
    Await.until(
        "the broker sees the end", Duration.ofSeconds(10), () -> broker.openConnections() == 0);
  }

  private static Set<ObjectName> mbeans() throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(new ObjectName("kafka.admin.client:*"), null)
        .stream()
        .filter(name -> name.toString().contains("closed"))
        .collect(Collectors.toSet());
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .collect(Collectors.toSet());
  }

  @Test
  void closeWaitsForWhatIsUnderWay() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    broker.once(
        ApiKeys.METADATA,
        request -> {
          await(answer);
          return broker.defaultReply(request);
        });
    BarnabasAdmin admin = BarnabasAdmin.create(config(broker.address()));
    KafkaFuture<Set<String>> names = admin.listTopics().names();
    Thread closer = new Thread(admin::close);
    closer.start();
    answer.countDown();
    closer.join(TimeUnit.SECONDS.toMillis(20));

    assertFalse(closer.isAlive());
    assertTrue(get(names).isEmpty());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void closeFailsWhatDoesNotEndInTime() {
    broker.on(ApiKeys.METADATA, request -> Reply.silence());
    BarnabasAdmin admin = BarnabasAdmin.create(config(broker.address()));
    KafkaFuture<Set<String>> names = admin.listTopics().names();
    KafkaFuture<?> described = admin.describeTopics(List.of("t")).allTopicNames();

    admin.close(Duration.ofMillis(100));

    assertTrue(names.isDone());
    assertInstanceOf(TimeoutException.class, failureOf(names));
    assertInstanceOf(TimeoutException.class, failureOf(described));
  }

  @Test
  void closedClientRefusesFurtherWork() {
    BarnabasAdmin admin = BarnabasAdmin.create(config(broker.address()));
    admin.close();

    Throwable failure = failureOf(admin.listTopics().names());
    assertInstanceOf(IllegalStateException.class, failure);
    assertEquals("Cannot accept new calls when AdminClient is closing.", failure.getMessage());
  }

  @Test
  void callbackMayCloseTheClient() throws Exception {
    BarnabasAdmin admin = BarnabasAdmin.create(config(broker.address()));
    AtomicReference<Thread> callback = new AtomicReference<>();
    KafkaFuture<Set<String>> closed =
        admin
            .listTopics()
            .names()
            .whenComplete(
                (names, failure) -> {
                  callback.set(Thread.currentThread());
                  admin.close();
                });
    get(closed);

    if (callback.get().getName().startsWith(THREADS)) {
      callback.get().join(TimeUnit.SECONDS.toMillis(20));
      assertFalse(callback.get().isAlive());
    }
    admin.close();
  }

  @Test
  void timeoutsAreCheckedAsByKafkaClients() {
    Map<String, Object> config = config(broker.address());
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 1_000);

    KafkaException failure = assertThrows(KafkaException.class, () -> BarnabasAdmin.create(config));
    assertInstanceOf(ConfigException.class, failure.getCause());
  }

  @Test
  void requestTimeoutStretchesTheDefaultTimeout() {
    Map<String, Object> config = config(broker.address());
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 90_000);

    assertEquals(
        90_000, AdminSettings.from(new AdminClientConfig(config)).limits().callTimeoutMs());
  }

  @Test
  void badConfigurationLeavesNoThread() {
    Map<String, Object> config = config("no-port");
    config.put(AdminClientConfig.CLIENT_ID_CONFIG, "never");

    assertThrows(KafkaException.class, () -> BarnabasAdmin.create(config));
    assertFalse(threads().contains(THREADS + "never"));
  }

  @Test
  void telemetryIsOff() {
    try (BarnabasAdmin admin = BarnabasAdmin.create(config(broker.address()))) {
      assertThrows(IllegalStateException.class, () -> admin.clientInstanceId(Duration.ZERO));
      assertThrows(
          IllegalArgumentException.class, () -> admin.clientInstanceId(Duration.ofMillis(-1)));
    }
  }

  @Test
  void timeoutOfTheCallBeatsTheDefault() {
    broker.on(ApiKeys.METADATA, request -> Reply.silence());
    try (BarnabasAdmin admin = BarnabasAdmin.create(config(broker.address()))) {
      long startNanos = System.nanoTime();
      Throwable failure =
          failureOf(admin.listTopics(new ListTopicsOptions().timeoutMs(300)).names());
      long tookMs = (System.nanoTime() - startNanos) / 1_000_000;

      assertInstanceOf(TimeoutException.class, failure);
      assertTrue(tookMs >= 300 && tookMs < 1_300, tookMs + " ms");
    }
  }
}
