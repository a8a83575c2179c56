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
  interface Wish {
    boolean isWanted();
  }

  private final ApiKey key;
  private final Wish wish;
  private boolean inFlight;

  TransactionCall(ApiKey key, Wish wish) {
    this.key = key;
    this.wish = wish;
  }

  /** The errors of the answer, of which there may be one for each partition. */
  abstract Iterable<ErrorCode> errorsOf(R response);

  /** Called before each try. */
  void beforeTry() {
    inFlight = false;
    if (!wish.isWanted()) {
      throw new TransactionAbortedException();
    }
  }

  void sent() {
    inFlight = true;
  }

  boolean isInFlight() {
    return inFlight;
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
    return wish.isWanted() ? again : ErrorCode.NONE;
  }

  @Override
  public boolean idempotent() {
    inFlight = false;
    return wish.isWanted();
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
}
