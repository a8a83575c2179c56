package io.barnabas.consumer.subscription;

import java.util.concurrent.atomic.AtomicLong;

/**
 * When one partition was last seen to go on, or to have no reason to. The loop writes as long as it
 * is fetched, the polling thread when the application wants it to rest.
 */
public final class FetchProgress {
  private final AtomicLong aliveAtMs = new AtomicLong(Long.MIN_VALUE);

  /** Records came, or there are none to come. */
  public void alive(long nowMs) {
    aliveAtMs.lazySet(nowMs);
  }

  /** Monotonic; {@link Long#MIN_VALUE} if never. */
  public long aliveAtMs() {
    return aliveAtMs.get();
  }
}
