package io.barnabas.producer.batch;

import org.apache.kafka.clients.producer.Callback;

/** A result with a callback: the one kind that its batch keeps, in a chain. */
final class CallbackFuture extends SendFuture {
  private final Callback callback;

  /** The next in the chain, which owns this field. */
  private CallbackFuture next;

  CallbackFuture(
      ProducerBatch batch,
      int index,
      int keySize,
      int valueSize,
      int timestampDelta,
      Callback callback) {
    super(batch, index, keySize, valueSize, timestampDelta);
    this.callback = callback;
  }

  Callback callback() {
    return callback;
  }

  CallbackFuture next() {
    return next;
  }

  void next(CallbackFuture next) {
    this.next = next;
  }
}
