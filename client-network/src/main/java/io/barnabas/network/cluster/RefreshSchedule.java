package io.barnabas.network.cluster;

import io.barnabas.network.error.Backoff;

/**
 * When metadata may and must be asked for: by age, and on demand with a back-off that grows while
 * requests fail or answers bring nothing new. Loop thread only.
 */
final class RefreshSchedule {
  /**
   * How often the back-off doubles while nothing is new: whoever waits for a leader shall know it
   * well within a second of its election.
   */
  private static final int MAX_DOUBLINGS = 2;

  private final Backoff backoff;
  private final long maxAgeMs;

  private int failures;
  private int unchanged;
  private long allowedAtMs = Long.MIN_VALUE;
  private long expiresAtMs = Long.MIN_VALUE;

  RefreshSchedule(Backoff backoff, long maxAgeMs) {
    this.backoff = backoff;
    this.maxAgeMs = maxAgeMs;
  }

  /**
   * @param wanted somebody has asked for metadata
   */
  long dueAtMs(boolean wanted) {
    return wanted ? allowedAtMs : Math.max(allowedAtMs, expiresAtMs);
  }

  boolean expired(long nowMs) {
    return nowMs >= expiresAtMs;
  }

  /** New topics do not wait behind answers that brought nothing new; they do behind failures. */
  void hurry() {
    unchanged = 0;
    if (failures == 0) {
      allowedAtMs = Long.MIN_VALUE;
    }
  }

  /**
   * @param full all topics of interest were described, so that the age counts from now
   * @param progress the answer told something new
   */
  void succeeded(long nowMs, boolean full, boolean progress) {
    unchanged = progress || expired(nowMs) ? 0 : unchanged + 1;
    failures = 0;
    int doublings = Math.min(MAX_DOUBLINGS, Math.max(0, unchanged - 1));
    allowedAtMs = nowMs + Math.max(1, backoff.delayMs(doublings));
    if (full) {
      expiresAtMs = nowMs + maxAgeMs;
    }
  }

  /**
   * A broker was asked in vain. One that could not be connected to does not count: it has a
   * back-off of its own, and the next one may be asked at once.
   */
  void failed(long nowMs) {
    allowedAtMs = nowMs + Math.max(1, backoff.delayMs(failures));
    failures++;
    unchanged = 0;
  }
}
