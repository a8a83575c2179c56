package io.barnabas.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs over several partitions: both producers cut the same batches, with the same
 * bytes. Each record has its timestamp, and the broker gives the same producer id to all.
 */
@Timeout(120)
class SameProgramsSameBatchesTest {
  private static final int PARTITIONS = 4;
  private static final int RECORDS = 400;
  private static final int LINGER_MS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @CsvSource({
    "0, false",
    "1, true",
    "100, true",
    "2000, false",
    "2000, true",
    "16384, true",
    "100000, true"
  })
  void batchesOfAllPartitionsAreEqual(int batchSize, boolean idempotent) throws Exception {
    Map<String, Object> config =
        Map.of(
            ProducerConfig.BATCH_SIZE_CONFIG,
            batchSize,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            idempotent);
    for (int seed = 0; seed < 5; seed++) {
      long of = batchSize + seed;
      assertSame(config, (producer, sent) -> sendBehindALargeRecord(producer, sent, batchSize, of));
    }
  }

  /** One batch for each partition: how well they compress does not decide where they end. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void compressedBatchesOfAllPartitionsDecodeToTheSame(String codec) throws Exception {
    Map<String, Object> config =
        Map.of(
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            codec,
            ProducerConfig.BATCH_SIZE_CONFIG,
            1 << 20);
    assertSame(config, SameProgramsSameBatchesTest::sendRandomRecords, SameBatchesTest::decoded);
  }

  /**
   * The same records in the same order, but not in the same batches, and that is meant. Both let a
   * batch take what will be {@code batch.size} on the wire by an estimate that follows the last
   * batches. kafka-clients counts the next record as if it could not be compressed, and 5 % on top
   * of all records even before it has seen any; ours always takes {@code batch.size} before
   * compression, since then nothing can go wrong. And ours knows how well a batch has compressed
   * before it opens the next, kafka-clients only after its sender came to it. So ours makes no more
   * batches, and keeps them within {@code batch.size}.
   */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void compressedBatchesAreCutByTheirSizeOnTheWire(String codec) throws Exception {
    int batchSize = 4_096;
    Map<String, Object> config =
        Map.of(
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            codec,
            ProducerConfig.BATCH_SIZE_CONFIG,
            batchSize);
    var theirs =
        SentBatches.of(
            KafkaProducer::new, config, PARTITIONS, SameProgramsSameBatchesTest::sendDocuments);
    var ours =
        SentBatches.of(
            BarnabasProducer::new, config, PARTITIONS, SameProgramsSameBatchesTest::sendDocuments);

    assertEquals(theirs.keySet(), ours.keySet());
    theirs.forEach(
        (partition, batches) -> {
          assertEquals(records(batches), records(ours.get(partition)));
          assertTrue(ours.get(partition).size() <= batches.size());
          ours.get(partition).forEach(batch -> assertTrue(batch.sizeInBytes() <= batchSize));
        });
  }

  /** No size at which the two differ about what still fits, or is full. */
  @Test
  void batchesEndAtTheSameByte() throws Exception {
    assertSame(
        Map.of(ProducerConfig.BATCH_SIZE_CONFIG, 500),
        (producer, sent) -> {
          sent.answer();
          for (int size = 0; size < 600; size++) {
            producer.send(record(0, size, null, new byte[size]));
          }
        });
  }

