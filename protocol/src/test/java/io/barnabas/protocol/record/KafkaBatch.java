package io.barnabas.protocol.record;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.compress.GzipCompression;
import org.apache.kafka.common.compress.Lz4Compression;
import org.apache.kafka.common.compress.ZstdCompression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** A batch that kafka-clients writes; the fields are what {@code MemoryRecordsBuilder} asks for. */
final class KafkaBatch {
  byte magic = RecordBatch.CURRENT_MAGIC_VALUE;
  Compression compression = Compression.NONE;
  TimestampType timestampType = TimestampType.CREATE_TIME;
  long baseOffset;
  long logAppendTime = RecordBatch.NO_TIMESTAMP;
  long producerId = RecordBatch.NO_PRODUCER_ID;
  short producerEpoch = RecordBatch.NO_PRODUCER_EPOCH;
  int baseSequence = RecordBatch.NO_SEQUENCE;
  boolean transactional;
  boolean control;
  int partitionLeaderEpoch = RecordBatch.NO_PARTITION_LEADER_EPOCH;
  long deleteHorizonMs = RecordBatch.NO_TIMESTAMP;

  ByteBuffer write(List<RecordSample> records) {
    MemoryRecordsBuilder builder =
        new MemoryRecordsBuilder(
            new ByteBufferOutputStream(1024),
            magic,
            compression,
            timestampType,
            baseOffset,
            logAppendTime,
            producerId,
            producerEpoch,
            baseSequence,
            transactional,
            control,
            partitionLeaderEpoch,
            Integer.MAX_VALUE,
            deleteHorizonMs);
    for (RecordSample sample : records) {
      if (control) {
        builder.appendControlRecordWithOffset(
            sample.offset(),
            new SimpleRecord(sample.timestamp(), sample.keyBytes(), sample.valueBytes()));
      } else {
        builder.appendWithOffset(
            sample.offset(),
            sample.timestamp(),
            sample.keyBytes(),
            sample.valueBytes(),
            sample.kafkaHeaders());
      }
    }
    return builder.build().buffer();
  }

  /** Kafka's codec of ours, at a level. */
  static Compression compression(io.barnabas.protocol.compress.Compression compression, int level) {
    return switch (compression) {
      case NONE -> Compression.NONE;
      case GZIP -> new GzipCompression.Builder().level(level).build();
      case SNAPPY -> Compression.snappy().build();
      case LZ4 -> new Lz4Compression.Builder().level(level).build();
      case ZSTD -> new ZstdCompression.Builder().level(level).build();
    };
  }
}
