package io.barnabas.producer.transaction;

import java.util.EnumSet;
import java.util.Set;

/** Where a transactional producer stands. Names and legal transitions are kafka-clients'. */
public enum TransactionState {
  /** {@code initTransactions} has not been called, or was refused. */
  UNINITIALIZED,
  /** The coordinator is asked for a producer id, or for another epoch. */
  INITIALIZING,
  /** No transaction is open. */
  READY,
  /** Records and offsets may be added. */
  IN_TRANSACTION,
  /** The commit waits for the last records, or for the coordinator's answer. */
  COMMITTING_TRANSACTION,
  /** The abort waits for what is in flight, or for the coordinator's answer. */
  ABORTING_TRANSACTION,
  /** Something of the transaction was lost: it can only be aborted. */
  ABORTABLE_ERROR,
  /** The producer can only be closed. Nothing leads out of here. */
  FATAL_ERROR;

  private Set<TransactionState> next;

  static {
    UNINITIALIZED.next = EnumSet.of(INITIALIZING);
    INITIALIZING.next = EnumSet.of(READY, ABORTABLE_ERROR);
    READY.next = EnumSet.of(UNINITIALIZED, IN_TRANSACTION);
    IN_TRANSACTION.next = EnumSet.of(COMMITTING_TRANSACTION, ABORTING_TRANSACTION, ABORTABLE_ERROR);
    COMMITTING_TRANSACTION.next = EnumSet.of(READY, INITIALIZING, ABORTABLE_ERROR);
    ABORTING_TRANSACTION.next = EnumSet.of(READY, INITIALIZING);
    ABORTABLE_ERROR.next = EnumSet.of(UNINITIALIZED, ABORTING_TRANSACTION, ABORTABLE_ERROR);
    FATAL_ERROR.next = EnumSet.noneOf(TransactionState.class);
  }

  public boolean mayBecome(TransactionState target) {
    return target == FATAL_ERROR || next.contains(target);
  }

  boolean isError() {
    return this == ABORTABLE_ERROR || this == FATAL_ERROR;
  }

  boolean isCompleting() {
    return this == COMMITTING_TRANSACTION || this == ABORTING_TRANSACTION;
  }

  /** Whether a transaction has begun and has not come to its end. */
  boolean isOngoing() {
    return this == IN_TRANSACTION || this == ABORTABLE_ERROR || isCompleting();
  }
}
