package io.barnabas.producer.transaction;

import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.producer.transaction.TransactionStatus.Pending;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of the producer's transactions, and what calls it allows. Knows of no request. Changed
 * by the loop thread only; {@link #status} is for all.
 */
final class TransactionMachine {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionMachine.class);

  private final String logPrefix;

  /** Written by the loop. */
  private volatile TransactionStatus status;

  TransactionMachine(String logPrefix, String transactionalId) {
    this.logPrefix = logPrefix;
    this.status =
        new TransactionStatus(
            transactionalId, TransactionState.UNINITIALIZED, null, ProducerId.NONE, null);
  }

  TransactionStatus status() {
    return status;
  }

  TransactionState state() {
    return status.state();
  }

  RuntimeException lastError() {
    return status.lastError();
  }

  void producerId(ProducerId id) {
    set(status.state(), status.lastError(), id, status.pending());
  }

  /**
   * For a call of the application.
   *
   * @throws IllegalStateException if that may not follow; nothing has changed then
   */
  void enter(TransactionState target) {
    if (!state().mayBecome(target)) {
      throw status.invalidTransition(target);
    }
    become(target, null);
  }

  /** For what the loop does by itself: a step that may not follow is a fatal error. */
  void advance(TransactionState target) {
    if (state().mayBecome(target)) {
      become(target, null);
    } else {
      IllegalStateException error = status.invalidTransition(target);
      fail(error);
      throw error;
    }
  }

  /** The transaction can only be aborted. */
  void failAbortably(RuntimeException error) {
    if (state().mayBecome(TransactionState.ABORTABLE_ERROR)) {
      LOG.info("{}Transiting to abortable error state due to {}", logPrefix, error.toString());
      become(TransactionState.ABORTABLE_ERROR, error);
    } else {
      LOG.debug("{}Not an error any more in state {}", logPrefix, state(), error);
    }
  }

  /** The producer can only be closed; the first cause stays. */
  void fail(RuntimeException error) {
    if (state() != TransactionState.FATAL_ERROR) {
      LOG.info("{}Transiting to fatal error state due to {}", logPrefix, error.toString());
      become(TransactionState.FATAL_ERROR, error);
    }
    Pending pending = status.pending();
    if (pending != null) {
      pending.operation().fail(error);
    }
  }

  private void become(TransactionState target, RuntimeException error) {
    LOG.debug("{}Transition from state {} to {}", logPrefix, state(), target);
    set(target, error, status.producerId(), status.pending());
  }

  private void set(TransactionState state, RuntimeException error, ProducerId id, Pending pending) {
    status = new TransactionStatus(status.transactionalId(), state, error, id, pending);
  }

  /**
   * Throws unless {@code call} may be made now, as far as earlier calls go: none waits for its
   * answer.
   */
  void requireNothingPending(String call) {
    status.requireNothingPending(call);
    forgetPending();
  }

  /**
   * A call that is answered later. Where the same call is pending already, for instance after a
   * timeout, its result is that one's.
   *
   * @param start checks the state and sets to work
   * @throws IllegalStateException if another call is pending
   */
  Operation pending(String call, TransactionState state, Supplier<Operation> start) {
    Pending pending = status.pending();
    if (pending != null && !pending.isOver()) {
      if (pending.state() != state) {
        throw status.mustRepeat(call);
      }
      return pending.operation();
    }
    forgetPending();
    Operation operation = start.get();
    set(
        status.state(),
        status.lastError(),
        status.producerId(),
        new Pending(operation, state, call));
    return operation;
  }

  /** Nobody waits for the answer any more, or it has been seen. */
  void forgetPending() {
    if (status.pending() != null) {
      set(status.state(), status.lastError(), status.producerId(), null);
    }
  }
}
