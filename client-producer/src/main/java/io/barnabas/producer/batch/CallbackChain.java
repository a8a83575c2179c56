package io.barnabas.producer.batch;

import java.util.function.Consumer;

/** The results of one batch that have a callback, in order. Guarded like its batch. */
final class CallbackChain {
  private CallbackFuture first;
  private CallbackFuture last;

  void add(CallbackFuture future) {
    if (first == null) {
      first = future;
    } else {
      last.next(future);
    }
    last = future;
  }

  /** Takes all out, in order. */
  void drain(Consumer<CallbackFuture> to) {
    CallbackFuture future = first;
    first = null;
    last = null;
    while (future != null) {
      CallbackFuture rest = future.next();
      future.next(null);
      to.accept(future);
      future = rest;
    }
  }
}
