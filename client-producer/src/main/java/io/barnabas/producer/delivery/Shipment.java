package io.barnabas.producer.delivery;

import io.barnabas.producer.batch.ProducerBatch;
import io.barnabas.producer.idempotence.ProducerId;

/** One batch on its way: how often it was tried, under which numbers. Loop thread only. */
final class Shipment {
  private static final int NO_SEQUENCE = -1;

  private final ProducerBatch batch;
  private final PartitionDelivery delivery;

  /** Its place among the batches of its partition; parts of a split batch share it. */
  private final long order;

  private int attempts;
  private ProducerId producerId = ProducerId.NONE;
  private int baseSequence = NO_SEQUENCE;

  /** Whether a broker may have taken it in one of its tries. */
  private boolean maybeWritten;

  /** Whether its numbers can be in no log, since those right before them never were. */
  private boolean acquitted;

  /** The request it travels in, null while it does not. */
  private Object request;

  /** Whether its linger is over: if still open, it is sealed as soon as it may leave. */
  private boolean due;

  /** Whether the partition has handed the batch over. */
  private boolean ready;

  /** Links of {@link Incomplete}, which owns them. */
  Shipment previous;

  Shipment next;

  Shipment(ProducerBatch batch, PartitionDelivery delivery, long order) {
    this.batch = batch;
    this.delivery = delivery;
    this.order = order;
  }

  ProducerBatch batch() {
    return batch;
  }

  PartitionDelivery delivery() {
    return delivery;
  }

  boolean isBefore(Shipment other) {
    return order < other.order
        || order == other.order && batch.firstIndex() < other.batch.firstIndex();
  }

  long order() {
    return order;
  }

  boolean isDue() {
    return due;
  }

  void due() {
    due = true;
  }

  boolean isReady() {
    return ready;
  }

  void ready() {
    ready = true;
  }

  /** How many tries have failed. */
  int attempts() {
    return attempts;
  }

  boolean isRetry() {
    return attempts > 0;
  }

  void failedOnce() {
    attempts++;
  }

  /** A part of a split batch goes on where the whole one stood. */
  void continues(Shipment whole, int sequenceOffset) {
    ready = true;
    attempts = whole.attempts + 1;
    maybeWritten = whole.maybeWritten;
    acquitted = whole.acquitted;
    producerId = whole.producerId;
    if (whole.isNumbered()) {
      baseSequence = (int) (((long) whole.baseSequence + sequenceOffset) & Integer.MAX_VALUE);
    }
  }

  boolean isNumbered() {
    return baseSequence != NO_SEQUENCE;
  }

  void number(ProducerId id, int sequence) {
    producerId = id;
    baseSequence = sequence;
  }

  /** Only of one that is in no log, or else it would be written twice. */
  void dropNumber() {
    number(ProducerId.NONE, NO_SEQUENCE);
    maybeWritten = false;
    acquitted = false;
  }

  /** A try has ended, and the broker may have taken the batch. */
  void maybeWritten() {
    maybeWritten = true;
  }

  /** Under its numbers it cannot have been written, and never will be. */
  void acquit() {
    acquitted = true;
  }

  /** Whether it may be in the log; of the try that is under way nothing is said. */
  boolean isInDoubt() {
    return maybeWritten && !acquitted;
  }

  ProducerId producerId() {
    return producerId;
  }

  int baseSequence() {
    return baseSequence;
  }

  /** Makes the batch ready to go over the wire under its present numbers. */
  void stamp() {
    batch.stamp(
        producerId.id(), producerId.epoch(), baseSequence, delivery.sequence().isTransactional());
  }

  boolean isIn(Object aRequest) {
    return request == aRequest;
  }

  boolean isInFlight() {
    return request != null;
  }

  void leave(Object inRequest) {
    request = inRequest;
  }

  void arrive() {
    request = null;
  }
}
