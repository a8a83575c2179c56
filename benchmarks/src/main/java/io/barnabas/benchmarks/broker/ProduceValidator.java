package io.barnabas.benchmarks.broker;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Decodes what was produced with kafka-clients' own reader: checksum, number of records, their
 * offsets, and the sequence of each producer in each partition. Sink thread only.
 */
final class ProduceValidator {

  private record Source(long producerId, short producerEpoch, int partition) {}

  private final SinkCounters counters;
  private final Map<Source, Integer> nextSequences = new HashMap<>();

  ProduceValidator(SinkCounters counters) {
    this.counters = counters;
  }

  void check(int partition, ByteBuffer records) {
    try {
      int batches = 0;
      for (MutableRecordBatch batch :
          MemoryRecords.readableRecords(records.duplicate()).batches()) {
        batch.ensureValid();
        checkRecords(batch);
        checkSequence(partition, batch);
        batches++;
      }
      require(batches == 1);
    } catch (KafkaException e) {
      counters.addError();
    }
  }

  private void checkRecords(RecordBatch batch) {
    long nextOffset = batch.baseOffset();
    for (Record record : batch) {
      require(record.offset() == nextOffset);
      nextOffset++;
    }
    require(batch.baseOffset() == 0);
    require(nextOffset == batch.lastOffset() + 1);
    require(batch.countOrNull() == nextOffset);
  }

  private void checkSequence(int partition, RecordBatch batch) {
    if (!batch.hasProducerId()) {
      return;
    }
    Source source = new Source(batch.producerId(), batch.producerEpoch(), partition);
    require(batch.baseSequence() == nextSequences.getOrDefault(source, 0));
    int last = batch.lastSequence();
    nextSequences.put(source, last == Integer.MAX_VALUE ? 0 : last + 1);
  }

  private void require(boolean holds) {
    if (!holds) {
      counters.addError();
    }
  }
}
