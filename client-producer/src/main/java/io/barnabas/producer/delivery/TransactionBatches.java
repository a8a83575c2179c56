package io.barnabas.producer.delivery;

import io.barnabas.producer.batch.ProducerBatch;
import java.util.List;

/** What a transaction asks of the delivery of its batches. Loop thread only. */
public interface TransactionBatches {

  /** Seals all that is open; returns all batches that have no result yet. */
  List<ProducerBatch> flush();

  /** Whether every batch has its result. */
  boolean isIdle();

  /** Batches that were not let go may be now. */
  void admit();

  /** Fails what was never sent, or, if {@code retries}, all that is not in flight. */
  void abandonUnsent(RuntimeException cause, boolean retries);

  /** Fails all. */
  void abandonAll(RuntimeException cause);
}
