package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.KafkaCluster;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** What is left after close, and how long it takes. */
class CloseTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static long consumerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("consumer_background_thread"))
        .count();
  }

  private static Set<ObjectName> mbeans(String clientId) throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(new ObjectName("kafka.consumer:*,client-id=" + clientId), null);
  }

  private static Map<String, Object> configs(String bootstrap, String group, String clientId) {
    Map<String, Object> configs = new HashMap<>(Records.consumerConfig(bootstrap, group));
    configs.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    return configs;
  }

  @Test
  void leavesNoThreadAndNoMBean() throws Exception {
    KafkaCluster cluster = KafkaCluster.shared();
    String topic = Records.uniqueName("closed");
    cluster.createTopic(topic, 1);
    String clientId = Records.uniqueName("closing");
    long before = consumerThreads();
    try (BarnabasConsumer<String, String> consumer =
        new BarnabasConsumer<>(
            configs(cluster.bootstrapServers(), Records.uniqueName("group"), clientId))) {
      consumer.subscribe(List.of(topic));
      Await.until(
          "an assignment",
          LIMIT,
          () -> {
            consumer.poll(Duration.ofMillis(50));
            return !consumer.assignment().isEmpty();
          });
      assertTrue(consumerThreads() > before);
      assertTrue(!mbeans(clientId).isEmpty());
    }
    Await.until("the thread's end", LIMIT, () -> consumerThreads() <= before);
    assertEquals(Set.of(), mbeans(clientId));
  }

  @Test
  void closeWithinNoTimeIsQuickWhateverTheBrokerDoes() {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic("t", 1);
      broker.on(ApiKeys.FIND_COORDINATOR, request -> io.barnabas.testkit.Reply.silence());
      broker.on(ApiKeys.FETCH, request -> io.barnabas.testkit.Reply.silence());
      BarnabasConsumer<String, String> consumer =
          new BarnabasConsumer<>(configs(broker.address(), "g", "quick"));
      consumer.subscribe(List.of("t"));
      consumer.poll(Duration.ofMillis(100));
      long start = System.nanoTime();
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 1_000);
      Await.until("the thread's end", LIMIT, () -> broker.openConnections() == 0);
    }
  }

  @Test
  void failedConstructionLeavesNothing() throws Exception {
    long before = consumerThreads();
    Map<String, Object> configs = configs("localhost:9092", "g", "failing");
    configs.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, RefusingDeserializer.class);
    KafkaException failure =
        assertThrows(KafkaException.class, () -> new BarnabasConsumer<String, String>(configs));
    assertEquals("Failed to construct kafka consumer", failure.getMessage());
    assertEquals(RefusingDeserializer.MADE.get(), RefusingDeserializer.CLOSED.get());
    assertEquals(before, consumerThreads());
    assertEquals(Set.of(), mbeans("failing"));
  }

  @Test
  void groupProtocolsThatDoNotGoTogetherAreRefused() {
    Map<String, Object> configs = configs("localhost:9092", "g", "newer");
    configs.put("barnabas.group.protocol", "newest");
    assertRefused("barnabas.group.protocol", configs);
    configs.put("barnabas.group.protocol", "auto");
    configs.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
    assertRefused("barnabas.group.protocol", configs);
    configs.remove("barnabas.group.protocol");
    for (String classicOnly :
        List.of("heartbeat.interval.ms", "session.timeout.ms", "partition.assignment.strategy")) {
      Map<String, Object> mixed = new HashMap<>(configs);
      mixed.put(classicOnly, "1000");
      assertEquals(
          classicOnly + " cannot be set when group.protocol=CONSUMER",
          assertThrows(ConfigException.class, () -> new BarnabasConsumer<String, String>(mixed))
              .getMessage());
    }
  }

  private static void assertRefused(String key, Map<String, Object> configs) {
    KafkaException failure =
        assertThrows(KafkaException.class, () -> new BarnabasConsumer<String, String>(configs));
    assertTrue(failure.getCause().getMessage().contains(key));
  }

  @Test
  void closesOnItsOwnThreadAfterAnInterrupt() {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic("t", 1);
      BarnabasConsumer<String, String> consumer =
          new BarnabasConsumer<>(configs(broker.address(), null, "interrupted"));
      consumer.assign(List.of(new TopicPartition("t", 0)));
      Thread.currentThread().interrupt();
      consumer.close();
      assertTrue(Thread.interrupted());
      Await.until("the sockets' end", LIMIT, () -> broker.openConnections() == 0);
    }
  }

  /** Cannot be configured. */
  public static final class RefusingDeserializer extends StringDeserializer {
    static final AtomicInteger MADE = new AtomicInteger();
    static final AtomicInteger CLOSED = new AtomicInteger();

    public RefusingDeserializer() {
      MADE.incrementAndGet();
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
      throw new IllegalArgumentException("no");
    }

    @Override
    public void close() {
      CLOSED.incrementAndGet();
    }
  }
}
