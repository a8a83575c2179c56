package io.barnabas.network.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Drives an {@link EventLoop} by hand, for tests: no thread, a clock that the test moves, one turn
 * at a time. All methods are for the thread that made it, which counts as the loop's own.
 */
public final class SteppedLoop implements AutoCloseable {

  private static final int MAX_TURNS = 10_000;
  private static final long REAL_WAIT_MS = 5;

  private final ManualClock clock = new ManualClock();
  private final EventLoop loop = new EventLoop(clock);

  public EventLoop loop() {
    return loop;
  }

  public ManualClock clock() {
    return clock;
  }

  /** One turn, without waiting. */
  public void turn() {
    turn(0);
  }

  /** Turns until nothing is due at the present time: no command, timer, poller. */
  public void settle() {
    int turns = 0;
    do {
      turn();
      if (++turns > MAX_TURNS) {
        throw new IllegalStateException("the loop still has work after " + turns + " turns");
      }
    } while (loop.hasWork());
  }

  /** Moves the clock, then settles. */
  public void advance(long ms) {
    clock.advance(ms);
    settle();
  }

  /**
   * Turns, waiting for channels in real time while the manual clock stands, until {@code condition}
   * holds.
   *
   * @return false if it does not hold within {@code realTimeout}
   */
  public boolean runUntil(BooleanSupplier condition, Duration realTimeout) {
    long deadlineNanos = System.nanoTime() + realTimeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        return false;
      }
      turn(REAL_WAIT_MS);
    }
    return true;
  }

  @Override
  public void close() {
    loop.close(Duration.ZERO);
  }

  private void turn(long maxWaitMs) {
    try {
      loop.turn(maxWaitMs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
