package io.barnabas.network.metrics;

import io.barnabas.protocol.ApiKey;

/**
 * What happens on the network, for whoever counts it. Called on the loop thread; must be cheap and
 * must not throw. Every method does nothing by default.
 */
public interface ClientEvents {

  ClientEvents NONE = new ClientEvents() {};

  default void connectionOpened(int nodeId) {}

  default void connectionClosed(int nodeId) {}

  default void authenticated(int nodeId, boolean succeeded) {}

  /**
   * @param nowNanos the loop's clock
   */
  default void requestSent(int nodeId, ApiKey key, int bytes, long nowNanos) {}

  /**
   * @param throttleTimeMs as the broker says in its answer, 0 if it does not
   * @param nowNanos the loop's clock
   */
  default void responseReceived(
      int nodeId, ApiKey key, int bytes, long latencyNanos, int throttleTimeMs, long nowNanos) {}

  /** So many more requests wait for their answers now; fewer, if negative. */
  default void inFlight(int change) {}

  default void bytesRead(int nodeId, int bytes) {}

  /** One turn of the loop: how long it slept in select, how long it worked. */
  default void loopTurn(long selectNanos, long workNanos) {}
}
