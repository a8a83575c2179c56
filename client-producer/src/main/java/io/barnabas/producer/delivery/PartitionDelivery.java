package io.barnabas.producer.delivery;

import io.barnabas.network.cluster.PartitionMetadata;
import io.barnabas.network.cluster.TopicMetadata;
import io.barnabas.producer.batch.PartitionQueue;
import io.barnabas.producer.batch.ProducerBatch;
import io.barnabas.producer.idempotence.PartitionSequence;
import io.barnabas.producer.idempotence.ProducerIdentity;
import io.barnabas.protocol.ApiMessage;
import java.util.ArrayDeque;
import java.util.UUID;

/**
 * The delivery of one partition's batches, in their order: which wait, which are in flight, where
 * they go. A later batch never overtakes one that is tried again. Loop thread only.
 */
final class PartitionDelivery {
  private static final int NOBODY = -1;

  private final PartitionQueue queue;
  private final PartitionSequence sequence;

  /** Seen, but still open or being compressed. */
  private final ArrayDeque<Shipment> unready = new ArrayDeque<>();

  /** Ready to leave; those that are tried again come first. */
  private final ArrayDeque<Shipment> waiting = new ArrayDeque<>();

  private final ArrayDeque<Shipment> inFlight = new ArrayDeque<>();

  private long nextOrder;
  private UUID topicId = ApiMessage.ZERO_UUID;
  private int leader = NOBODY;
  private int leaderEpoch = NOBODY;

  /** The broker that {@link #inFlight} went to. */
  private int inFlightAt = NOBODY;

  private long notBeforeMs = Long.MIN_VALUE;

  /**
   * Whether the leader has taken a batch since it leads. Before that only one is in flight: a
   * leader that does not know yet that it leads refuses the first and may take the second.
   */
  private boolean leaderProven;

  /** Whether it stands in a queue of a node, or among those without a leader. */
  private boolean routed;

  PartitionDelivery(PartitionQueue queue, ProducerIdentity identity) {
    this.queue = queue;
    this.sequence = new PartitionSequence(identity);
  }

  PartitionQueue queue() {
    return queue;
  }

  PartitionSequence sequence() {
    return sequence;
  }

  UUID topicId() {
    return topicId;
  }

  int leader() {
    return leader;
  }

  boolean hasLeader() {
    return leader >= 0;
  }

  boolean isRouted() {
    return routed;
  }

  void routed(boolean isRouted) {
    routed = isRouted;
  }

  /** A batch that was not seen before. */
  Shipment introduce(ProducerBatch batch) {
    Shipment shipment = new Shipment(batch, this, nextOrder++);
    unready.addLast(shipment);
    return shipment;
  }

  /** Takes over the oldest of those introduced, if it is ready by now; else null. */
  Shipment ready() {
    Shipment shipment = unready.peekFirst();
    if (shipment == null || !shipment.batch().isReady()) {
      return null;
    }
    unready.removeFirst();
    shipment.ready();
    waiting.addLast(shipment);
    return shipment;
  }

  /**
   * Seals the batch that is next if its linger is over: until then it takes records. Whoever seals
   * it at the same time announces it.
   */
  void sealDue() {
    if (waiting.isEmpty() && isDue()) {
      unready.peekFirst().batch().seal();
    }
  }

  private boolean isDue() {
    Shipment oldest = unready.peekFirst();
    return oldest != null && oldest.isDue() && !oldest.batch().isSealed();
  }

  /**
   * Takes over who leads the partition.
   *
   * @param topic null if the topic is not known
   * @return true if the leader is another one
   */
  boolean learn(TopicMetadata topic) {
    int partition = queue.topicPartition().partition();
    if (topic == null || partition >= topic.partitionCount()) {
      leader = NOBODY;
      return false;
    }
    PartitionMetadata metadata = topic.partitions()[partition];
    boolean changed = metadata.leader() != leader || metadata.leaderEpoch() > leaderEpoch;
    leaderProven &= !changed;
    if (isAnother(topic)) {
      sequence.onNewLog();
    }
    topicId = topic.id();
    leader = metadata.leader();
    leaderEpoch = metadata.leaderEpoch();
    return changed && hasLeader();
  }

  private boolean isAnother(TopicMetadata topic) {
    return !topicId.equals(ApiMessage.ZERO_UUID)
        && !topic.id().equals(ApiMessage.ZERO_UUID)
        && !topic.id().equals(topicId);
  }

