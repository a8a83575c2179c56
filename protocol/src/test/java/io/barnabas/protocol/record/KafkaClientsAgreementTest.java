package io.barnabas.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.compress.Compressor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.message.LeaderChangeMessage;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Batches written by one side and read by the other have the same values; without a codec, the same
 * bytes.
 */
class KafkaClientsAgreementTest {
  private static final long SEED = 20261121;
  private static final int BATCHES_PER_LEVEL = 150;

  private final Random random = new Random(SEED);
  private final RandomRecords randomRecords = new RandomRecords(random);
  private String name;
  private int batches;
  private int records;

  @BeforeEach
  void name(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName() + " " + test.getDisplayName();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void whatWeWriteKafkaClientsReads(Compression compression) {
    for (int level : levels(compression)) {
      try (Compressor compressor = compressor(compression, level)) {
        for (int i = 0; i < BATCHES_PER_LEVEL; i++) {
          List<RecordSample> samples = randomRecords.consecutive(true);
          ByteBuffer bytes = randomlyStamped(filled(samples), compressor);

          BatchSample batch = BatchSample.readByKafkaClients(bytes).get(0);

          assertEquals(samples, batch.records());
          assertEquals(compression.configName(), batch.compression());
          assertEquals(List.of(batch), BatchSample.readByUs(bytes));
          count(samples);
        }
      }
    }
    printCounts();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void whatKafkaClientsWritesWeRead(Compression compression) {
    for (int level : levels(compression)) {
      for (int i = 0; i < BATCHES_PER_LEVEL; i++) {
        KafkaBatch batch = randomKafkaBatch();
        batch.compression = KafkaBatch.compression(compression, level);
        List<RecordSample> samples = randomRecords.withGaps(batch.baseOffset, true);
        ByteBuffer bytes = batch.write(samples);

        List<BatchSample> read = BatchSample.readByUs(bytes);

        assertEquals(BatchSample.readByKafkaClients(bytes), read);
        assertEquals(samples, withOwnTimestamps(read.get(0).records(), samples));
        count(samples);
      }
    }
    printCounts();
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"NONE", "GZIP", "SNAPPY", "LZ4"})
  void oldFormatsOfKafkaClientsWeRead(Compression compression) {
    for (byte magic = 0; magic <= 1; magic++) {
      for (int i = 0; i < BATCHES_PER_LEVEL; i++) {
        KafkaBatch batch = new KafkaBatch();
        batch.magic = magic;
        batch.compression = KafkaBatch.compression(compression, compression.defaultLevel());
        batch.baseOffset = random.nextInt(3) == 0 ? 0 : random.nextInt();
        batch.baseOffset &= Integer.MAX_VALUE;
        if (magic == 0) {
          batch.timestampType = org.apache.kafka.common.record.TimestampType.NO_TIMESTAMP_TYPE;
        } else if (random.nextBoolean()) {
          batch.timestampType = org.apache.kafka.common.record.TimestampType.LOG_APPEND_TIME;
          batch.logAppendTime = random.nextInt(Integer.MAX_VALUE);
        }
        List<RecordSample> samples = randomRecords.withGaps(batch.baseOffset, false);
        ByteBuffer bytes = batch.write(samples);

        List<BatchSample> read = BatchSample.readByUs(bytes);

        assertEquals(BatchSample.readByKafkaClients(bytes), read);
        List<RecordSample> records =
            read.stream().flatMap(message -> message.records().stream()).toList();
        assertEquals(samples, withOwnTimestamps(records, samples));
        count(samples);
      }
    }
    printCounts();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void nullEmptyAndLargeValuesBothWays(Compression compression) {
    byte[] large = new byte[1 << 20];
    random.nextBytes(large);
    List<RecordSample> samples =
        List.of(
            RecordSample.of(0, -1, null, null),
            RecordSample.of(1, 0, new byte[0], new byte[0]),
            RecordSample.of(2, Long.MAX_VALUE, large, large),
            RecordSample.of(3, 1, null, new byte[1 << 20]),
            RecordSample.of(4, 1, new byte[1 << 20], null));
    try (Compressor compressor = compressor(compression, compression.defaultLevel())) {
      RecordBatchWriter writer = filled(samples);
      writer.seal(compressor);
      ByteBuffer ours = writer.build();
      KafkaBatch batch = new KafkaBatch();
      batch.compression = KafkaBatch.compression(compression, compression.defaultLevel());

      assertEquals(samples, BatchSample.readByKafkaClients(ours).get(0).records());
      assertEquals(samples, BatchSample.readByUs(ours).get(0).records());
      assertEquals(samples, BatchSample.readByUs(batch.write(samples)).get(0).records());
    }
    count(samples);
    printCounts();
  }

  @Test
  void withoutCodecTheBytesAreTheSame() {
    for (int i = 0; i < 1000; i++) {
      List<RecordSample> samples = randomRecords.consecutive(true);
      KafkaBatch batch = new KafkaBatch();
      batch.producerId = random.nextLong() & Long.MAX_VALUE;
      batch.producerEpoch = (short) random.nextInt(Short.MAX_VALUE);
      batch.baseSequence = random.nextInt(Integer.MAX_VALUE);
      batch.transactional = random.nextBoolean();
      RecordBatchWriter writer = filled(samples);
      writer.seal(null);

      ByteBuffer bytes =
          writer.build(
              batch.producerId, batch.producerEpoch, batch.baseSequence, batch.transactional);

      assertEquals(batch.write(samples), bytes);
      count(samples);
    }
    printCounts();
  }

  @Test
  void sizesAreTheSame() {
    for (int i = 0; i < 1000; i++) {
      for (RecordSample sample : randomRecords.consecutive(true)) {
        int keyLength = sample.key() == null ? -1 : sample.key().remaining();
        int valueLength = sample.value() == null ? -1 : sample.value().remaining();
        int offsetDelta = random.nextInt() >>> random.nextInt(32);
        long timestampDelta = random.nextLong() >> random.nextInt(64);
        assertEquals(
            DefaultRecord.sizeInBytes(
                offsetDelta, timestampDelta, keyLength, valueLength, sample.kafkaHeaders()),
            RecordSize.ofRecord(
                offsetDelta, timestampDelta, keyLength, valueLength, sample.recordHeaders()));
        assertEquals(
            AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                sample.keyBytes(),
                sample.valueBytes(),
                sample.kafkaHeaders()),
            RecordSize.batchUpperBound(keyLength, valueLength, sample.recordHeaders()));
        records++;
      }
    }
    assertTrue(records > 1000);
    printCounts();
  }

  @Test
  void controlBatchesWeRead() {
    for (int i = 0; i < 500; i++) {
      boolean commit = random.nextBoolean();
      int coordinatorEpoch = random.nextInt(1000);
      ByteBuffer bytes =
          MemoryRecords.withEndTransactionMarker(
                  random.nextInt(1000),
                  random.nextInt(Integer.MAX_VALUE),
                  random.nextInt(10),
                  random.nextInt(100),
                  (short) random.nextInt(100),
                  new EndTransactionMarker(
                      commit
                          ? org.apache.kafka.common.record.internal.ControlRecordType.COMMIT
                          : org.apache.kafka.common.record.internal.ControlRecordType.ABORT,
                      coordinatorEpoch))
              .buffer();

      List<BatchSample> read = BatchSample.readByUs(bytes);

      assertEquals(BatchSample.readByKafkaClients(bytes), read);
      assertTrue(read.get(0).control() && read.get(0).transactional());
      ControlRecordType type = commit ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
      assertEquals(
          new ControlRecord(type, (short) 0, coordinatorEpoch), ControlRecordTest.only(bytes));
      count(read.get(0).records());
    }
    printCounts();
  }

  @Test
  void leaderChangesWeRead() {
    ByteBuffer bytes =
        MemoryRecords.withLeaderChangeMessage(
                5, 1000, 3, ByteBuffer.allocate(256), new LeaderChangeMessage().setLeaderId(2))
            .buffer();

    assertEquals(BatchSample.readByKafkaClients(bytes), BatchSample.readByUs(bytes));
    assertEquals(ControlRecordType.LEADER_CHANGE, ControlRecordTest.only(bytes).type());
    batches++;
    printCounts();
  }

  private static int[] levels(Compression compression) {
    return switch (compression) {
      case NONE, SNAPPY -> new int[] {compression.defaultLevel()};
      case GZIP -> new int[] {-1, 1, 9};
      case LZ4 -> new int[] {9, 1, 12};
      case ZSTD -> new int[] {3, -5, 1, 9};
    };
  }

  private static Compressor compressor(Compression compression, int level) {
    return compression == Compression.NONE ? null : compression.newCompressor(level);
  }

  static RecordBatchWriter filled(List<RecordSample> samples) {
    int size = RecordSize.BATCH_OVERHEAD + 1024;
    for (RecordSample sample : samples) {
      size +=
          RecordSize.batchUpperBound(
              sample.key() == null ? -1 : sample.key().remaining(),
              sample.value() == null ? -1 : sample.value().remaining(),
              sample.recordHeaders());
    }
    int offset = 13;
    RecordBatchWriter writer = new RecordBatchWriter(new byte[offset + size], offset, size);
    for (RecordSample sample : samples) {
      assertTrue(
          writer.tryAppend(
              sample.timestamp(), sample.keyBytes(), sample.valueBytes(), sample.recordHeaders()));
    }
    return writer;
  }

  private ByteBuffer randomlyStamped(RecordBatchWriter writer, Compressor compressor) {
    writer.seal(compressor);
    if (random.nextInt(4) == 0) {
      return writer.build();
    }
    return writer.build(
        random.nextInt(1000),
        (short) random.nextInt(10),
        random.nextInt(Integer.MAX_VALUE),
        random.nextBoolean());
  }

  private KafkaBatch randomKafkaBatch() {
    KafkaBatch batch = new KafkaBatch();
    batch.baseOffset = random.nextLong() >>> (2 + random.nextInt(62));
    batch.partitionLeaderEpoch = random.nextInt(100);
    if (random.nextBoolean()) {
      batch.timestampType = org.apache.kafka.common.record.TimestampType.LOG_APPEND_TIME;
      batch.logAppendTime = random.nextInt(Integer.MAX_VALUE);
    } else if (random.nextInt(4) == 0) {
      batch.deleteHorizonMs = random.nextInt(Integer.MAX_VALUE);
    }
    if (random.nextBoolean()) {
      batch.producerId = random.nextInt(1000);
      batch.producerEpoch = (short) random.nextInt(10);
      batch.baseSequence = random.nextInt(Integer.MAX_VALUE);
      batch.transactional = random.nextBoolean();
    }
    return batch;
  }

  /** The log append time, or none at all, takes the place of the timestamps that were written. */
  private static List<RecordSample> withOwnTimestamps(
      List<RecordSample> read, List<RecordSample> written) {
    assertEquals(written.size(), read.size());
    List<RecordSample> result = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      result.add(read.get(i).withTimestamp(written.get(i).timestamp()));
    }
    return result;
  }

  /** Called when all comparisons of a test have passed. */
  private void printCounts() {
    System.out.printf("%s: %,d batches, %,d records, 0 differences%n", name, batches, records);
  }

  private void count(List<RecordSample> samples) {
    batches++;
    records += samples.size();
  }
}
