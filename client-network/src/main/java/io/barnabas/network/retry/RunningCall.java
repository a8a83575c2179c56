package io.barnabas.network.retry;

import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.network.error.ErrorAction;
import io.barnabas.network.error.ErrorActions;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.network.loop.Poller;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call on its way through its tries. Loop thread only, but for the construction. */
final class RunningCall<R extends ApiMessage> {

  private static final Logger log = LoggerFactory.getLogger(RunningCall.class);

  /** Where the call stands. */
  private enum State {
    /** To be sent as soon as {@code dueAtMs} has come. */
    DUE,
    /** Waits to learn where its route leads, at most until the deadline. */
    EXPLORING,
    /** A request is out. */
    IN_FLIGHT,
    /** The future is complete. */
    DONE
  }

  private final CallContext context;
  private final Call<R> call;
  private final long timeoutMs;
  private final long deadlineMs;
  private final CompletableFuture<R> future = new CompletableFuture<>();

  private State state = State.DUE;
  private long dueAtMs;
  private int tries;
  private int failures;

  /** How often in a row the route led nowhere. */
  private int explorations;

  private Throwable lastError;
  private String waitingFor = "its first try";

  /** What the call is of: known once it was first sent. */
  private ApiKey key;

  RunningCall(CallContext context, Call<R> call, long nowMs, long timeoutMs) {
    this.context = context;
    this.call = call;
    this.timeoutMs = timeoutMs;
    this.dueAtMs = nowMs;
    long deadline = nowMs + timeoutMs;
    this.deadlineMs = deadline < nowMs && timeoutMs > 0 ? Long.MAX_VALUE : deadline;
  }

  CompletableFuture<R> future() {
    return future;
  }

  boolean done() {
    return state == State.DONE;
  }

  void fail(KafkaException cause) {
    state = State.DONE;
    future.completeExceptionally(cause);
  }

  /**
   * @return when to be polled again
   */
  long poll(long nowMs) {
    if (future.isDone()) {
      state = State.DONE; // cancelled by the caller
    } else if (nowMs >= deadlineMs) {
      timeOut();
    } else if (state == State.DUE && nowMs >= dueAtMs) {
      trySending(nowMs);
    }
    return switch (state) {
      case DONE -> Poller.NEVER;
      case DUE -> Math.min(dueAtMs, deadlineMs);
      case EXPLORING, IN_FLIGHT -> deadlineMs;
    };
  }

  private void trySending(long nowMs) {
    try {
      Route route = call.route();
      int node = context.routing().resolve(route);
      if (node != Routing.UNKNOWN) {
        send(route, node, nowMs);
      } else if (context.routing().deadEnd(route) != ErrorCode.NONE) {
        fail(ErrorExceptions.of(context.routing().deadEnd(route)));
      } else {
        explore(route, nowMs);
      }
    } catch (RuntimeException e) {
      // the caller's own code: route() or request()
      fail(e instanceof KafkaException known ? known : new KafkaException(e));
    }
  }

  private void send(Route route, int node, long nowMs) {
    ApiRequest<R> request = call.request();
    key = request.apiKey();
    tries++;
    explorations = 0;
    state = State.IN_FLIGHT;
    waitingFor = "an answer of " + Routing.describe(route) + ", node " + node;
    long patienceMs = Math.min(context.requestTimeoutMs(), deadlineMs - nowMs);
    context.requests().send(node, call.lane(), request, patienceMs, new Handler(route, node));
  }

  private void explore(Route route, long nowMs) {
    waitingFor = "word of " + Routing.describe(route);
    CompletableFuture<?> word = context.routing().explore(route, deadlineMs - nowMs);
    if (word == null) {
      state = State.DUE;
      dueAtMs = nowMs + Math.max(1, context.backoff().initialMs());
      return;
    }
    retryAfter(word, explorations == 0 ? 0 : context.backoff().delayMs(explorations - 1));
    explorations++;
  }

  /** Not before {@code delayMs} is over, and not before the word has come. */
  private void retryAfter(CompletableFuture<?> word, long delayMs) {
    state = State.EXPLORING;
    dueAtMs = nowMs() + delayMs;
    word.whenComplete((found, error) -> explored(unwrap(error)));
  }

  private void explored(Throwable error) {
    if (state != State.EXPLORING) {
      return;
    }
    if (error == null) {
      state = State.DUE;
    } else if (error instanceof RetriableException) {
      lastError = lastError == null ? error : lastError;
      state = State.DUE;
    } else {
      fail(error instanceof KafkaException known ? known : new KafkaException(error));
    }
    context.loop().wakeup();
  }

  private void answered(Route route, int node, R response) {
    ErrorCode error = call.errorOf(response);
    ErrorAction action = ErrorActions.of(key, error);
    switch (action) {
      case NONE -> {
        state = State.DONE;
        future.complete(response);
      }
      case RETRY, REFRESH_METADATA, FIND_COORDINATOR ->
          retry(
              route,
              node,
              action,
              exception(error, response),
              call.delayMs(error, failures, context.backoff()));
      case FAIL, FATAL -> fail(exception(error, response));
    }
  }

  private ApiException exception(ErrorCode error, R response) {
    return ErrorExceptions.of(error, call.errorMessageOf(response));
  }

  private void unanswered(Route route, int node, RequestFailure failure) {
    ApiException cause = failure.cause();
    boolean safe = !failure.maybeSent() || call.idempotent();
    if (!(cause instanceof RetriableException) || !safe) {
      fail(cause);
      return;
    }
    boolean byMetadata = route instanceof Route.Leader || route instanceof Route.Controller;
    retry(
        route,
        node,
        byMetadata ? ErrorAction.REFRESH_METADATA : ErrorAction.FIND_COORDINATOR,
        cause,
        context.backoff().delayMs(failures));
  }

  private void retry(Route route, int node, ErrorAction action, ApiException error, long delayMs) {
    lastError = error;
    waitingFor = "another try after: " + error.getMessage();
    log.debug(
        "{}{} to {}, node {}, is tried again: {}",
        context.logPrefix(),
        key,
        Routing.describe(route),
        node,
        error.toString());
    failures++;
    if (action == ErrorAction.RETRY) {
      state = State.DUE;
      dueAtMs = nowMs() + delayMs;
    } else {
      retryAfter(context.routing().mistaken(route, node, action), delayMs);
    }
  }

  private void timeOut() {
    String what = key == null ? "The call" : key.toString();
    String text =
        "%s did not succeed within %d ms and %d tries; last it waited for %s"
            .formatted(what, timeoutMs, tries, waitingFor);
    fail(new TimeoutException(text, lastError));
  }

  private long nowMs() {
    return context.loop().clock().nowMs();
  }

  private static Throwable unwrap(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  private final class Handler implements ResponseHandler<R> {

    private final Route route;
    private final int node;

    private Handler(Route route, int node) {
      this.route = route;
      this.node = node;
    }

    @Override
    public void onResponse(R response) {
      if (state != State.IN_FLIGHT) {
        return;
      }
      try {
        answered(route, node, response);
      } catch (RuntimeException e) {
        fail(new KafkaException("Cannot read the answer to " + key, e));
      }
    }

    @Override
    public void onFailure(RequestFailure failure) {
      if (state == State.IN_FLIGHT) {
        unanswered(route, node, failure);
      }
    }
  }
}
