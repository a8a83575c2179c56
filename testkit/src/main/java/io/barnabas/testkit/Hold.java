package io.barnabas.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Keeps frames of one API from passing a {@link FaultProxy} until it is released. What comes behind
 * a held frame on the same connection waits too: the order of a connection is never changed.
 * Thread-safe.
 */
public final class Hold implements FrameRule, AutoCloseable {
  private final Direction direction;
  private final ApiKeys api;
  private final Consumer<Hold> onRelease;
  private final AtomicInteger held = new AtomicInteger();

  Hold(Direction direction, ApiKeys api, Consumer<Hold> onRelease) {
    this.direction = direction;
    this.api = api;
    this.onRelease = onRelease;
  }

  @Override
  public Direction direction() {
    return direction;
  }

  @Override
  public ApiKeys api() {
    return api;
  }

  /** How many frames have come to wait here; at most one of a connection. */
  public int held() {
    return held.get();
  }

  /** Returns when a frame waits here. */
  public void awaitHeld(Duration limit) {
    Await.until(direction + " of " + api + " are held", limit, () -> held() > 0);
  }

  /** Ends the hold: what waits goes on, what comes later is not kept. */
  public void release() {
    onRelease.accept(this);
  }

  /** {@link #release()}. */
  @Override
  public void close() {
    release();
  }

  void count() {
    held.incrementAndGet();
  }
}
