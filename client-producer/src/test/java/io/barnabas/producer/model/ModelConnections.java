package io.barnabas.producer.model;

import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.network.loop.ManualClock;
import io.barnabas.producer.delivery.ReadyRequests;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One connection to each broker: requests are worked on and answered in their order. When one
 * breaks, the broker may still have requests of it to work on, some time.
 */
abstract class ModelConnections<T extends ModelRequest> extends ReadyRequests {
  private final Random random;
  private final ManualClock clock;
  private final long requestTimeoutMs;
  private final Consumer<Supplier<String>> trace;
  private final List<Deque<T>> inFlight = new ArrayList<>();
  private final boolean[] down = new boolean[ModelCluster.NODES + 1];

  /** Requests of broken connections that brokers still have; each connection's in order. */
  private final List<Deque<T>> left = new ArrayList<>();

  ModelConnections(
      Random random, ManualClock clock, long requestTimeoutMs, Consumer<Supplier<String>> trace) {
    this.random = random;
    this.clock = clock;
    this.requestTimeoutMs = requestTimeoutMs;
    this.trace = trace;
    for (int i = 0; i <= ModelCluster.NODES; i++) {
      inFlight.add(new ArrayDeque<>());
    }
  }

  /** What travels. */
  abstract T read(
      int nodeId, long nowMs, ApiRequest<?> request, short maxVersion, ResponseHandler<?> handler);

  /** The request is about to leave. */
  abstract void onSend(T request);

  /** A broker works on the request. */
  abstract void process(T request);

  /** A broker works on the request, whose connection is gone. */
  abstract void processLate(T request);

  /** An answer arrives. */
  abstract void onAnswer(T request);

  /** A connection is gone; {@code received} is what its broker still has to work on. */
  abstract void onLost(Deque<T> received);

  @Override
  public <R extends ApiMessage> void send(
      int nodeId,
      Lane lane,
      ApiRequest<R> request,
      short maxVersion,
      long timeoutMs,
      ResponseHandler<R> handler) {
    T sent = read(nodeId, clock.nowMs(), request, maxVersion, handler);
    trace.accept(() -> clock.nowMs() + " sent " + sent);
    onSend(sent);
    inFlight.get(nodeId).addLast(sent);
  }

  /** What waits for an answer. */
  List<T> inFlight() {
    List<T> all = new ArrayList<>();
    inFlight.forEach(all::addAll);
    return all;
  }

  /** One that something is in flight to, if there is any. */
  int anyNode() {
    List<T> all = inFlight();
    return all.isEmpty()
        ? 1 + random.nextInt(ModelCluster.NODES)
        : all.get(random.nextInt(all.size())).nodeId;
  }

  /** A broker works on the oldest request of its connection. */
  void process(int nodeId) {
    T oldest = inFlight.get(nodeId).peekFirst();
    if (oldest != null && !oldest.isProcessed() && !down[nodeId]) {
      process(oldest);
      trace.accept(() -> clock.nowMs() + " done " + oldest);
    }
  }

  /** An answer arrives. */
  void answer(int nodeId) {
    T oldest = inFlight.get(nodeId).peekFirst();
    if (oldest != null && oldest.isProcessed()) {
      inFlight.get(nodeId).removeFirst();
      trace.accept(() -> clock.nowMs() + " answered " + oldest);
      onAnswer(oldest);
      oldest.answer();
    }
  }

  /** A broker works on the oldest request of a broken connection. */
  void processLeft() {
    if (!left.isEmpty()) {
      Deque<T> requests = left.get(random.nextInt(left.size()));
      T late = requests.removeFirst();
      trace.accept(() -> clock.nowMs() + " late " + late);
      processLate(late);
      left.removeIf(Deque::isEmpty);
    }
  }

  /** Brokers work on all that they still have. */
  void processAllLeft() {
    while (!left.isEmpty()) {
      processLeft();
    }
  }

  /** The connection breaks: the broker has got some of the requests, and part of the next. */
  @Override
  public void disconnect(int nodeId) {
    Deque<T> broken = new ArrayDeque<>(inFlight.get(nodeId));
    inFlight.get(nodeId).clear();
    Deque<T> received = new ArrayDeque<>();
    boolean sent = true;
    boolean whole = true;
    for (T request : broken) {
      ApiException cause =
          isOverdue(request) ? new TimeoutException("late") : new DisconnectException("gone");
      whole &= request.isProcessed() || !down[nodeId] && random.nextInt(3) > 0;
      sent &= whole || random.nextBoolean();
      if (whole && !request.isProcessed()) {
        received.addLast(request);
      }
      boolean maybeSent = sent;
      trace.accept(() -> clock.nowMs() + " lost " + request + " maybe sent: " + maybeSent);
      request.fail(cause, maybeSent);
    }
    if (!received.isEmpty()) {
      left.add(received);
      onLost(received);
    }
  }

  private boolean isOverdue(T request) {
    return clock.nowMs() - request.sentMs >= requestTimeoutMs;
  }

  /** Breaks connections whose oldest request has waited for too long, or that lead nowhere. */
  void breakOverdue() {
    for (int nodeId = 1; nodeId <= ModelCluster.NODES; nodeId++) {
      T oldest = inFlight.get(nodeId).peekFirst();
      if (oldest != null && (down[nodeId] || isOverdue(oldest))) {
        disconnect(nodeId);
      }
    }
  }

  void down(int nodeId, boolean isDown) {
    if (isDown) {
      disconnect(nodeId);
    }
    down[nodeId] = isDown;
  }

  boolean isIdle() {
    return left.isEmpty() && inFlight.stream().allMatch(Deque::isEmpty);
  }

  @Override
  public boolean isReady(int nodeId, Lane lane) {
    return !down[nodeId];
  }

  @Override
  public int inFlight(int nodeId, Lane lane) {
    return inFlight.get(nodeId).size();
  }

  @Override
  public int leastLoadedNode() {
    for (int nodeId = 1; nodeId <= ModelCluster.NODES; nodeId++) {
      if (!down[nodeId]) {
        return nodeId;
      }
    }
    return NO_NODE;
  }
}
