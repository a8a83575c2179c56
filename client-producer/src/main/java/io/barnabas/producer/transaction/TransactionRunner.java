package io.barnabas.producer.transaction;

import io.barnabas.producer.result.TransactionWork;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnknownProducerIdException;

/** Runs work in transactions until one is committed. On the caller's thread. */
final class TransactionRunner {
  /** How often the work is run, and how often an end whose outcome is not known is asked for. */
  static final int MAX_RUNS = 5;

  /** The calls it is made of. */
  interface Control {

    void begin();

    void commit();

    void abort();

    /** Why the transaction can only be aborted; null if it can go on, or not even that. */
    RuntimeException abortableError();

    /** Whether it can be aborted at all: it is open, and no answer is waited for. */
    boolean isAbortable();
  }

  private final Control control;

  TransactionRunner(Control control) {
    this.control = control;
  }

  <R, E extends Exception> R run(TransactionWork<R, E> work) throws E {
    for (int runs = 1; ; runs++) {
      control.begin();
      try {
        R result = work.run();
        end(control::commit);
        return result;
      } catch (KafkaException e) {
        RuntimeException cause = control.abortableError();
        abortBecauseOf(e);
        if (cause == null || !mayPass(cause) || runs == MAX_RUNS) {
          throw e;
        }
      } catch (Throwable e) {
        abortBecauseOf(e);
        throw e;
      }
    }
  }

  /** Another run may do better: nothing is wrong with the records or with who sends them. */
  private static boolean mayPass(RuntimeException cause) {
    return cause instanceof TransactionAbortableException
        || cause instanceof RetriableException
        || cause instanceof OutOfOrderSequenceException
        || cause instanceof UnknownProducerIdException;
  }

  /** What the abort fails with comes with the reason for it. */
  private void abortBecauseOf(Throwable reason) {
    if (!control.isAbortable()) {
      return;
    }
    try {
      end(control::abort);
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  /** While the outcome is not known, only the same may be asked for again. */
  private static void end(Runnable call) {
    for (int calls = 1; ; calls++) {
      try {
        call.run();
        return;
      } catch (TimeoutException e) {
        if (calls == MAX_RUNS) {
          throw e;
        }
      }
    }
  }
}
