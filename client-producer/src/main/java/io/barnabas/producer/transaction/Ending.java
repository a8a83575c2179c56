package io.barnabas.producer.transaction;

import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.producer.transaction.TransactionErrors.Verdict;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.EndTxnResponse;
import org.apache.kafka.common.KafkaException;

/** One commit or abort, from the call of the application to the answer. Loop thread only. */
final class Ending {
  private final boolean commit;
  private final Operation operation;
  private final CurrentTransaction transaction;
  private boolean sent;

  /**
   * @param operation who waits
   */
  Ending(boolean commit, Operation operation, CurrentTransaction transaction) {
    this.commit = commit;
    this.operation = operation;
    this.transaction = transaction;
  }

  Operation operation() {
    return operation;
  }

  /** From here on nothing can be added any more. */
  boolean isSent() {
    return sent;
  }

  /** Nothing was added, so there is nothing to tell the coordinator. */
  void skip() {
    sent = true;
    transaction.over(this);
  }

  void send(String transactionalId, ProducerId id, boolean v2, TransactionRequests requests) {
    sent = true;
    requests
        .call(new EndTxnCall(transactionalId, id, commit, v2))
        .whenComplete(
            (response, error) -> {
              if (!transaction.isEnding(this)) {
                return;
              }
              if (error == null) {
                onAnswer(response);
              } else {
                transaction.onUnanswered(error);
              }
            });
  }

  private void onAnswer(EndTxnResponse response) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    Verdict verdict = TransactionErrors.of(ApiKey.END_TXN, error);
    if (verdict == Verdict.NONE) {
      if (response.producerId() >= 0) {
        transaction.assign(new ProducerId(response.producerId(), response.producerEpoch()));
      }
      transaction.over(this);
    } else if (error == ErrorCode.INVALID_TXN_STATE && transaction.isInDoubt()) {
      // It was not open: that is all that was to be found out.
      transaction.over(this);
    } else if (verdict == Verdict.UNEXPECTED) {
      transaction.fatal(BatchErrors.unexpected("Unhandled error in EndTxnResponse: ", error));
    } else if (!commit && isAbortable(verdict)) {
      // To abort the abort would go round in circles.
      transaction.fatal(
          new KafkaException("Failed to abort transaction", ErrorExceptions.of(error)));
    } else {
      transaction.judge(verdict, ErrorExceptions.of(error));
    }
  }

  private static boolean isAbortable(Verdict verdict) {
    return verdict == Verdict.ABORTABLE || verdict == Verdict.ABORTABLE_BY_EPOCH;
  }
}
