package io.barnabas.consumer.group;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the application has not polled for {@code max.poll.interval.ms}. Loop thread, apart
 * from {@link #polled}.
 */
final class PollInterval {
  private static final Logger LOG = LoggerFactory.getLogger(PollInterval.class);

  private final int maxMs;
  private final String logPrefix;

  /** Monotonic. Written by the polling thread. */
  private volatile long lastPollMs;

  PollInterval(int maxMs, String logPrefix) {
    this.maxMs = maxMs;
    this.logPrefix = logPrefix;
  }

  /** The application has polled. Polling thread. */
  void polled(long nowMs) {
    lastPollMs = nowMs;
  }

  /** Whether the application is late; says so in the log. */
  boolean isExceeded(long nowMs) {
    if (nowMs <= lastPollMs + maxMs) {
      return false;
    }
    LOG.warn(
        "{}consumer poll timeout has expired. This means the time between subsequent calls to"
            + " poll() was longer than the configured max.poll.interval.ms, which typically"
            + " implies that the poll loop is spending too much time processing messages. You can"
            + " address this either by increasing max.poll.interval.ms or by reducing the maximum"
            + " size of batches returned in poll() with max.poll.records.",
        logPrefix);
    return true;
  }

  /** When to look again, if the application does not poll before. */
  long checkAtMs() {
    return lastPollMs + maxMs + 1;
  }
}
