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

  default void requestSent(int nodeId, ApiKey key, int bytes) {}

  default void responseReceived(int nodeId, ApiKey key, int bytes, long latencyNanos) {}

  default void bytesRead(int nodeId, int bytes) {}

  default void throttled(int nodeId, ApiKey key, int throttleTimeMs) {}

  /** One turn of the loop: how long it slept in select, how long it worked. */
  default void loopTurn(long selectNanos, long workNanos) {}
}
