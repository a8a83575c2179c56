package io.barnabas.protocol.record;

import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/** A batch by value, whoever decoded it. */
record BatchSample(
    byte magic,
    int sizeInBytes,
    String compression,
    long lastOffset,
    long nextOffset,
    long maxTimestamp,
    String timestampType,
    long producerId,
    short producerEpoch,
    int baseSequence,
    int partitionLeaderEpoch,
    boolean transactional,
    boolean control,
    boolean deleteHorizon,
    List<RecordSample> records) {

  /** Reads whole batches with our reader, their checksums verified. */
  static List<BatchSample> readByUs(ByteBuffer bytes) {
    List<BatchSample> batches = new ArrayList<>();
    RecordBatchReader reader = new RecordBatchReader(bytes);
    try (Decompressor decompressor = new Decompressor()) {
      while (reader.next()) {
        reader.verifyCrc();
        RecordCursor cursor = reader.records(decompressor, new DecompressedBytes());
        List<RecordSample> records = new ArrayList<>();
        while (cursor.next()) {
          records.add(RecordSample.of(cursor));
        }
        batches.add(of(reader, records));
      }
    }
    return batches;
  }

  static BatchSample of(RecordBatchReader reader, List<RecordSample> records) {
    return new BatchSample(
        reader.magic(),
        reader.sizeInBytes(),
        reader.compression().configName(),
        reader.lastOffset(),
        reader.nextOffset(),
        reader.maxTimestamp(),
        reader.timestampType().name(),
        reader.producerId(),
        reader.producerEpoch(),
        reader.baseSequence(),
        reader.partitionLeaderEpoch(),
        reader.isTransactional(),
        reader.isControl(),
        reader.hasDeleteHorizon(),
        records);
  }

  /** Reads whole batches with kafka-clients, their checksums verified. */
  static List<BatchSample> readByKafkaClients(ByteBuffer bytes) {
    List<BatchSample> batches = new ArrayList<>();
    for (RecordBatch batch : MemoryRecords.readableRecords(bytes.duplicate()).batches()) {
      batch.ensureValid();
      List<RecordSample> records = new ArrayList<>();
      for (Record kafkaRecord : batch) {
        kafkaRecord.ensureValid();
        records.add(RecordSample.of(kafkaRecord));
      }
      batches.add(of(batch, records));
    }
    return batches;
  }

  private static BatchSample of(RecordBatch batch, List<RecordSample> records) {
    return new BatchSample(
        batch.magic(),
        batch.sizeInBytes(),
        batch.compressionType().name,
        batch.lastOffset(),
        batch.nextOffset(),
        batch.maxTimestamp(),
        batch.timestampType().name(),
        batch.producerId(),
        batch.producerEpoch(),
        batch.baseSequence(),
        batch.partitionLeaderEpoch(),
        batch.isTransactional(),
        batch.isControlBatch(),
        batch.deleteHorizonMs().isPresent(),
        records);
  }
}
