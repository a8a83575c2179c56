package io.barnabas.consumer.fetch;

import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import io.barnabas.protocol.message.FetchResponse.AbortedTransaction;
import io.barnabas.protocol.record.ControlRecord;
import io.barnabas.protocol.record.ControlRecordType;
import io.barnabas.protocol.record.RecordBatchReader;
import io.barnabas.protocol.record.RecordCursor;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Which batches of one fetch answer belong to aborted transactions. The list of the broker may come
 * in any order; batches must be shown in the order of their offsets. Polling thread only.
 */
final class AbortedTransactions {
  private final PriorityQueue<AbortedTransaction> ahead =
      new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));

  /** Producers inside a transaction that will be aborted. */
  private final Set<Long> aborting = new HashSet<>();

  AbortedTransactions(List<AbortedTransaction> listed) {
    ahead.addAll(listed);
  }

  /** Whether to leave the batch out; to be asked once for each batch. */
  boolean covers(RecordBatchReader batch) {
    if (batch.producerId() < 0) {
      return false;
    }
    while (!ahead.isEmpty() && ahead.peek().firstOffset() <= batch.lastOffset()) {
      aborting.add(ahead.poll().producerId());
    }
    if (batch.isControl()) {
      if (isAbortMarker(batch)) {
        aborting.remove(batch.producerId());
      }
      return false;
    }
    return batch.isTransactional() && aborting.contains(batch.producerId());
  }

  private static boolean isAbortMarker(RecordBatchReader batch) {
    try (Decompressor decompressor = new Decompressor()) {
      RecordCursor records = batch.records(decompressor, new DecompressedBytes());
      return records.next() && ControlRecord.at(records).type() == ControlRecordType.ABORT;
    }
  }
}
