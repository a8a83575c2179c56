package io.barnabas.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.KafkaCluster;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CloseTest {
  private static final String TOPIC = "close";

  private KafkaCluster cluster;

  @BeforeEach
  void start() {
    cluster = KafkaCluster.shared();
  }

  @Test
  void whatWasSentHasItsResultAfterClose() throws Exception {
    Producer<String, String> producer = producer(Map.of(ProducerConfig.LINGER_MS_CONFIG, 20_000));
    Future<RecordMetadata> future = producer.send(new ProducerRecord<>(TOPIC, "v"));
    producer.close();

    assertTrue(future.isDone());
    assertTrue(future.get().hasOffset());
  }

  @Test
  void nothingIsLeft() throws Exception {
    Set<String> threadsBefore = producerThreads();
    Producer<String, String> producer = producer(Map.of(ProducerConfig.CLIENT_ID_CONFIG, "tidy"));
    producer.send(new ProducerRecord<>(TOPIC, "v")).get();
    assertTrue(producerThreads().contains("kafka-producer-network-thread | tidy"));
    assertFalse(mBeans("tidy").isEmpty());

    producer.close();

    assertEquals(threadsBefore, producerThreads());
    assertEquals(Set.of(), mBeans("tidy"));
  }

  @Test
  void noConnectionIsLeft() {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic(TOPIC, 1);
      Producer<String, String> producer =
          producer(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address()));
      assertEquals(1, producer.partitionsFor(TOPIC).size());
      assertTrue(broker.openConnections() > 0);

      producer.close();

      Await.until(
          "all connections are closed",
          Duration.ofSeconds(10),
          () -> broker.openConnections() == 0);
    }
  }

  @Test
  void aProducerThatCannotBeMadeLeavesNothing() {
    Set<String> threadsBefore = producerThreads();
    assertThrows(
        KafkaException.class,
        () ->
            producer(
                Map.of(
                    ProducerConfig.CLIENT_ID_CONFIG, "stillborn",
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "no-such-host.invalid:1")));

    assertEquals(threadsBefore, producerThreads());
    assertEquals(Set.of(), mBeans("stillborn"));
  }

  @Test
  void closeWithoutTimeFailsWhatHasNoResult() {
    Producer<String, String> producer = producer(Map.of(ProducerConfig.LINGER_MS_CONFIG, 20_000));
    producer.partitionsFor(TOPIC);
    Future<RecordMetadata> future = producer.send(new ProducerRecord<>(TOPIC, "v"));
    long startNs = System.nanoTime();
    producer.close(Duration.ZERO);

    assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) < 1000);
    ExecutionException failure = assertThrows(ExecutionException.class, future::get);
    assertEquals("Producer is closed forcefully.", failure.getCause().getMessage());
  }

  @Test
  void closeInACallbackDoesNotBlock() throws Exception {
    Producer<String, String> producer = producer(Map.of(ProducerConfig.CLIENT_ID_CONFIG, "inner"));
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    producer.send(
        new ProducerRecord<>(TOPIC, "v"),
        (metadata, error) -> {
          producer.close();
          closed.complete(true);
        });

    assertTrue(closed.get(20, TimeUnit.SECONDS));
    Await.until(
        "the thread has ended",
        Duration.ofSeconds(10),
        () -> !producerThreads().contains("kafka-producer-network-thread | inner"));
  }

  @Test
  void closeFreesWhoeverWaitsForMetadata() throws Exception {
    Producer<String, String> producer = producer(Map.of());
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                producer.send(new ProducerRecord<>(TOPIC, 77, null, "v"));
                thrown.complete(null);
              } catch (Throwable e) {
                thrown.complete(e);
              }
            });
    waiting.start();
    Await.until(
        "waiting", Duration.ofSeconds(10), () -> waiting.getState() == Thread.State.TIMED_WAITING);
    producer.close();

    assertInstanceOf(KafkaException.class, thrown.get(10, TimeUnit.SECONDS));
  }

  @Test
  void aProducerWithoutTransactionsSaysSo() {
    try (Producer<String, String> producer = producer(Map.of())) {
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, producer::initTransactions);
      assertTrue(refused.getMessage().contains("non-transactional producer"));
    }
    Map<String, Object> plain = Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    try (Producer<String, String> producer = producer(plain)) {
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, producer::beginTransaction);
      assertTrue(refused.getMessage().contains(ProducerConfig.TRANSACTIONAL_ID_CONFIG));
    }
  }

  private static Set<String> producerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("kafka-producer-network-thread"))
        .collect(Collectors.toSet());
  }

  private static Set<ObjectName> mBeans(String clientId) {
    return ManagementFactory.getPlatformMBeanServer().queryNames(null, null).stream()
        .filter(name -> name.getCanonicalName().contains(clientId))
        .collect(Collectors.toSet());
  }

  private Producer<String, String> producer(Map<String, Object> config) {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    all.putAll(config);
    return new BarnabasProducer<>(all, new StringSerializer(), new StringSerializer());
  }
}
