package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy between kafka-clients and a real broker. */
class FaultProxyKafkaTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final KafkaCluster cluster = KafkaCluster.shared();
  private final String topic = "proxied-" + UUID.randomUUID();
  private FaultProxy proxy;

  @BeforeEach
  void start() {
    cluster.createTopic(topic, 1);
    proxy = cluster.broker(1).proxy();
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  @Test
  void metadataKeepsClientsBehindTheProxy() throws Exception {
    assertEquals(cluster.broker(1).proxiedAddress(), proxy.address());
    try (KafkaProducer<String, String> producer = producer(0)) {
      producer.send(new ProducerRecord<>(topic, "x".repeat(50_000))).get();
      assertTrue(proxy.bytes(Direction.REQUESTS) > 50_000);
    }
  }

  @Test
  void singleByteSlicesCarryRecordsBothWays() throws Exception {
    proxy.slice(1);
    try (KafkaProducer<String, String> producer = producer(0)) {
      producer.send(new ProducerRecord<>(topic, "sliced")).get();
    }
    assertEquals(List.of("sliced"), consume(1));
  }

  @Test
  void heldRequestDoesNotReachTheBrokerBeforeItsRelease() throws Exception {
    try (KafkaProducer<String, String> producer = producer(0)) {
      producer.partitionsFor(topic);
      Hold hold = proxy.hold(Direction.REQUESTS, ApiKeys.PRODUCE);
      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic, "held"));
      hold.awaitHeld(LIMIT);
      assertEquals(0, endOffset());
      assertFalse(sent.isDone());
      hold.release();
      assertEquals(0, sent.get(20, TimeUnit.SECONDS).offset());
    }
  }

  @Test
  void heldResponseLeavesTheRecordWrittenAndUnacknowledged() throws Exception {
    try (KafkaProducer<String, String> producer = producer(0)) {
      producer.partitionsFor(topic);
      Hold hold = proxy.hold(Direction.RESPONSES, ApiKeys.PRODUCE);
      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic, "held"));
      hold.awaitHeld(LIMIT);
      assertEquals(1, hold.held());
      assertEquals(1, endOffset());
      assertFalse(sent.isDone());
      hold.release();
      assertEquals(0, sent.get(20, TimeUnit.SECONDS).offset());
    }
  }

  @Test
  void resetInsideARequestMeansNothingIsWritten() {
    proxy.resetIn(Direction.REQUESTS, ApiKeys.PRODUCE, 50);
    try (KafkaProducer<String, String> producer = producer(0)) {
      ExecutionException failure =
          assertThrows(
              ExecutionException.class,
              () -> producer.send(new ProducerRecord<>(topic, "lost")).get());
      assertInstanceOf(NetworkException.class, failure.getCause());
      assertEquals(0, endOffset());
    }
  }

  @Test
  void truncatedResponseIsRetriedOnce() throws Exception {
    proxy.truncate(Direction.RESPONSES, ApiKeys.PRODUCE, 10);
    try (KafkaProducer<String, String> producer = producer(5)) {
      producer.send(new ProducerRecord<>(topic, "twice")).get();
    }
    assertEquals(List.of("twice", "twice"), consume(2));
  }

  /** Not idempotent, so that each retry is seen in the log. */
  private KafkaProducer<String, String> producer(int retries) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", proxy.address(), "retries", retries, "enable.idempotence", false),
        new StringSerializer(),
        new StringSerializer());
  }

  private KafkaConsumer<String, String> consumer(String bootstrapServers) {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
        new StringDeserializer(),
        new StringDeserializer());
  }

  private long endOffset() {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, String> consumer = consumer(cluster.bootstrapServers())) {
      return consumer.endOffsets(List.of(partition)).get(partition);
    }
  }

  private List<String> consume(int atLeast) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(proxy.address())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      Await.until(
          atLeast + " records of " + topic,
          LIMIT,
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            return values.size() >= atLeast;
          });
    }
    return values;
  }
}
