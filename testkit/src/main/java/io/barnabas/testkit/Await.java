package io.barnabas.testkit;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition by asking again and again, for a bounded time. Stateless. */
public final class Await {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private Await() {}

  /** Something that becomes true in time. An exception counts as "not yet". */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Returns as soon as {@code condition} holds; it is asked every 10 ms, at least once.
   *
   * @param what the condition in words, for the message of the failure
   * @throws AssertionError if it does not hold within {@code limit}; its cause is the last
   *     exception that the condition threw, if any
   * @throws CancellationException if the waiting thread is interrupted
   */
  public static void until(String what, Duration limit, Condition condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    Exception last = null;
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (Exception notYet) {
        last = notYet;
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new AssertionError("not within " + limit.toMillis() + " ms: " + what, last);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while waiting: " + what);
      }
    }
  }
}
