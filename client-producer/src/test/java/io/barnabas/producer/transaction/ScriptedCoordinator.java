package io.barnabas.producer.transaction;

import io.barnabas.network.retry.Call;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Coordinators that answer when a test says so; a retriable error leaves the request open. */
final class ScriptedCoordinator implements TransactionRequests {

  /** A request that is under way. */
  static final class Asked<R extends ApiMessage> {
    private final Call<R> call;
    private final CompletableFuture<R> future = new CompletableFuture<>();
    private ApiRequest<R> request;
    private int tries;

    private Asked(Call<R> call) {
      this.call = call;
      next();
    }

    private void next() {
      try {
        call.route();
        request = call.request();
        tries++;
      } catch (RuntimeException e) {
        future.completeExceptionally(e);
      }
    }
  }

  private final List<Asked<?>> open = new ArrayList<>();

  @Override
  public <R extends ApiMessage> CompletableFuture<R> call(Call<R> call) {
    Asked<R> asked = new Asked<>(call);
    open.add(asked);
    return asked.future;
  }

  /** The kinds of the requests that are under way, oldest first. */
  List<String> open() {
    open.removeIf(asked -> asked.future.isDone());
    return open.stream().map(asked -> asked.call.getClass().getSimpleName()).toList();
  }

  int tries() {
    return open.get(0).tries;
  }

  /** Answers the oldest request. */
  @SuppressWarnings("unchecked")
  <R extends ApiMessage> void answer(R response) {
    open();
    Asked<R> asked = (Asked<R>) open.get(0);
    if (asked.call.errorOf(response) == ErrorCode.NONE) {
      open.remove(0);
      asked.future.complete(response);
    } else {
      asked.next();
    }
  }

  /** The oldest request fails without an answer that counts. */
  void fail(RuntimeException cause) {
    open();
    open.remove(0).future.completeExceptionally(cause);
  }

  /** The connection breaks after the oldest request has left. */
  void disconnect() {
    open();
    Asked<?> asked = open.get(0);
    if (asked.call.idempotent()) {
      asked.next();
    } else {
      fail(new org.apache.kafka.common.errors.DisconnectException("gone"));
    }
  }

  /** The oldest request as it would be written. */
  ApiRequest<?> request() {
    open();
    return open.get(0).request;
  }
}
