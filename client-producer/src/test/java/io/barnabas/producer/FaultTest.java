package io.barnabas.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.Direction;
import io.barnabas.testkit.FaultProxy;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever happens to the network or the broker: what is acknowledged is there once, in order. */
@Timeout(120)
class FaultTest {
  private static KafkaCluster cluster;
  private static int topics;

  private FaultProxy proxy;
  private String topic;
  private int sent;

  @BeforeAll
  static void startCluster() {
    cluster = KafkaCluster.start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void start() {
    topic = "fault-" + topics++;
    cluster.createTopic(topic, 1);
    proxy = cluster.broker(1).proxy();
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  @Test
  void slicesOfSingleBytes() throws Exception {
    proxy.slice(1);
    try (Producer<byte[], byte[]> producer = producer(Map.of())) {
      sendAndAwait(producer, 50);
    }
    assertOnceAndInOrder();
  }

  @Test
  void aResetAtEveryFiftiethByteOfARequest() throws Exception {
    try (Producer<byte[], byte[]> producer = producer(Map.of())) {
      sendAndAwait(producer, 1);
      for (int bytes = 0; bytes < 1000; bytes += 50) {
        proxy.resetIn(Direction.REQUESTS, ApiKeys.PRODUCE, bytes);
        sendAndAwait(producer, 10);
      }
    }
    assertOnceAndInOrder();
  }

  @Test
  void aResetInEachAnswer() throws Exception {
    try (Producer<byte[], byte[]> producer = producer(Map.of())) {
      sendAndAwait(producer, 1);
      for (int bytes = 0; bytes < 60; bytes += 10) {
        proxy.resetIn(Direction.RESPONSES, ApiKeys.PRODUCE, bytes);
        sendAndAwait(producer, 10);
      }
    }
    assertOnceAndInOrder();
  }

  @Test
  void slowness() throws Exception {
    proxy.latency(Duration.ofMillis(200));
    try (Producer<byte[], byte[]> producer = producer(Map.of())) {
      sendAndAwait(producer, 1000);
    }
    assertOnceAndInOrder();
  }

  @Test
  void silenceForLongerThanTheRequestTimeout() throws Exception {
    Map<String, Object> config = Map.of(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1000);
    try (Producer<byte[], byte[]> producer = producer(config)) {
      sendAndAwait(producer, 1);
      proxy.halfOpen(Direction.RESPONSES);
      List<Future<RecordMetadata>> futures = send(producer, 100);
      Await.until("a second connection", Duration.ofSeconds(20), () -> proxy.connections() > 2);
      proxy.heal();
      await(futures);
    }
    assertOnceAndInOrder();
  }

  @Test
  void theOnlyBrokerIsKilledAndComesBack() throws Exception {
    try (Producer<byte[], byte[]> producer =
        producer(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()))) {
      sendAndAwait(producer, 1000);
      cluster.kill(1);
      List<Future<RecordMetadata>> futures = send(producer, 1000);
      cluster.start(1);
      await(futures);
      sendAndAwait(producer, 100);
    }
    assertOnceAndInOrder();
  }

  private void sendAndAwait(Producer<byte[], byte[]> producer, int count) throws Exception {
    await(send(producer, count));
  }

  private List<Future<RecordMetadata>> send(Producer<byte[], byte[]> producer, int count) {
    List<Future<RecordMetadata>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String value = sent++ + " " + "x".repeat(100);
      futures.add(producer.send(new ProducerRecord<>(topic, value.getBytes(UTF_8))));
    }
    return futures;
  }

  private static void await(List<Future<RecordMetadata>> futures) throws Exception {
    for (Future<RecordMetadata> future : futures) {
      future.get(60, TimeUnit.SECONDS);
    }
  }

  private void assertOnceAndInOrder() {
    proxy.heal();
    int next = 0;
    for (ConsumerRecord<byte[], byte[]> record : ReadBack.all(cluster.bootstrapServers(), topic)) {
      assertEquals(next++ + " ", new String(record.value(), UTF_8).replaceAll("x+", ""));
    }
    assertEquals(sent, next);
    assertTrue(sent > 0);
  }

  private Producer<byte[], byte[]> producer(Map<String, Object> config) {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, proxy.address());
    all.putAll(config);
    return new BarnabasProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