  /** Whether another broker leads since the last batch left. */
  boolean hasMoved() {
    return hasLeader() && inFlightAt != leader;
  }

  /** Leaves the partition alone until then. */
  void holdUntil(long monotonicMs) {
    notBeforeMs = monotonicMs;
  }

  /** Whether the next batch may leave now, as far as this partition is concerned. */
  boolean mayLeave(long nowMs, int maxInFlight) {
    Shipment head = waiting.peekFirst();
    if (head == null && !isDue() || nowMs < notBeforeMs || sequence.isStuck()) {
      return false;
    }
    if (inFlight.isEmpty()) {
      return true;
    }
    return inFlight.size() < maxInFlight
        && inFlightAt == leader
        && leaderProven
        && (head == null || !head.isRetry())
        && !inFlight.peekFirst().isRetry()
        && sequence.allowsSecondInFlight(nowMs);
  }

  /** How many batches have not left yet, the open one included. */
  int backlog() {
    return unready.size() + waiting.size();
  }

  /** The next to leave, or null. */
  Shipment peek() {
    return waiting.peekFirst();
  }

  /** Sends the next off to the leader, numbered. */
  Shipment depart(Object request) {
    Shipment shipment = waiting.pollFirst();
    number(shipment);
    shipment.leave(request);
    inFlight.addLast(shipment);
    inFlightAt = leader;
    return shipment;
  }

  private void number(Shipment shipment) {
    if (sequence.needsRestart() && inFlight.isEmpty() && mayBeRenumbered(shipment)) {
      shipment.dropNumber();
      waiting.forEach(Shipment::dropNumber);
      sequence.restart();
    }
    if (!shipment.isNumbered() && sequence.numbers()) {
      shipment.number(sequence.owner(), sequence.take(shipment.batch().recordCount()));
    }
  }

  /** One that may be in the log keeps its numbers to the end: they alone tell a double. */
  private boolean mayBeRenumbered(Shipment shipment) {
    return !shipment.isNumbered() || sequence.isBroken() && !shipment.isInDoubt();
  }

  /** The one in flight with that request; null if there is none. */
  Shipment inFlightWith(Object request) {
    for (Shipment shipment : inFlight) {
      if (shipment.isIn(request)) {
        return shipment;
      }
    }
    return null;
  }

  /** The request it travelled in has come to its end. */
  void arrive(Shipment shipment) {
    shipment.arrive();
    inFlight.remove(shipment);
  }

  /** The leader has taken a batch. */
  void onWritten() {
    leaderProven = true;
  }

  /** Lets it wait again, in its place. */
  void putBack(Shipment shipment) {
    ArrayDeque<Shipment> earlier = new ArrayDeque<>();
    while (!waiting.isEmpty() && waiting.peekFirst().isBefore(shipment)) {
      earlier.addLast(waiting.pollFirst());
    }
    waiting.addFirst(shipment);
    while (!earlier.isEmpty()) {
      waiting.addFirst(earlier.pollLast());
    }
  }

  /** Takes it out of those that wait. */
  boolean withdraw(Shipment shipment) {
    return waiting.remove(shipment);
  }

  /** Whether no other numbered batch before {@code shipment} has still to come to its end. */
  boolean isOldestNumbered(Shipment shipment) {
    Shipment flying = inFlight.peekFirst();
    Shipment head = waiting.peekFirst();
    return (flying == null || shipment.isBefore(flying))
        && (head == null || !head.isNumbered() || shipment.isBefore(head));
  }

  /**
   * The numbers of that one are in no log and never will be, so none that come after them under the
   * same epoch can be either: all those start anew.
   */
  void breakSequenceAt(Shipment shipment) {
    sequence.onGap(shipment.producerId());
    acquitAfter(shipment, inFlight);
    acquitAfter(shipment, waiting);
  }

  private static void acquitAfter(Shipment shipment, Iterable<Shipment> others) {
    for (Shipment other : others) {
      if (other.isNumbered() && shipment.isBefore(other)) {
        other.acquit();
      }
    }
  }

  /** After a numbered batch has ended: is the sequence still whole? */
  void resolveSequence() {
    Shipment head = waiting.peekFirst();
    if (inFlight.isEmpty() && (head == null || !head.isNumbered())) {
      sequence.resolve();
    }
  }
}
