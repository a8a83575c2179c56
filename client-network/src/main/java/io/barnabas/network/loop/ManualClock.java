package io.barnabas.network.loop;

import java.util.concurrent.atomic.AtomicLong;

/** Time that stands still until a test moves it. Any thread. */
public final class ManualClock implements Clock {

  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
  private final AtomicLong wallMs = new AtomicLong(1_700_000_000_000L);

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public long wallMs() {
    return wallMs.get();
  }

  /** Moves both clocks. */
  public void advance(long ms) {
    nanos.addAndGet(ms * 1_000_000L);
    wallMs.addAndGet(ms);
  }

  /** Moves the wall clock alone, as an administrator or a leap of NTP does. */
  public void jumpWall(long ms) {
    wallMs.addAndGet(ms);
  }
}
