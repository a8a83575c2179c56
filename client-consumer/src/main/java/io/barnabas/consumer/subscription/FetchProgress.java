package io.barnabas.consumer.subscription;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How fetching one partition goes: when it was last seen to go on, or to have no reason to, and
 * from where. The loop writes as long as it is fetched, the polling thread when the application
 * wants it to rest.
 */
public final class FetchProgress {
  /** Of no replica: the partition is fetched from its leader. */
  public static final int LEADER = -1;

  private final AtomicLong aliveAtMs = new AtomicLong(Long.MIN_VALUE);

  /** Written by the loop. */
  private volatile int preferredReplica = LEADER;

  /** Records came, or there are none to come. */
  public void alive(long nowMs) {
    aliveAtMs.lazySet(nowMs);
  }

  /** Monotonic; {@link Long#MIN_VALUE} if never. */
  public long aliveAtMs() {
    return aliveAtMs.get();
  }

  /** The follower that the leader sends us to (KIP-392), or {@link #LEADER}. Loop thread only. */
  public void prefer(int replica) {
    preferredReplica = replica;
  }

  /** Any thread. */
  public int preferredReplica() {
    return preferredReplica;
  }
}
