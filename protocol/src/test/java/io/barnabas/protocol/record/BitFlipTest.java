package io.barnabas.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.compress.Compressor;
import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Each flipped bit is a {@link CorruptBatchException}, or leaves the records as they were: the
 * checksum covers neither the base offset nor the leader epoch.
 */
class BitFlipTest {
  private static final long SEED = 43;
  private static final int FLIPS = 10_000;

  private final Random random = new Random(SEED);
  private final RandomRecords randomRecords = new RandomRecords(random);
  private final Decompressor decompressor = new Decompressor();
  private final DecompressedBytes out = new DecompressedBytes(1 << 22);

  private int corrupt;
  private int equal;

  @Test
  void flippedBitIsATypedErrorOrOutsideTheChecksum() {
    List<byte[]> batches = batchesOfAllCodecsAndFormats();
    for (int i = 0; i < FLIPS; i++) {
      byte[] bytes = batches.get(i % batches.size());
      List<RecordSample> original = read(bytes, true);
      int bit = random.nextInt(i % 3 == 0 ? BatchFormat.RECORDS * 8 : bytes.length * 8);
      bit = Math.min(bit, bytes.length * 8 - 1);
      flip(bytes, bit);
      try {
        readFlipped(bytes, bit, original);
      } catch (RuntimeException e) {
        fail("Bit " + bit + " of batch " + i % batches.size(), e);
      }
      flip(bytes, bit);
    }
    assertEquals(FLIPS, corrupt + equal);
    assertTrue(corrupt > FLIPS / 2);
    System.out.printf(
        "Bit flips: %,d; %,d typed errors, %,d equal, 0 untyped exceptions%n",
        FLIPS, corrupt, equal);
  }

  private void readFlipped(byte[] bytes, int bit, List<RecordSample> original) {
    try {
      List<RecordSample> records = read(bytes, true);
      assertTrue(
          isIn(bit, BatchFormat.BASE_OFFSET, BatchFormat.LENGTH)
              || isIn(bit, BatchFormat.PARTITION_LEADER_EPOCH, BatchFormat.MAGIC));
      assertEquals(withoutOffsets(original), withoutOffsets(records));
      equal++;
    } catch (CorruptBatchException e) {
      corrupt++;
    }
    readWithoutChecksum(bytes);
  }

  private static boolean isIn(int bit, int from, int to) {
    return bit / 8 >= from && bit / 8 < to;
  }

  /** With {@code check.crcs=false} the values may be wrong, the exceptions may not. */
  private void readWithoutChecksum(byte[] bytes) {
    try {
      read(bytes, false);
    } catch (CorruptBatchException expected) {
      assertTrue(expected.getMessage().contains("at offset " + expected.baseOffset()));
    }
  }

  private List<RecordSample> read(byte[] bytes, boolean verifyCrc) {
    List<RecordSample> records = new ArrayList<>();
    RecordBatchReader reader = new RecordBatchReader(ByteBuffer.wrap(bytes));
    while (reader.next()) {
      if (verifyCrc) {
        reader.verifyCrc();
      }
      RecordCursor cursor = reader.records(decompressor, out);
      while (cursor.next()) {
        records.add(RecordSample.of(cursor));
      }
    }
    return records;
  }

  private List<byte[]> batchesOfAllCodecsAndFormats() {
    List<byte[]> batches = new ArrayList<>();
    for (Compression compression : Compression.values()) {
      for (int i = 0; i < 3; i++) {
        batches.add(writtenByUs(compression));
        for (byte magic = 0; magic < 2 && compression != Compression.ZSTD; magic++) {
          batches.add(writtenByKafkaClients(compression, magic));
        }
      }
    }
    return batches;
  }

  private byte[] writtenByUs(Compression compression) {
    RecordBatchWriter writer = KafkaClientsAgreementTest.filled(randomRecords.consecutive(true));
    try (Compressor compressor =
        compression == Compression.NONE ? null : compression.newCompressor()) {
      writer.seal(compressor);
    }
    return bytes(writer.build(7, (short) 1, 20, true));
  }

  private byte[] writtenByKafkaClients(Compression compression, byte magic) {
    KafkaBatch batch = new KafkaBatch();
    batch.magic = magic;
    batch.compression = KafkaBatch.compression(compression, compression.defaultLevel());
    if (magic == 0) {
      batch.timestampType = org.apache.kafka.common.record.TimestampType.NO_TIMESTAMP_TYPE;
    }
    List<RecordSample> records = randomRecords.consecutive(false);
    boolean oneMessage = compression == Compression.NONE;
    return bytes(batch.write(oneMessage ? records.subList(0, 1) : records));
  }

  private static List<RecordSample> withoutOffsets(List<RecordSample> records) {
    return records.stream()
        .map(r -> new RecordSample(0, r.timestamp(), r.key(), r.value(), r.headers()))
        .toList();
  }

  private static void flip(byte[] bytes, int bit) {
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
