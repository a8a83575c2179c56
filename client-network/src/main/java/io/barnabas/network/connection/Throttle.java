package io.barnabas.network.connection;

import io.barnabas.network.loop.Poller;

/**
 * Until when a broker wants to be left alone. Brokers from 2.0 on answer at once and count on the
 * client to keep still (KIP-219); the highest common version of any API with such a broker is one
 * that says for how long. Loop thread only.
 */
final class Throttle {

  private static final int MAX_MS = 5 * 60 * 1000;
  private static final long LONG_AGO = Long.MIN_VALUE;

  private long untilMs = LONG_AGO;

  /** Takes over what an answer said; never shortens what an earlier one did. */
  void extend(int throttleTimeMs, long nowMs) {
    untilMs = Math.max(untilMs, nowMs + Math.min(throttleTimeMs, MAX_MS));
  }

  boolean isOver(long nowMs) {
    return untilMs <= nowMs;
  }

  /** True once for each time that it ends. */
  boolean endedBy(long nowMs) {
    if (untilMs == LONG_AGO || untilMs > nowMs) {
      return false;
    }
    untilMs = LONG_AGO;
    return true;
  }

  /** When it ends, or {@link Poller#NEVER} if it has. */
  long untilMs() {
    return untilMs == LONG_AGO ? Poller.NEVER : untilMs;
  }
}
