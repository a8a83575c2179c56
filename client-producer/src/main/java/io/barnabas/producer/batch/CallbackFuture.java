package io.barnabas.producer.batch;

import org.apache.kafka.clients.producer.Callback;

/** A result with a callback: the one kind that its batch keeps, in a chain. */
final class CallbackFuture extends SendFuture {
  private final Callback callback;

  /** The next in the chain, which owns this field. */
  private CallbackFuture next;

  CallbackFuture(BatchResults results, long place, Callback callback) {
    super(results, place);
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
