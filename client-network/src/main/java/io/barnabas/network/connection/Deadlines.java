package io.barnabas.network.connection;

import io.barnabas.network.loop.Poller;

/** The earliest of the deadlines of many requests. */
final class Deadlines {

  /** {@link Poller#NEVER} if there are none. */
  static long earliest(Iterable<PendingRequest<?>> requests) {
    long earliestMs = Poller.NEVER;
    for (PendingRequest<?> request : requests) {
      earliestMs = Math.min(earliestMs, request.deadlineMs());
    }
    return earliestMs;
  }

  private Deadlines() {}
}
