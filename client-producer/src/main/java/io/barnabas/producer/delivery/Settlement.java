package io.barnabas.producer.delivery;

import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.error.ErrorAction;
import io.barnabas.network.error.ErrorActions;
import io.barnabas.producer.batch.Accumulator;
import io.barnabas.producer.batch.Outcome;
import io.barnabas.producer.batch.ProducerBatch;
import io.barnabas.producer.batch.TopicQueue;
import io.barnabas.producer.idempotence.PartitionSequence;
import io.barnabas.producer.metrics.SendEvents;
import io.barnabas.producer.result.Written;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ProduceResponse.NodeEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a batch that comes back: written, tried again, split or failed. Loop thread only.
 */
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  private static final long UNKNOWN_OFFSET = -1;

  private final DeliverySettings settings;
  private final Accumulator accumulator;
  private final Metadata metadata;
  private final Deliveries deliveries;
  private final Router router;
  private final Incomplete incomplete;
  private final TransactionGate gate;
  private final LongSupplier monotonicMs;
  private SendEvents events = SendEvents.NONE;

  Settlement(
      DeliverySettings settings,
      Accumulator accumulator,
      Metadata metadata,
      Deliveries deliveries,
      Router router,
      Incomplete incomplete,
      TransactionGate gate,
      LongSupplier monotonicMs) {
    this.settings = settings;
    this.accumulator = accumulator;
    this.metadata = metadata;
    this.deliveries = deliveries;
    this.router = router;
    this.incomplete = incomplete;
    this.gate = gate;
    this.monotonicMs = monotonicMs;
  }

  /** Who counts what comes back. Before the loop starts. */
  void events(SendEvents counted) {
    events = counted;
  }

  /** The batch of a partition that travels in {@code request}; null if there is none. */
  Shipment find(TopicQueue topic, int partition, Object request) {
    if (partition < 0 || partition >= topic.partitions().length) {
      return null;
    }
    return deliveries.of(topic.partition(partition)).inFlightWith(request);
  }

  /** Learns the brokers that an answer names. */
  void learnNodes(List<NodeEndpoint> nodes) {
    for (NodeEndpoint node : nodes) {
      metadata.onBrokerHint(node.nodeId(), node.host(), node.port(), node.rack());
    }
  }

  /** Learns the leader that an answer names (KIP-951). */
  void learnLeader(Shipment shipment, int leaderId, int leaderEpoch) {
    if (leaderId < 0 || leaderEpoch < 0) {
      return;
    }
    PartitionDelivery delivery = shipment.delivery();
    String topic = delivery.queue().topic().name();
    int partition = delivery.queue().topicPartition().partition();
    if (metadata.onLeaderHint(topic, partition, leaderId, leaderEpoch)) {
      router.learn(delivery, metadata.snapshot());
    }
  }

  /** The request of the batch has come to its end, with that answer. */
  void settle(Shipment shipment, Answer answer) {
    if (answer.written() == Written.SURELY) {
      settleWritten(shipment, UNKNOWN_OFFSET, answer.logAppendTimeMs());
      return;
    }
    long nowMs = monotonicMs.getAsLong();
    PartitionDelivery delivery = shipment.delivery();
    delivery.arrive(shipment);
    if (answer.written() == Written.PERHAPS) {
      shipment.maybeWritten();
    }
    if (shipment.batch().isCompleted()) {
      shipment.batch().learnLate(giveUp(shipment));
      accumulator.release(shipment.batch());
    } else if (answer.error() == ErrorCode.MESSAGE_TOO_LARGE
        && shipment.batch().recordCount() > 1) {
      split(shipment);
    } else if (mayRetry(shipment, answer, nowMs)) {
      retry(shipment, answer, nowMs);
    } else {
      fail(shipment, answer);
    }
    if (actionFor(answer) == ErrorAction.REFRESH_METADATA) {
      metadata.requestRefresh();
    }
    delivery.resolveSequence();
    router.route(delivery, nowMs);
  }

  /**
   * The request of the batch has come to its end, and the batch stands in the log.
   *
   * @param baseOffset -1 if it is not known
   * @param logAppendTimeMs -1 if the records keep their own timestamps
   */
  void settleWritten(Shipment shipment, long baseOffset, long logAppendTimeMs) {
    long nowMs = monotonicMs.getAsLong();
    PartitionDelivery delivery = shipment.delivery();
    delivery.arrive(shipment);
    noteWritten(shipment, nowMs);
    if (shipment.batch().isCompleted()) {
      // The user has had a result for long; only the memory and the sequence have waited.
      shipment.batch().learnLate(Written.SURELY);
    } else {
      end(shipment, Outcome.written(baseOffset, logAppendTimeMs));
    }
    accumulator.release(shipment.batch());
    delivery.resolveSequence();
    router.route(delivery, nowMs);
  }

  private static void noteWritten(Shipment shipment, long nowMs) {
    shipment.delivery().onWritten();
    if (shipment.isNumbered()) {
      sequenceOf(shipment)
          .onWritten(
              shipment.producerId(),
              shipment.baseSequence(),
              shipment.batch().recordCount(),
              nowMs);
    }
  }

  private static PartitionSequence sequenceOf(Shipment shipment) {
    return shipment.delivery().sequence();
  }

  private boolean mayRetry(Shipment shipment, Answer answer, long nowMs) {
    return shipment.attempts() < settings.retries()
        && nowMs - shipment.batch().createdMs() < settings.deliveryTimeoutMs()
        && isRetriable(shipment, answer);
  }

  private boolean isRetriable(Shipment shipment, Answer answer) {
    if (answer.failure() != null) {
      return !(answer.failure() instanceof UnsupportedVersionException);
    }
    if (breaksSequence(shipment, answer.error())) {
      return !isTransactional() && !shipment.isInDoubt();
    }
    if (answer.error() == ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER) {
      return shipment.isNumbered();
    }
    ErrorAction action = actionFor(answer);
    return action == ErrorAction.RETRY || action == ErrorAction.REFRESH_METADATA;
  }

  private boolean isTransactional() {
    return gate.transactionalId() != null;
  }

  private static ErrorAction actionFor(Answer answer) {
    return ErrorActions.of(ApiKey.PRODUCE, answer.error());
  }

  /**
   * Out of order is a matter of course while an earlier batch is tried again; else the broker
   * misses what came before, and will never take this one under its numbers.
   */
  private static boolean breaksSequence(Shipment shipment, ErrorCode error) {
    return shipment.isNumbered()
        && (error == ErrorCode.UNKNOWN_PRODUCER_ID
            || error == ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER
                && shipment.delivery().isOldestNumbered(shipment));
  }

  private void retry(Shipment shipment, Answer answer, long nowMs) {
    logRetry(shipment, answer);
    PartitionDelivery delivery = shipment.delivery();
    if (breaksSequence(shipment, answer.error())) {
      delivery.breakSequenceAt(shipment);
    }
    int failures = shipment.attempts();
    shipment.failedOnce();
    delivery.putBack(shipment);
    events.retried(shipment.batch());
    if (!delivery.hasMoved()) {
      router.holdUntil(delivery, nowMs + settings.backoff().delayMs(failures));
    }
  }

  /** Once for each batch: what goes on for long is not worth thousands of lines. */
  private void logRetry(Shipment shipment, Answer answer) {
    if (shipment.isRetry()) {
      return;
    }
    LOG.warn(
        "{}Got error {} for a batch of {}, retrying ({} attempts left).{}",
        settings.logPrefix(),
        answer.error(),
        shipment.batch().topicPartition(),
        settings.retries() - shipment.attempts() - 1,
        answer.message() == null ? "" : " " + answer.message());
  }

  private void split(Shipment shipment) {
    PartitionDelivery delivery = shipment.delivery();
    ProducerBatch whole = shipment.batch();
    LOG.warn(
        "{}The broker finds a batch of {} records for {} too large, splitting it",
        settings.logPrefix(),
        whole.recordCount(),
        whole.topicPartition());
    List<Shipment> parts = new ArrayList<>();
    for (ProducerBatch part : accumulator.split(whole)) {
      Shipment partShipment = new Shipment(part, delivery, shipment.order());
      partShipment.continues(shipment, part.firstIndex() - whole.firstIndex());
      parts.add(partShipment);
      delivery.putBack(partShipment);
    }
    incomplete.replace(shipment, parts);
    events.split();
    accumulator.release(whole);
  }

  private void fail(Shipment shipment, Answer answer) {
    Written written = giveUp(shipment);
    Outcome outcome = Failures.outcomeOf(shipment.batch().topicPartition(), answer, written);
    if (isFatal(answer)) {
      sequenceOf(shipment).onFatal(outcome.error());
    }
    endFailed(shipment, outcome);
    accumulator.release(shipment.batch());
  }

  /** What ends the producer if it numbers its batches, as in kafka-clients. */
  private static boolean isFatal(Answer answer) {
    return answer.error() == ErrorCode.CLUSTER_AUTHORIZATION_FAILED
        || answer.failure() instanceof UnsupportedVersionException;
  }

  /** The batch is not in flight, and is not tried again: what becomes of its numbers? */
  private static Written giveUp(Shipment shipment) {
    boolean inDoubt = shipment.isInDoubt();
    if (shipment.isNumbered()) {
      if (inDoubt) {
        sequenceOf(shipment).onLost(shipment.producerId());
      } else {
        shipment.delivery().breakSequenceAt(shipment);
      }
    }
    return inDoubt ? Written.PERHAPS : Written.SURELY_NOT;
  }

  /** The batch has waited for longer than the delivery timeout. */
  void expire(Shipment shipment, long nowMs) {
    ProducerBatch batch = shipment.batch();
    String message =
        "Expiring "
            + batch.recordCount()
            + " record(s) for "
            + batch.topicPartition()
            + ":"
            + (nowMs - batch.createdMs())
            + " ms has passed since batch creation. The request has"
            + " not been sent, or no server response has been received yet.";
    boolean inFlight = shipment.isInFlight();
    Written written = withdraw(shipment);
    endFailed(shipment, Outcome.failed(new TimeoutException(message), written));
    if (!inFlight) {
      accumulator.release(batch);
      shipment.delivery().resolveSequence();
      router.route(shipment.delivery(), nowMs);
    }
  }

  /** The batch will not be sent; others may fail with the same exception. */
  void abandon(Shipment shipment, RuntimeException cause) {
    boolean inFlight = shipment.isInFlight();
    Written written = withdraw(shipment);
    end(shipment, Outcome.failedLikeOthers(cause, written));
    if (!inFlight) {
      accumulator.release(shipment.batch());
    }
  }

  /** The batch gets its result before its time; what is in flight comes back nevertheless. */
  private static Written withdraw(Shipment shipment) {
    if (shipment.isInFlight()) {
      return Written.PERHAPS;
    }
    shipment.delivery().withdraw(shipment);
    return giveUp(shipment);
  }

  /** The transaction knows before anybody sees the result. */
  private void endFailed(Shipment shipment, Outcome outcome) {
    if (!shipment.batch().isCompleted()) {
      gate.onFailed(outcome.error());
    }
    end(shipment, outcome);
  }

  private void end(Shipment shipment, Outcome outcome) {
    if (!shipment.batch().isCompleted()) {
      incomplete.remove(shipment);
      if (!outcome.isSuccess()) {
        events.failed(shipment.batch());
      }
      shipment.batch().complete(outcome);
    }
  }
}
