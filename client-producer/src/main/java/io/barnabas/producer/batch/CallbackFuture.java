package io.barnabas.producer.batch;

import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;

/**
 * A result with a callback: the one kind that its batch keeps, in a ring of which it knows the last
 * one. Guarded like its batch.
 */
final class CallbackFuture extends SendFuture {
  private final Callback callback;

  /** The next in the ring, of the last one the first; null outside of a ring. */
  private CallbackFuture next;

  CallbackFuture(BatchResults results, long place, Callback callback) {
    super(results, place);
    this.callback = callback;
  }

  Callback callback() {
    return callback;
  }

  /**
   * Joins a ring behind its last one, and is the last now.
   *
   * @param last null begins a ring
   */
  void joinAfter(CallbackFuture last) {
    if (last == null) {
      next = this;
    } else {
      next = last.next;
      last.next = this;
    }
  }

  /** Takes all of a ring out, from its first one on. */
  static void drain(CallbackFuture last, Consumer<CallbackFuture> to) {
    CallbackFuture future = last == null ? null : last.next;
    while (future != null) {
      CallbackFuture rest = future == last ? null : future.next;
      future.next = null;
      to.accept(future);
      future = rest;
    }
  }
}
