package io.barnabas.producer.model;

import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.network.loop.ManualClock;
import io.barnabas.protocol.ApiRequest;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Connections that carry batches only, and see to it that no partition has too many under way. */
final class SequenceConnections extends ModelConnections<ModelProduce> {
  private final ModelCluster cluster;
  private final int maxInFlight;
  private final boolean gated;

  private long youngestProducer = -1;

  /** Partition, producer id and epoch of what was acknowledged. */
  private final Set<List<Object>> proven = new HashSet<>();

  /**
   * @param gated whether a partition may have only one batch in flight before its first
   *     acknowledgement under an epoch
   */
  SequenceConnections(
      Random random,
      ManualClock clock,
      ModelCluster cluster,
      int maxInFlight,
      int requestTimeoutMs,
      boolean gated,
      Consumer<Supplier<String>> trace) {
    super(random, clock, requestTimeoutMs, trace);
    this.cluster = cluster;
    this.maxInFlight = maxInFlight;
    this.gated = gated;
  }

  @Override
  ModelProduce read(
      int nodeId, long nowMs, ApiRequest<?> request, short maxVersion, ResponseHandler<?> handler) {
    return new ModelProduce(nodeId, nowMs, request, maxVersion, handler);
  }

  @Override
  void onSend(ModelProduce request) {
    request.parts.forEach(this::requireGate);
    long before = inFlight().stream().filter(other -> other.nodeId == request.nodeId).count();
    Violation.unless(before < maxInFlight, () -> "too many in flight");
  }

  private void requireGate(ModelProduce.Part part) {
    boolean second = inFlight().stream().anyMatch(other -> other.carries(part.partition()));
    Violation.unless(
        !gated || !second || proven.contains(key(part)),
        () -> "a second batch in flight before the first acknowledgement: " + part);
  }

  private static List<Object> key(ModelProduce.Part part) {
    return List.of(part.partition(), part.batch().producerId(), part.batch().epoch());
  }

  @Override
  void process(ModelProduce request) {
    cluster.process(request);
  }

  @Override
  void processLate(ModelProduce late) {
    cluster.processLate(late);
  }

  @Override
  void onAnswer(ModelProduce request) {
    request.acknowledged().forEach(part -> proven.add(key(part)));
  }

  @Override
  void onLost(Deque<ModelProduce> received) {
    if (received.stream().anyMatch(late -> late.producerId() < youngestProducer)) {
      forgetOlderProducers(youngestProducer);
    }
  }

  /** From here on nothing is left for later of what another producer id sends. */
  void forgetOlderProducers(long producerId) {
    youngestProducer = producerId;
    processAllLeft();
  }

  /** Brokers have forgotten what they knew of producers. */
  void forgetProducers() {
    proven.clear();
    cluster.forgetProducers();
  }
}
