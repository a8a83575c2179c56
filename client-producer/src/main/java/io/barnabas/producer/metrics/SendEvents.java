package io.barnabas.producer.metrics;

import io.barnabas.producer.batch.ProducerBatch;

/**
 * What becomes of batches, for whoever counts it. Called on the loop thread, once for each request
 * or batch; must be cheap and must not throw. Every method does nothing by default.
 */
public interface SendEvents {

  SendEvents NONE = new SendEvents() {};

  /** A produce request leaves; its batches were told of before. */
  default void requestSent() {}

  /** The batch leaves, for the first time or again. */
  default void batchSent(ProducerBatch batch, long nowMs) {}

  /** The batch will be sent again. */
  default void retried(ProducerBatch batch) {}

  /** The batch has ended in an error. */
  default void failed(ProducerBatch batch) {}

  /** The batch was too large and is split. */
  default void split() {}
}
