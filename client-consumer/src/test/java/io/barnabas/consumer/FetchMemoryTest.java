package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a consumer holds of what it has fetched, and how it shares the room for that. */
@Timeout(120)
class FetchMemoryTest {
  private static final int MIB = 1 << 20;
  private static final int PARTITIONS = 1_000;
  private static final int BATCHES = 2;
  private static final int RECORDS = 20;
  private static final int VALUE_BYTES = 1_000;
  private static final int BUFFER = 16 * MIB;
  private static final int DECOMPRESSED = MIB;
  private static final int ALL_ELSE = 16 * MIB;

  private static Map<String, Object> config(String bootstrap) {
    Map<String, Object> config = Records.consumerConfig(bootstrap, null);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10);
    config.put("barnabas.fetch.buffer.bytes", BUFFER);
    config.put("barnabas.decompressed.batch.max.bytes", DECOMPRESSED);
    return config;
  }

  /** Values that no codec makes smaller, so that there is as much to fetch as to consume. */
  private static MemoryRecords batch(int seed) {
    Random random = new Random(seed);
    SimpleRecord[] records =
        Stream.generate(
                () -> {
                  byte[] value = new byte[VALUE_BYTES];
                  random.nextBytes(value);
                  return new SimpleRecord(value);
                })
            .limit(RECORDS)
            .toArray(SimpleRecord[]::new);
    return MemoryRecords.withRecords(Compression.lz4().build(), records);
  }

  private static List<TopicPartition> partitions(int count) {
    IntFunction<TopicPartition> numbered = number -> new TopicPartition("t", number);
    return IntStream.range(0, count).mapToObj(numbered).toList();
  }

  private static long heldBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Once nothing is under way any more, as nobody polls; returns how much is held then. */
  private static long awaitAtMost(long bytes, long before) {
    long[] held = new long[1];
    Await.until(
        "no more than " + bytes / MIB + " MiB are held",
        Duration.ofSeconds(10),
        () -> {
          held[0] = heldBytes() - before;
          return held[0] < bytes;
        });
    return held[0];
  }

  @Test
  void slowCallerOfManyPartitionsHoldsNoMoreThanTheBuffer() {
    List<TopicPartition> all = partitions(PARTITIONS);
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic("t", PARTITIONS);
      for (TopicPartition tp : all) {
        for (int i = 0; i < BATCHES; i++) {
          broker.append("t", tp.partition(), batch(tp.partition()));
        }
      }
      try (BarnabasConsumer<byte[], byte[]> consumer =
          new BarnabasConsumer<>(config(broker.address()))) {
        consumer.assign(all);
        long before = heldBytes();
        long most = 0;
        int expected = PARTITIONS * BATCHES * RECORDS;
        for (int taken = 0, polls = 0; taken < expected; polls++) {
          ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
          taken += records.count();
          // what was fetched of it stays, the more of it the longer it goes on
          consumer.pause(records.partitions());
          if (records.isEmpty() || consumer.paused().size() > PARTITIONS / 2) {
            consumer.resume(consumer.paused());
          }
          if (polls % 400 == 0) {
            most = Math.max(most, awaitAtMost(BUFFER + DECOMPRESSED + ALL_ELSE, before));
          }
        }
        assertTrue(most > BUFFER / 4, most + " bytes: that it fetches ahead is part of the test");
      }
    }
  }

  @Test
  void idleBrokerTakesNoRoomFromAnother() {
    try (FakeCluster cluster = FakeCluster.start(5)) {
      cluster.topic("t", 5);
      Map<String, Object> config = config(cluster.bootstrapServers());
      config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20_000);
      try (BarnabasConsumer<byte[], byte[]> consumer = new BarnabasConsumer<>(config)) {
        consumer.assign(partitions(5));
        consumer.seekToBeginning(List.of());
        for (FakeBroker broker : cluster.brokers()) {
          Await.until(
              "a fetch from each broker",
              Duration.ofSeconds(15),
              () -> {
                consumer.poll(Duration.ofMillis(20));
                return !broker.requests(ApiKeys.FETCH).isEmpty();
              });
        }
        cluster.broker(5).append("t", 4, batch(0));
        assertEquals(10, consumer.poll(Duration.ofSeconds(10)).count());
      }
    }
  }
}
