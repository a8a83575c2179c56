package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake seen through kafka-clients' producer and consumer. */
class FakeBrokerRecordsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final FakeCluster cluster = FakeCluster.start(2);

  @BeforeEach
  void start() {
    cluster.topic("t", 2);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void producedRecordsCanBeFetchedInOrder() throws Exception {
    try (KafkaProducer<String, String> producer = producer(Map.of())) {
      for (int i = 0; i < 100; i++) {
        producer.send(new ProducerRecord<>("t", i % 2, "k", "v" + i));
      }
      producer.flush();
      assertEquals(50, send(producer, 0).offset());
    }
    assertEquals(51, cluster.broker(1).records("t", 0).size());
    List<ConsumerRecord<String, String>> read = consume(0, 51);
    assertEquals("v2", read.get(1).value());
    assertEquals(50, read.get(50).offset());
  }

  @Test
  void unacknowledgedProduceIsNotAnswered() throws Exception {
    try (KafkaProducer<String, String> producer =
        producer(Map.of("acks", "0", "enable.idempotence", false))) {
      producer.send(new ProducerRecord<>("t", 0, "k", "v")).get(10, TimeUnit.SECONDS);
    }
    ProduceRequestData request = cluster.broker(1).awaitRequest(ApiKeys.PRODUCE, 1).body();
    assertEquals(0, request.acks());
    Await.until("record is there", LIMIT, () -> cluster.broker(1).records("t", 0).size() == 1);
  }

  @Test
  void producerFollowsTheLeader() throws Exception {
    try (KafkaProducer<String, String> producer = producer(Map.of())) {
      assertEquals(0, send(producer, 0).offset());
      cluster.leader("t", 0, 2);
      assertEquals(1, send(producer, 0).offset());
      // How often the old leader is tried depends on when the producer's new metadata comes.
      assertTrue(cluster.broker(1).requests(ApiKeys.PRODUCE).size() >= 2);
      assertEquals(1, cluster.broker(2).requests(ApiKeys.PRODUCE).size());
      assertEquals(2, cluster.broker(2).records("t", 0).size());
    }
  }

  @Test
  void scriptedErrorIsRetriedByTheProducer() throws Exception {
    FakeBroker broker = cluster.broker(1);
    broker.once(ApiKeys.PRODUCE, request -> Reply.error(Errors.NOT_ENOUGH_REPLICAS));
    try (KafkaProducer<String, String> producer = producer(Map.of())) {
      assertEquals(0, send(producer, 0).offset());
    }
    assertEquals(2, broker.requests(ApiKeys.PRODUCE).size());
    assertEquals(1, broker.records("t", 0).size());
  }

  @Test
  void appendedBatchesAreFetchedWithTheirOffsets() {
    SimpleRecord[] records = {record(1_000, "a"), record(2_000, "b")};
    FakeBroker broker = cluster.broker(1);
    assertEquals(0, broker.append("t", 0, MemoryRecords.withRecords(Compression.NONE, records)));
    assertEquals(
        2, broker.append("t", 0, MemoryRecords.withRecords(Compression.lz4().build(), records)));
    List<String> values = consume(0, 4).stream().map(ConsumerRecord::value).toList();
    assertEquals(List.of("a", "b", "a", "b"), values);
  }

  @Test
  void offsetsAreFoundByTimestamp() {
    SimpleRecord[] records = {record(1_000, "a"), record(2_000, "b")};
    cluster.broker(1).append("t", 0, MemoryRecords.withRecords(Compression.NONE, records));
    TopicPartition partition = new TopicPartition("t", 0);
    try (KafkaConsumer<String, String> consumer = consumer()) {
      Map<TopicPartition, OffsetAndTimestamp> found =
          consumer.offsetsForTimes(Map.of(partition, 1_500L));
      assertEquals(1, found.get(partition).offset());
      assertEquals(Map.of(partition, 2L), consumer.endOffsets(List.of(partition)));
      assertEquals(Map.of(partition, 0L), consumer.beginningOffsets(List.of(partition)));
    }
  }

  @Test
  void waitingFetchIsAnsweredAsSoonAsThereIsARecord() {
    try (KafkaConsumer<String, String> consumer = consumer()) {
      consumer.assign(List.of(new TopicPartition("t", 1)));
      FakeBroker broker = cluster.broker(2);
      Await.until(
          "fetch waits",
          LIMIT,
          () -> {
            consumer.poll(Duration.ZERO);
            return !broker.requests(ApiKeys.FETCH).isEmpty();
          });
      broker.append("t", 1, MemoryRecords.withRecords(Compression.NONE, record(0, "late")));
      assertEquals("late", consumer.poll(LIMIT).iterator().next().value());
      assertTrue(broker.requests(ApiKeys.FETCH).size() < 5);
    }
  }

  private static SimpleRecord record(long timestampMs, String value) {
    return new SimpleRecord(timestampMs, null, value.getBytes(StandardCharsets.UTF_8));
  }

  private static RecordMetadata send(KafkaProducer<String, String> producer, int partition)
      throws Exception {
    return producer.send(new ProducerRecord<>("t", partition, "k", "v")).get(10, TimeUnit.SECONDS);
  }

  private List<ConsumerRecord<String, String>> consume(int partition, int count) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer()) {
      consumer.assign(List.of(new TopicPartition("t", partition)));
      Await.until(
          count + " records",
          LIMIT,
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            return records.size() >= count;
          });
    }
    return records;
  }

  private KafkaProducer<String, String> producer(Map<String, Object> more) {
    Map<String, Object> config =
        Utils.mkMap(Utils.mkEntry("bootstrap.servers", cluster.bootstrapServers()));
    config.putAll(more);
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  private KafkaConsumer<String, String> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            cluster.bootstrapServers(),
            "auto.offset.reset",
            "earliest",
            "fetch.max.wait.ms",
            1_000),
        new StringDeserializer(),
        new StringDeserializer());
  }
}
