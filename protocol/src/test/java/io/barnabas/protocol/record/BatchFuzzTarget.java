package io.barnabas.protocol.record;

import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.compress.Compressor;
import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import io.barnabas.protocol.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The reader of batches, for one format and codec. It reads as with {@code check.crcs=false}, since
 * hardly any mutation would get past the checksum. Uncompressed records are copied out of the
 * batch; of compressed ones, whose content may be larger than the input by far, only the walk over
 * them has to keep to the bound.
 */
public final class BatchFuzzTarget implements FuzzTarget {
  private static final int LIMIT_BYTES = 1 << 20;

  private final byte magic;
  private final Compression compression;
  private final Decompressor decompressor = new Decompressor();
  private final DecompressedBytes out = new DecompressedBytes(LIMIT_BYTES);

  /** What was read goes here, so that reading cannot be optimised away. */
  private long checksum;

  private BatchFuzzTarget(int magic, Compression compression) {
    this.magic = (byte) magic;
    this.compression = compression;
  }

  /** One target a format and codec. */
  public static List<FuzzTarget> all() {
    List<FuzzTarget> targets = new ArrayList<>();
    for (Compression compression : Compression.values()) {
      for (int magic = compression == Compression.ZSTD ? 2 : 0; magic <= 2; magic++) {
        targets.add(new BatchFuzzTarget(magic, compression));
      }
    }
    return targets;
  }

  @Override
  public String name() {
    return "batch v" + magic + " " + compression.configName();
  }

  @Override
  public byte[] seedInput(Random random) {
    RandomRecords records = new RandomRecords(random);
    ByteBuffer batch =
        magic == 2 && random.nextBoolean()
            ? writtenByUs(records.consecutive(true))
            : writtenByKafkaClients(records);
    byte[] bytes = new byte[Math.min(batch.remaining(), 1 << 16)];
    batch.get(bytes);
    return bytes;
  }

  private ByteBuffer writtenByUs(List<RecordSample> records) {
    RecordBatchWriter writer = KafkaClientsAgreementTest.filled(records);
    if (compression == Compression.NONE) {
      writer.seal(null);
    } else {
      try (Compressor compressor = compression.newCompressor()) {
        writer.seal(compressor);
      }
    }
    return writer.build(1, (short) 2, 3, true);
  }

  private ByteBuffer writtenByKafkaClients(RandomRecords records) {
    KafkaBatch batch = new KafkaBatch();
    batch.magic = magic;
    batch.compression = KafkaBatch.compression(compression, compression.defaultLevel());
    if (magic == 0) {
      batch.timestampType = org.apache.kafka.common.record.TimestampType.NO_TIMESTAMP_TYPE;
    }
    return batch.write(records.withGaps(0, magic == 2));
  }

  @Override
  public void decode(byte[] input) {
    RecordBatchReader reader = new RecordBatchReader(ByteBuffer.wrap(input));
    while (reader.next()) {
      checksum += reader.nextOffset() + reader.producerId() + reader.count();
      boolean compressed = reader.compression() != Compression.NONE;
      RecordCursor cursor = reader.records(decompressor, out);
      while (cursor.next()) {
        checksum += cursor.offset() + cursor.timestamp();
        if (!compressed) {
          copyOut(cursor);
        }
      }
    }
  }

  private void copyOut(RecordCursor cursor) {
    checksum += cursor.hasKey() ? cursor.keyBytes().length : 0;
    checksum += cursor.hasValue() ? cursor.valueBytes().length : 0;
    checksum += cursor.headers().length + ControlRecord.at(cursor).version();
  }

  @Override
  public Class<? extends RuntimeException> typedError() {
    return CorruptBatchException.class;
  }

  @Override
  public long allocationBound(int inputLength) {
    long limit = compression == Compression.NONE ? 0 : LIMIT_BYTES;
    return FuzzTarget.super.allocationBound(inputLength) + limit;
  }
}
