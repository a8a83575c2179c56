package io.barnabas.consumer.group;

import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.Poller;

/**
 * When the next heartbeat of a consumer group's member is due: at the interval that the coordinator
 * names, at once if there is something to say, after a back-off if the last one failed; one at a
 * time. Loop thread only.
 */
final class HeartbeatSchedule {
  /** What a coordinator may ask for; else a broken one could make a member spin, or fall silent. */
  private static final int MIN_INTERVAL_MS = 10;

  private static final int MAX_INTERVAL_MS = 300_000;

  private final Backoff backoff;

  private int intervalMs;
  private long sentAtMs;
  private long retryAtMs;
  private int failures;
  private boolean inFlight;

  HeartbeatSchedule(Backoff backoff) {
    this.backoff = backoff;
    restart();
  }

  /** For a member that joins: what is still under way counts for nothing. */
  void restart() {
    intervalMs = 0;
    sentAtMs = 0;
    retryAtMs = 0;
    failures = 0;
    inFlight = false;
  }

  /**
   * @param hurry there is something to say
   */
  boolean isDue(long nowMs, boolean hurry) {
    return nowMs >= dueAtMs(hurry);
  }

  /** {@link Poller#NEVER} while an answer is awaited. */
  long dueAtMs(boolean hurry) {
    if (inFlight) {
      return Poller.NEVER;
    }
    return hurry ? retryAtMs : Math.max(retryAtMs, sentAtMs + intervalMs);
  }

  void sent(long nowMs) {
    inFlight = true;
    sentAtMs = nowMs;
  }

  /**
   * @param nextIntervalMs as the coordinator says
   */
  void answered(int nextIntervalMs) {
    inFlight = false;
    failures = 0;
    retryAtMs = 0;
    intervalMs = Math.max(MIN_INTERVAL_MS, Math.min(MAX_INTERVAL_MS, nextIntervalMs));
  }

  /** After a failure the next one is due as soon as the back-off allows. */
  void failed(long nowMs) {
    inFlight = false;
    intervalMs = 0;
    retryAtMs = nowMs + backoff.delayMs(failures++);
  }
}
