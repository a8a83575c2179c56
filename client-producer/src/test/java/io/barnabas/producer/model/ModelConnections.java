package io.barnabas.producer.model;

import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.network.loop.ManualClock;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.message.ProduceRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One connection to each broker: requests are worked on and answered in their order. When one
 * breaks, the broker may still have requests of it to work on, some time.
 */
final class ModelConnections implements RequestSender {
  private final Random random;
  private final ManualClock clock;
  private final ModelCluster cluster;
  private final int maxInFlight;
  private final long requestTimeoutMs;
  private final boolean gated;
  private final Consumer<Supplier<String>> trace;
  private final List<Deque<ModelRequest>> inFlight = new ArrayList<>();
  private final boolean[] down = new boolean[ModelCluster.NODES + 1];

  /** Requests of broken connections that brokers still have; each connection's in order. */
  private final List<Deque<ModelRequest>> left = new ArrayList<>();

  private long youngestProducer = -1;

  /** Partition, producer id and epoch of what was acknowledged. */
  private final Set<List<Object>> proven = new HashSet<>();

  /**
   * @param gated whether a partition may have only one batch in flight before its first
   *     acknowledgement under an epoch
   */
  ModelConnections(
      Random random,
      ManualClock clock,
      ModelCluster cluster,
      int maxInFlight,
      long requestTimeoutMs,
      boolean gated,
      Consumer<Supplier<String>> trace) {
    this.random = random;
    this.clock = clock;
    this.cluster = cluster;
    this.maxInFlight = maxInFlight;
    this.requestTimeoutMs = requestTimeoutMs;
    this.gated = gated;
    this.trace = trace;
    for (int i = 0; i <= ModelCluster.NODES; i++) {
      inFlight.add(new ArrayDeque<>());
    }
  }

  @Override
  public <R extends ApiMessage> void send(
      int nodeId,
      Lane lane,
      ApiRequest<R> request,
      short maxVersion,
      long timeoutMs,
      ResponseHandler<R> handler) {
    ProduceRequest produce = (ProduceRequest) (ApiRequest<?>) request;
    ModelRequest sent = new ModelRequest(nodeId, clock.nowMs(), produce, handler);
    trace.accept(() -> clock.nowMs() + " sent " + sent);
    sent.parts.forEach(this::requireGate);
    inFlight.get(nodeId).addLast(sent);
    Violation.unless(inFlight.get(nodeId).size() <= maxInFlight, () -> "too many in flight");
  }

  private void requireGate(ModelRequest.Part part) {
    boolean second =
        inFlight.stream().flatMap(Deque::stream).anyMatch(other -> other.carries(part.partition()));
    Violation.unless(
        !gated || !second || proven.contains(key(part)),
        () -> "a second batch in flight before the first acknowledgement: " + part);
  }

  private static List<Object> key(ModelRequest.Part part) {
    return List.of(part.partition(), part.batch().producerId(), part.batch().epoch());
  }

  /** A broker works on the oldest request of its connection. */
  void process(int nodeId) {
    ModelRequest oldest = inFlight.get(nodeId).peekFirst();
    if (oldest != null && !oldest.isProcessed()) {
      cluster.process(oldest);
      trace.accept(() -> clock.nowMs() + " done " + oldest);
    }
  }

  /** An answer arrives. */
  void answer(int nodeId) {
    ModelRequest oldest = inFlight.get(nodeId).peekFirst();
    if (oldest != null && oldest.isProcessed()) {
      inFlight.get(nodeId).removeFirst();
      oldest.acknowledged().forEach(part -> proven.add(key(part)));
      trace.accept(() -> clock.nowMs() + " answered " + oldest);
      oldest.answer();
    }
  }

  /** A broker works on the oldest request of a broken connection. */
  void processLeft() {
    if (!left.isEmpty()) {
      Deque<ModelRequest> requests = left.get(random.nextInt(left.size()));
      ModelRequest late = requests.removeFirst();
      trace.accept(() -> clock.nowMs() + " late " + late);
      cluster.processLate(late);
      left.removeIf(Deque::isEmpty);
    }
  }

  /** From here on nothing is left for later of what another producer id sends. */
  void forgetOlderProducers(long producerId) {
    youngestProducer = producerId;
    while (!left.isEmpty()) {
      processLeft();
    }
  }

  /** The connection breaks: the broker has got some of the requests, and part of the next. */
  @Override
  public void disconnect(int nodeId) {
    Deque<ModelRequest> broken = new ArrayDeque<>(inFlight.get(nodeId));
    inFlight.get(nodeId).clear();
    Deque<ModelRequest> received = new ArrayDeque<>();
    boolean sent = true;
    boolean whole = true;
    for (ModelRequest request : broken) {
      ApiException cause =
          isOverdue(request) ? new TimeoutException("late") : new DisconnectException("gone");
      whole &= request.isProcessed() || random.nextInt(3) > 0;
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
      if (received.stream().anyMatch(late -> late.producerId() < youngestProducer)) {
        forgetOlderProducers(youngestProducer);
      }
    }
  }

  private boolean isOverdue(ModelRequest request) {
    return clock.nowMs() - request.sentMs >= requestTimeoutMs;
  }

  /** Breaks connections whose oldest request has waited for too long. */
  void breakOverdue() {
    for (int nodeId = 1; nodeId <= ModelCluster.NODES; nodeId++) {
      ModelRequest oldest = inFlight.get(nodeId).peekFirst();
      if (oldest != null && isOverdue(oldest)) {
        disconnect(nodeId);
      }
    }
  }

  void down(int nodeId, boolean isDown) {
    down[nodeId] = isDown;
    if (isDown) {
      disconnect(nodeId);
    }
  }

  /** Brokers have forgotten what they knew of producers. */
  void forgetProducers() {
    proven.clear();
    cluster.forgetProducers();
  }

  boolean isIdle() {
    return left.isEmpty() && inFlight.stream().allMatch(Deque::isEmpty);
  }

  @Override
  public void sendUnanswered(
      int nodeId, Lane lane, ApiRequest<?> request, long timeoutMs, ResponseHandler<Void> handler) {
    throw new UnsupportedOperationException();
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
}
