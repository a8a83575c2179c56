package io.barnabas.benchmarks.broker;

import io.barnabas.benchmarks.SampleValues;
import java.nio.ByteBuffer;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * The same batch several times over, in memory that only the offsets are written into before it is
 * sent: the checksum of a batch does not cover them. Sink thread only.
 */
final class CannedBatches {
  private static final int LEADER_EPOCH = 0;

  private final ByteBuffer batches;
  private final int batchBytes;
  private final int recordsPerBatch;

  CannedBatches(ByteBuffer batch, int recordsPerBatch, int count) {
    this.batchBytes = batch.remaining();
    this.recordsPerBatch = recordsPerBatch;
    this.batches = ByteBuffer.allocateDirect(batchBytes * count);
    for (int i = 0; i < count; i++) {
      batches.put(batch.duplicate());
    }
    batches.flip();
  }

  /** One batch as kafka-clients writes it, with values that compress like JSON. */
  static ByteBuffer batch(SinkSettings settings) {
    byte[][] values = SampleValues.documents(settings.recordsPerBatch(), settings.valueBytes());
    ByteBuffer buffer =
        ByteBuffer.allocate(1024 + settings.recordsPerBatch() * (settings.valueBytes() + 32));
    try (MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            buffer,
            RecordBatch.CURRENT_MAGIC_VALUE,
            Compression.of(CompressionType.forName(settings.codec())).build(),
            TimestampType.CREATE_TIME,
            0,
            1_700_000_000_000L,
            LEADER_EPOCH)) {
      for (byte[] value : values) {
        builder.append(1_700_000_000_000L, null, value);
      }
      return builder.build().buffer();
    }
  }

  /** The batches from {@code offset} on that fit into so many bytes, but at least one. */
  ByteBuffer from(long offset, int maxBytes) {
    int count = Math.max(1, Math.min(batches.capacity(), maxBytes) / batchBytes);
    for (int i = 0; i < count; i++) {
      batches.putLong(i * batchBytes, offset + (long) i * recordsPerBatch);
    }
    return batches.slice(0, count * batchBytes);
  }

  int recordsIn(ByteBuffer answer) {
    return answer.remaining() / batchBytes * recordsPerBatch;
  }
}
