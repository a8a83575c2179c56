package io.barnabas.producer.transaction;

import io.barnabas.network.error.Backoff;
import io.barnabas.network.retry.Call;
import io.barnabas.producer.transaction.TransactionErrors.Verdict;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import org.apache.kafka.common.errors.TransactionAbortedException;

/**
 * A request of a transaction: tried again for as long as the transaction wants it; what other
 * errors mean is for the transaction to say. Loop thread only.
 */
abstract class TransactionCall<R extends ApiMessage> implements Call<R> {
  /** The transaction before is about to be completed: that takes no time. */
  private static final Backoff SOON = new Backoff(20, 20);

  /** Whether the request still serves. Asked by the loop. */
  @FunctionalInterface
  interface Wish {
    boolean isWanted();

    /** The same where it may have been heard, and only the answer can tell. */
    default boolean isWantedInDoubt() {
      return isWanted();
    }
  }

  private final ApiKey key;
  private final Wish wish;
  private boolean inFlight;

  /** Whether a try has got no answer, and may have opened the transaction all the same. */
  private boolean inDoubt;

  TransactionCall(ApiKey key, Wish wish) {
    this.key = key;
    this.wish = wish;
  }

  /** The errors of the answer, of which there may be one for each partition. */
  abstract Iterable<ErrorCode> errorsOf(R response);

  /** Called before each try. */
  void beforeTry() {
    inFlight = false;
    if (!isWanted()) {
      throw new TransactionAbortedException();
    }
  }

  void sent() {
    inFlight = true;
  }

  private boolean isWanted() {
    return inDoubt ? wish.isWantedInDoubt() : wish.isWanted();
  }

  /** Whether the transaction must not end before the answer is there. */
  boolean isOpenEnded() {
    return inFlight || inDoubt;
  }

  /** Whether the transaction may be open although the last answer says that this has failed. */
  boolean isInDoubt() {
    return inDoubt;
  }

  /** The first error that another try may mend; NONE where the rest has decided already. */
  @Override
  public ErrorCode errorOf(R response) {
    inFlight = false;
    ErrorCode again = ErrorCode.NONE;
    for (ErrorCode error : errorsOf(response)) {
      Verdict verdict = TransactionErrors.of(key, error);
      if (verdict != Verdict.NONE && verdict != Verdict.RETRY) {
        return ErrorCode.NONE;
      }
      if (verdict == Verdict.RETRY && again == ErrorCode.NONE) {
        again = error;
      }
    }
    inDoubt |= opensTransaction() && mayHaveBeenDone(again);
    return isWanted() ? again : ErrorCode.NONE;
  }

  /** Coordinators also say so when they have written it, and cannot tell whether it stays. */
  private static boolean mayHaveBeenDone(ErrorCode error) {
    return error == ErrorCode.COORDINATOR_NOT_AVAILABLE || error == ErrorCode.NOT_COORDINATOR;
  }

  @Override
  public boolean idempotent() {
    inFlight = false;
    inDoubt |= opensTransaction();
    return isWanted();
  }

  @Override
  public long delayMs(ErrorCode error, int failures, Backoff usual) {
    return error == ErrorCode.CONCURRENT_TRANSACTIONS && startsTransaction()
        ? SOON.delayMs(failures)
        : usual.delayMs(failures);
  }

  /** Whether it may be the first that the coordinator hears of the transaction. */
  boolean startsTransaction() {
    return false;
  }

  /** Whether the coordinator opens the transaction with it, which only the answer tells (TV1). */
  boolean opensTransaction() {
    return false;
  }
}
