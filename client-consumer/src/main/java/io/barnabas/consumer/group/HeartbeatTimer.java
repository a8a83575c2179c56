package io.barnabas.consumer.group;

/** When to send the next heartbeat, and since when none was answered. Loop thread only. */
final class HeartbeatTimer {
  private final int intervalMs;
  private final int sessionTimeoutMs;

  private long nextMs;
  private long lastAnswerMs;
  private boolean inFlight;

  HeartbeatTimer(int intervalMs, int sessionTimeoutMs) {
    this.intervalMs = intervalMs;
    this.sessionTimeoutMs = sessionTimeoutMs;
  }

  /** The group has just heard of this member. */
  void restart(long nowMs) {
    nextMs = nowMs + intervalMs;
    lastAnswerMs = nowMs;
    inFlight = false;
  }

  boolean isDue(long nowMs) {
    return !inFlight && nowMs >= nextMs;
  }

  boolean sessionExpired(long nowMs) {
    return nowMs - lastAnswerMs > sessionTimeoutMs;
  }

  void sent(long nowMs) {
    inFlight = true;
    nextMs = nowMs + intervalMs;
  }

  void answered(long nowMs) {
    inFlight = false;
    lastAnswerMs = nowMs;
  }

  void failed(long retryAtMs) {
    inFlight = false;
    nextMs = retryAtMs;
  }

  /** When to look again. */
  long nextMs() {
    long sessionEndMs = lastAnswerMs + sessionTimeoutMs + 1;
    return inFlight ? sessionEndMs : Math.min(nextMs, sessionEndMs);
  }
}
