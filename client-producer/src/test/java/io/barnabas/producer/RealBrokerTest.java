package io.barnabas.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real broker, read back by kafka-clients' consumer. */
@Timeout(120)
class RealBrokerTest {
  private static final AtomicInteger TOPICS = new AtomicInteger();

  private static KafkaCluster cluster;

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.shared();
  }

  @Test
  void oneRecordComesBackWithItsMetadata() throws Exception {
    String topic = newTopic(1);
    try (Producer<byte[], byte[]> producer = producer(Map.of())) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(topic, 0, 1234L, bytes("key"), bytes("value"));
      record.headers().add("h", bytes("x"));

      RecordMetadata metadata = producer.send(record).get(20, TimeUnit.SECONDS);

      assertEquals(0, metadata.offset());
      assertEquals(0, metadata.partition());
      assertEquals(1234, metadata.timestamp());
      assertEquals(3, metadata.serializedKeySize());
      assertEquals(5, metadata.serializedValueSize());
    }
    ConsumerRecord<byte[], byte[]> read = ReadBack.all(cluster.bootstrapServers(), topic).get(0);
    assertEquals("key", text(read.key()));
    assertEquals("value", text(read.value()));
    assertEquals(1234, read.timestamp());
    assertEquals("x", text(read.headers().lastHeader("h").value()));
  }

  @ParameterizedTest
  @CsvSource({
    "none,all,true",
    "gzip,all,true",
    "snappy,all,true",
    "lz4,all,true",
    "zstd,all,true",
    "none,1,false",
    "none,all,false"
  })
  void everyRecordComesBackOnce(String codec, String acks, boolean idempotence) throws Exception {
    int count = 100_000;
    String topic = newTopic(6);
    AtomicInteger acknowledged = new AtomicInteger();
    AtomicReference<Exception> failure = new AtomicReference<>();
    Map<String, Object> config =
        Map.of(
            ProducerConfig.COMPRESSION_TYPE_CONFIG, codec,
            ProducerConfig.ACKS_CONFIG, acks,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, idempotence);
    try (Producer<byte[], byte[]> producer = producer(config)) {
      for (int i = 0; i < count; i++) {
        byte[] key = i % 3 == 0 ? null : bytes("key-" + i % 1000);
        producer.send(
            new ProducerRecord<>(topic, key, bytes("value-" + i)),
            (metadata, error) -> {
              acknowledged.incrementAndGet();
              if (error != null) {
                failure.set(error);
              }
            });
      }
      producer.flush();
      assertEquals(count, acknowledged.get());
    }
    assertNull(failure.get());
    assertEachOnce(count, topic);
  }

  /** Nothing tells of a record that a broker dropped, so the leaders must be in place before. */
  @Test
  void recordsWithoutAcknowledgementArriveAtSettledLeaders() throws Exception {
    int count = 10_000;
    String topic = newTopic(1);
    try (Producer<byte[], byte[]> first = producer(Map.of())) {
      first.send(new ProducerRecord<>(topic, bytes("value-0"))).get(20, TimeUnit.SECONDS);
    }
    try (Producer<byte[], byte[]> producer = producer(Map.of(ProducerConfig.ACKS_CONFIG, "0"))) {
      RecordMetadata last = null;
      for (int i = 1; i < count; i++) {
        Future<RecordMetadata> sent =
            producer.send(new ProducerRecord<>(topic, bytes("value-" + i)));
        last = i == count - 1 ? sent.get(20, TimeUnit.SECONDS) : null;
      }
      assertFalse(last.hasOffset());
    }
    Await.until("all have arrived", Duration.ofSeconds(10), () -> read(topic).size() == count);
    assertEachOnce(count, topic);
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return ReadBack.all(cluster.bootstrapServers(), topic);
  }

  private static void assertEachOnce(int count, String topic) {
    Map<String, Integer> lastByKey = new HashMap<>();
    boolean[] seen = new boolean[count];
    List<ConsumerRecord<byte[], byte[]>> read = ReadBack.all(cluster.bootstrapServers(), topic);
    for (ConsumerRecord<byte[], byte[]> record : read) {
      int number = Integer.parseInt(text(record.value()).substring("value-".length()));
      assertTrue(!seen[number], "twice: " + number);
      seen[number] = true;
      if (record.key() != null) {
        Integer last = lastByKey.put(text(record.key()), number);
        assertTrue(last == null || last < number, "out of order: " + number);
      }
    }
    assertEquals(count, read.size());
  }

  @Test
  void manyThreadsKeepTheirOrderInEachPartition() throws Exception {
    int threads = 8;
    int perThread = 20_000;
    String topic = newTopic(3);
    try (Producer<byte[], byte[]> producer = producer(Map.of())) {
      List<Thread> senders = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int id = t;
        Thread sender =
            new Thread(
                () -> {
                  for (int i = 0; i < perThread; i++) {
                    producer.send(new ProducerRecord<>(topic, bytes(id + ":" + i)));
                  }
                });
        senders.add(sender);
        sender.start();
      }
      for (Thread sender : senders) {
        sender.join();
      }
    }
    int[][] last = new int[threads][3];
    int count = 0;
    for (ConsumerRecord<byte[], byte[]> record : ReadBack.all(cluster.bootstrapServers(), topic)) {
      String[] parts = text(record.value()).split(":");
      int thread = Integer.parseInt(parts[0]);
      int number = Integer.parseInt(parts[1]) + 1;
      assertTrue(
          number > last[thread][record.partition()], "out of order: " + text(record.value()));
      last[thread][record.partition()] = number;
      count++;
    }
    assertEquals(threads * perThread, count);
  }

  @Test
  void whoWaitsForAResultDoesNotSitOutTheLinger() throws Exception {
    String topic = newTopic(1);
    try (Producer<byte[], byte[]> producer =
        producer(Map.of(ProducerConfig.LINGER_MS_CONFIG, 30_000))) {
      Future<RecordMetadata> future = producer.send(new ProducerRecord<>(topic, bytes("v")));
      assertEquals(0, future.get(10, TimeUnit.SECONDS).offset());
    }
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> config) {
    Map<String, Object> all = new HashMap<>(config);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    if (config.containsKey(ProducerConfig.LINGER_MS_CONFIG)) {
      all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000);
    }
    return new BarnabasProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static String newTopic(int partitions) {
    String topic = "producer-" + TOPICS.incrementAndGet();
    cluster.createTopic(topic, partitions);
    return topic;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
