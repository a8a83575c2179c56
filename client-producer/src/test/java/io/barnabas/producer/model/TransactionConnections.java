package io.barnabas.producer.model;

import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.network.loop.ManualClock;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiRequest;
import java.util.Deque;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Connections that carry all that a transaction needs, and see to it that nothing else leaves. */
final class TransactionConnections extends ModelConnections<ModelRequest> {
  /** The last version that cannot raise an epoch. */
  private static final short OLD_INIT = 2;

  private final ModelCluster cluster;
  private final ModelCoordinator truth;
  private final ModelCoordinators coordinators;
  private final boolean old;

  /** Whether the producer can only be closed. */
  private final BooleanSupplier isFatal;

  /** An end that may have been heard, without a definite answer; else null. */
  private CoordinatorCall unresolved;

  /**
   * @param old whether coordinators do not raise epochs on request
   */
  TransactionConnections(
      Random random,
      ManualClock clock,
      ModelCluster cluster,
      ModelCoordinator truth,
      ModelCoordinators coordinators,
      boolean old,
      BooleanSupplier isFatal,
      Consumer<Supplier<String>> trace) {
    super(random, clock, ModelProducer.REQUEST_TIMEOUT_MS, trace);
    this.cluster = cluster;
    this.truth = truth;
    this.coordinators = coordinators;
    this.old = old;
    this.isFatal = isFatal;
  }

  @Override
  ModelRequest read(
      int nodeId, long nowMs, ApiRequest<?> request, short maxVersion, ResponseHandler<?> handler) {
    if (request.apiKey() == ApiKey.PRODUCE) {
      return new ModelProduce(nodeId, nowMs, request, maxVersion, handler);
    }
    boolean limited = old && request.apiKey() == ApiKey.INIT_PRODUCER_ID;
    short version = limited ? OLD_INIT : maxVersion;
    return new CoordinatorCall(nodeId, nowMs, request, version, truth.turns(), handler);
  }

  @Override
  void onSend(ModelRequest request) {
    CoordinatorCall call = request instanceof CoordinatorCall known ? known : null;
    if (call != null && call.isLookup()) {
      return;
    }
    Violation.unless(!isFatal.getAsBoolean(), () -> "sent after the end: " + request);
    if (unresolved != null) {
      Violation.unless(
          call != null && call.repeats(unresolved), () -> request + " follows " + unresolved);
    }
    if (call != null && call.isEnd()) {
      unresolved = call;
    }
  }

  @Override
  void process(ModelRequest request) {
    if (request instanceof CoordinatorCall call) {
      coordinators.process(call);
    } else {
      cluster.process((ModelProduce) request);
    }
  }

  @Override
  void processLate(ModelRequest request) {
    if (request instanceof CoordinatorCall call) {
      coordinators.processLate(call);
    } else {
      cluster.processLate((ModelProduce) request);
    }
  }

  @Override
  void onAnswer(ModelRequest request) {
    if (request instanceof CoordinatorCall call && call.isEnd() && !call.isEndUnresolved()) {
      unresolved = null;
    }
  }

  @Override
  void onLost(Deque<ModelRequest> received) {
    // What brokers still have is worked on at any time.
  }
}