  /** The largest that goes at all has a batch of its own; the next is refused by both. */
  @Test
  void recordsAsLargeAsARequestAreEqual() throws Exception {
    assertSame(
        Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 50_000),
        (producer, sent) -> {
          sent.answer();
          for (int size = 49_900; size < 50_000; size++) {
            producer.send(record(size % PARTITIONS, size, null, new byte[size]));
          }
        });
  }

  /** What is open when the linger ends leaves as it is; the next record opens another batch. */
  @Test
  void batchesThatTheLingerEndsAreEqual() throws Exception {
    Map<Integer, List<String>> theirs = lingering(KafkaProducer::new);
    Map<Integer, List<String>> ours = lingering(BarnabasProducer::new);

    assertEquals(theirs, ours);
    ours.values().forEach(batches -> assertEquals(3, batches.size()));
  }

  /** Again, if the machine was so slow that the linger may have ended amid a group. */
  private static Map<Integer, List<String>> lingering(
      Function<Map<String, Object>, Producer<byte[], byte[]>> constructor) throws Exception {
    for (int i = 0; i < 5; i++) {
      boolean[] inTime = {true};
      Map<Integer, List<String>> batches =
          batchesOf(
              constructor,
              Map.of(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS),
              (producer, sent) -> inTime[0] = sendGroups(producer, sent),
              SameBatchesTest::hex);
      if (inTime[0]) {
        return batches;
      }
    }
    throw new IllegalStateException("the machine is too slow");
  }

  private static boolean sendGroups(Producer<byte[], byte[]> producer, SentBatches sent) {
    sent.answer();
    producer.partitionsFor(SentBatches.TOPIC);
    boolean inTime = true;
    for (int group = 1; group <= 3; group++) {
      long beginNanos = System.nanoTime();
      for (int i = 0; i < 5 * PARTITIONS; i++) {
        producer.send(record(i % PARTITIONS, i, null, new byte[i]));
      }
      long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
      inTime &= tookMs < LINGER_MS / 2;
      int expected = 5 * group;
      for (int partition = 0; partition < PARTITIONS; partition++) {
        int of = partition;
        Await.until("the group", PATIENCE, () -> sent.records(of) >= expected);
      }
    }
    return inTime;
  }

  /**
   * The first request has no answer before all is sent: when the sender comes to a partition then
   * makes no difference.
   */
  private static void sendBehindALargeRecord(
      Producer<byte[], byte[]> producer, SentBatches sent, int batchSize, long seed) {
    producer.send(record(0, 1, null, new byte[batchSize]));
    producer.send(record(0, 2, null, new byte[200]));
    sent.awaitFirst();
    send(producer, new Random(seed));
  }

  private static void sendRandomRecords(Producer<byte[], byte[]> producer, SentBatches sent) {
    sent.answer();
    send(producer, new Random(PARTITIONS));
  }

  /** Enough for the estimate of how they compress to come into play. */
  private static void sendDocuments(Producer<byte[], byte[]> producer, SentBatches sent) {
    sent.answer();
    for (int i = 0; i < 5_000; i++) {
      String document = "{\"customer\":" + i + ",\"city\":\"Antwerp\",\"amount\":" + i * 7919;
      producer.send(record(i % PARTITIONS, i, null, document.getBytes(UTF_8)));
    }
  }

  private static List<String> records(List<MemoryRecords> batches) {
    List<String> records = new ArrayList<>();
    for (MemoryRecords batch : batches) {
      batch
          .records()
          .forEach(each -> records.add(each.timestamp() + " " + UTF_8.decode(each.value())));
    }
    return records;
  }

  private static void send(Producer<byte[], byte[]> producer, Random random) {
    for (int i = 0; i < RECORDS; i++) {
      producer.send(randomRecord(random, i));
    }
  }

  /** To a partition of its own choice, or to that of its key. */
  private static ProducerRecord<byte[], byte[]> randomRecord(Random random, int number) {
    byte[] key = random.nextBoolean() ? bytes(random, 30) : null;
    byte[] value = random.nextInt(10) == 0 ? null : bytes(random, sizeLimit(random));
    boolean chosen = key == null || random.nextBoolean();
    Integer partition = chosen ? (Integer) random.nextInt(PARTITIONS) : null;
    ProducerRecord<byte[], byte[]> record = record(partition, number, key, value);
    for (int i = random.nextInt(4); i > 0; i--) {
      byte[] header = random.nextInt(4) == 0 ? null : bytes(random, 20);
      record.headers().add("header-" + random.nextInt(3), header);
    }
    return record;
  }

  private static int sizeLimit(Random random) {
    return random.nextInt(30) == 0 ? 20_000 : 150;
  }

  private static byte[] bytes(Random random, int limit) {
    byte[] bytes = new byte[random.nextInt(limit)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static ProducerRecord<byte[], byte[]> record(
      Integer partition, int number, byte[] key, byte[] value) {
    long timestampMs = 1_000_000L + number * 7919L % 100_000;
    return new ProducerRecord<>(SentBatches.TOPIC, partition, timestampMs, key, value);
  }

  private static void assertSame(Map<String, Object> config, SentBatches.Program program)
      throws Exception {
    assertSame(config, program, SameBatchesTest::hex);
  }

  private static void assertSame(
      Map<String, Object> config,
      SentBatches.Program program,
      Function<MemoryRecords, String> shown)
      throws Exception {
    Map<Integer, List<String>> theirs = batchesOf(KafkaProducer::new, config, program, shown);
    Map<Integer, List<String>> ours = batchesOf(BarnabasProducer::new, config, program, shown);

    assertTrue(theirs.containsKey(0));
    assertEquals(theirs, ours);
  }

  private static Map<Integer, List<String>> batchesOf(
      Function<Map<String, Object>, Producer<byte[], byte[]>> constructor,
      Map<String, Object> config,
      SentBatches.Program program,
      Function<MemoryRecords, String> shown)
      throws Exception {
    Map<Integer, List<String>> batches = new TreeMap<>();
    SentBatches.of(constructor, config, PARTITIONS, program)
        .forEach((partition, of) -> batches.put(partition, of.stream().map(shown).toList()));
    return batches;
  }
}
