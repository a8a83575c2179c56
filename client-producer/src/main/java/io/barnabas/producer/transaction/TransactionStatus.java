package io.barnabas.producer.transaction;

import io.barnabas.producer.idempotence.ProducerId;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * What can be said of the transaction at one moment, and what it makes of calls. Immutable.
 *
 * @param lastError what the error states are about, else null
 * @param producerId {@link ProducerId#NONE} until there is one
 * @param pending the call that the coordinator has not answered yet, or whose answer nobody has
 *     seen; else null
 */
record TransactionStatus(
    String transactionalId,
    TransactionState state,
    RuntimeException lastError,
    ProducerId producerId,
    Pending pending) {

  /**
   * @param call the method's name
   */
  record Pending(Operation operation, TransactionState state, String call) {

    boolean isOver() {
      return operation.isAcknowledged();
    }
  }

  /** Whether records may be added, as far as the state goes. Any thread, for each record. */
  boolean takesRecords() {
    return state == TransactionState.IN_TRANSACTION && pending == null;
  }

  /** Throws what {@code send} throws where records may not be added. */
  void refuseRecord(TopicPartition partition) {
    requireNoError();
    requireNothingPending("send");
    if (producerId.equals(ProducerId.NONE)) {
      throw new IllegalStateException(
          "Cannot add partition "
              + partition
              + " to transaction before completing a call to initTransactions");
    }
    if (state != TransactionState.IN_TRANSACTION) {
      throw new IllegalStateException(
          "Cannot add partition " + partition + " to transaction while in state  " + state);
    }
  }

  void requireNothingPending(String call) {
    if (pending != null && !pending.isOver()) {
      throw mustRepeat(call);
    }
  }

  /** The answer to the pending call is not known: only the same call may follow. */
  IllegalStateException mustRepeat(String call) {
    return new IllegalStateException(
        "Cannot attempt operation `"
            + call
            + "` because the previous call to `"
            + pending.call()
            + "` timed out and must be retried");
  }

  void requireNoError() {
    if (!state.isError()) {
      return;
    }
    String producer =
        "Producer with transactionalId '"
            + transactionalId
            + "' and (producerId="
            + producerId.id()
            + ", epoch="
            + producerId.epoch()
            + ")";
    if (lastError instanceof ProducerFencedException) {
      throw new ProducerFencedException(
          producer + " has been fenced by another producer with the same transactionalId");
    }
    if (lastError instanceof InvalidProducerEpochException) {
      throw new InvalidProducerEpochException(producer + " attempted to produce with an old epoch");
    }
    if (lastError instanceof IllegalStateException) {
      throw new IllegalStateException(
          producer
              + " cannot execute transactional method because of previous invalid state transition"
              + " attempt",
          lastError);
    }
    throw new KafkaException(
        "Cannot execute transactional method because we are in an error state", lastError);
  }

  IllegalStateException invalidTransition(TransactionState target) {
    return new IllegalStateException(
        "TransactionalId "
            + transactionalId
            + ": Invalid transition attempted from state "
            + state
            + " to state "
            + target);
  }
}
