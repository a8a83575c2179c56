package io.barnabas.network.connection;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;

/** Sends requests to brokers, over one connection for each broker and lane. Loop thread only. */
public interface RequestSender {

  /** What {@link #leastLoadedNode} says when there is none. */
  int NO_NODE = -Integer.MAX_VALUE;

  /**
   * Sends one request, connecting first where needed; while the connection is being made, the
   * request waits for it. Requests of one broker and lane go out in the order of the calls.
   *
   * @param nodeId a broker of the metadata, or a bootstrap server (negative)
   * @param timeoutMs from now until the answer must be there, at most
   */
  default <R extends ApiMessage> void send(
      int nodeId, Lane lane, ApiRequest<R> request, long timeoutMs, ResponseHandler<R> handler) {
    send(nodeId, lane, request, request.highestVersion(), timeoutMs, handler);
  }

  /**
   * The same in no version above {@code maxVersion}, for requests whose content depends on it.
   *
   * @param maxVersion where both sides speak higher versions, this one is used
   */
  <R extends ApiMessage> void send(
      int nodeId,
      Lane lane,
      ApiRequest<R> request,
      short maxVersion,
      long timeoutMs,
      ResponseHandler<R> handler);

  /**
   * Sends one request that the broker does not answer (produce with acks=0): {@code onWritten} runs
   * when its last byte has left, {@code onFailure} as for any request. In no version above {@code
   * maxVersion}, as above: nobody would hear that the broker cannot make sense of it.
   */
  void sendUnanswered(
      int nodeId,
      Lane lane,
      ApiRequest<?> request,
      short maxVersion,
      long timeoutMs,
      ResponseHandler<Void> handler);

  /**
   * True if a request would leave at once: connected, negotiated, authenticated, not throttled.
   * Otherwise starts connecting, unless the back-off of the last failure still runs, and is false.
   */
  boolean isReady(int nodeId, Lane lane);

  /** How many requests wait for an answer on that connection. */
  int inFlight(int nodeId, Lane lane);

  /** Monotonic milliseconds until which a broker that fails is left alone, or 0. */
  long backoffUntilMs(int nodeId, Lane lane);

  /**
   * A broker to ask what any broker can answer: one that is ready and has the fewest requests in
   * flight, else one that is connecting, else of those whose back-off is over the one whose last
   * try is the longest ago; {@link #NO_NODE} if there is none at the moment.
   */
  int leastLoadedNode();

  /**
   * The highest version that both sides know, or -1 if the connection is not ready or there is
   * none.
   */
  short version(int nodeId, Lane lane, ApiKey key);

  /**
   * Closes the connections to a broker; what is in flight fails with a {@code DisconnectException}.
   */
  void disconnect(int nodeId);
}
