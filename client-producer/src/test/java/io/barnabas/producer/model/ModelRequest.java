package io.barnabas.producer.model;

import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.protocol.ApiMessage;
import org.apache.kafka.common.errors.ApiException;

/** A request on its way: what it carried when it was sent, and who waits for the answer. */
abstract class ModelRequest {
  final int nodeId;
  final long sentMs;

  private final ResponseHandler<ApiMessage> handler;

  /** Null until a broker has worked on it. */
  private ApiMessage answer;

  @SuppressWarnings("unchecked")
  ModelRequest(int nodeId, long sentMs, ResponseHandler<?> handler) {
    this.nodeId = nodeId;
    this.sentMs = sentMs;
    this.handler = (ResponseHandler<ApiMessage>) handler;
  }

  /** Called when its handler is about to be. */
  abstract void requireUnchanged();

  boolean isProcessed() {
    return answer != null;
  }

  void processed(ApiMessage response) {
    answer = response;
  }

  ApiMessage answered() {
    return answer;
  }

  void answer() {
    requireUnchanged();
    handler.onResponse(answer);
  }

  void fail(ApiException cause, boolean maybeSent) {
    requireUnchanged();
    handler.onFailure(new RequestFailure(cause, maybeSent));
  }
}
