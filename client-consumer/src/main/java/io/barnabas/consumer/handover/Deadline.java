package io.barnabas.consumer.handover;

import io.barnabas.network.loop.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One point in monotonic time that a call must not outlast. Immutable; any thread. */
public final class Deadline {
  private final Clock clock;
  private final long atNanos;
  private final long timeoutMs;

  private Deadline(Clock clock, long timeoutMs) {
    this.clock = clock;
    this.timeoutMs = timeoutMs;
    // half of the range keeps differences of nanoTime values from overflowing
    long timeoutNanos = Math.min(TimeUnit.MILLISECONDS.toNanos(timeoutMs), Long.MAX_VALUE / 2);
    this.atNanos = clock.nanos() + timeoutNanos;
  }

  public static Deadline after(Clock clock, long timeoutMs) {
    return new Deadline(clock, Math.max(0, timeoutMs));
  }

  /** A negative duration counts as 0, an overlong one as the longest there is. */
  public static Deadline after(Clock clock, Duration timeout) {
    return after(clock, toMillis(timeout));
  }

  private static long toMillis(Duration timeout) {
    return timeout.getSeconds() > Long.MAX_VALUE / 1000 - 1 ? Long.MAX_VALUE : timeout.toMillis();
  }

  public long remainingNanos() {
    return Math.max(0, atNanos - clock.nanos());
  }

  /** Rounded up, so that it is 0 only when the time is over. */
  public long remainingMs() {
    return TimeUnit.NANOSECONDS.toMillis(remainingNanos() + 999_999);
  }

  public boolean expired() {
    return atNanos - clock.nanos() <= 0;
  }

  /** What the deadline was made with. */
  public long timeoutMs() {
    return timeoutMs;
  }

  public Clock clock() {
    return clock;
  }
}
