package io.barnabas.producer.delivery;

import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiRequest;

/** Brokers that are connected to, know every version, and answer every request. */
public abstract class ReadyRequests implements RequestSender {

  @Override
  public void sendUnanswered(
      int nodeId,
      Lane lane,
      ApiRequest<?> request,
      short maxVersion,
      long timeoutMs,
      ResponseHandler<Void> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isReady(int nodeId, Lane lane) {
    return true;
  }

  @Override
  public int inFlight(int nodeId, Lane lane) {
    return 0;
  }

  @Override
  public long backoffUntilMs(int nodeId, Lane lane) {
    return 0;
  }

  @Override
  public int leastLoadedNode() {
    return 1;
  }

  @Override
  public short version(int nodeId, Lane lane, ApiKey key) {
    return key.highestStableVersion();
  }

  @Override
  public void disconnect(int nodeId) {
    throw new UnsupportedOperationException();
  }
}
