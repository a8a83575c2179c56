package io.barnabas.network.cluster;

import io.barnabas.network.ClientSettings;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.Poller;

/**
 * Who coordinates which group, transaction or share group: looked up when first asked, kept until
 * an error says otherwise. Loop thread only.
 */
public final class Coordinators implements Poller {

  public Coordinators(
      ClientSettings settings, KnownNodes nodes, RequestSender requests, Clock clock) {}

  @Override
  public long poll(long nowMs) {
    throw new UnsupportedOperationException();
  }

  /** Fails what waits and what comes later. Loop thread, or the thread the loop died on. */
  public void close(org.apache.kafka.common.KafkaException cause) {
    throw new UnsupportedOperationException();
  }

  public enum Type {
    GROUP((byte) 0),
    TRANSACTION((byte) 1),
    SHARE((byte) 2);

    private final byte id;

    Type(byte id) {
      this.id = id;
    }

    public byte id() {
      return id;
    }
  }

  /** The coordinator's node id if it is known, else -1. Does not look it up. */
  public int known(Type type, String key) {
    throw new UnsupportedOperationException();
  }

  /**
   * The coordinator, looked up if need be (one request for all who ask for the same), tried again
   * with back-off until the timeout. Completes on the loop thread; fails with {@code
   * GroupAuthorizationException}, {@code TimeoutException} ….
   */
  public java.util.concurrent.CompletableFuture<Integer> find(
      Type type, String key, long timeoutMs) {
    throw new UnsupportedOperationException();
  }

  /**
   * Forgets the coordinator if it still is {@code nodeId}: after NOT_COORDINATOR, a disconnect ….
   */
  public void invalidate(Type type, String key, int nodeId) {
    throw new UnsupportedOperationException();
  }
}
