package io.barnabas.network.connection;

/** Takes the one outcome of one request. Called exactly once, on the loop thread. */
public interface ResponseHandler<R> {

  /** The decoded answer; its error codes are for the caller to read. */
  void onResponse(R response);

  /** No answer came. */
  void onFailure(RequestFailure failure);
}
