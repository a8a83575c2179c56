package io.barnabas.producer.transaction;

import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.protocol.ErrorCode;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What the failure of a batch, or of a request without an answer, means for its transaction. */
final class BatchErrors {

  /** Whether no abort mends it. */
  static boolean isFatal(RuntimeException error) {
    return error instanceof ClusterAuthorizationException
        || error instanceof TransactionalIdAuthorizationException
        || error instanceof ProducerFencedException
        || error instanceof UnsupportedVersionException
        || error instanceof InvalidPidMappingException;
  }

  /** What the transaction is in error about: to try the batch again was tried enough. */
  static RuntimeException abortable(RuntimeException error) {
    return error instanceof RetriableException || error instanceof InvalidTxnStateException
        ? new TransactionAbortableException(
            "Transaction Request was aborted after exhausting retries.", error)
        : error;
  }

  static KafkaException unacknowledged(boolean abortable) {
    return new KafkaException(
        "The client hasn't received acknowledgment for some previously sent messages and can no"
            + " longer retry them. "
            + (abortable
                ? "It is safe to abort the transaction and continue."
                : "It isn't safe to continue."));
  }

  /** A coordinator that cannot be found for a reason that concerns this transaction only. */
  static boolean isAbortableLookup(RuntimeException error) {
    return error instanceof GroupAuthorizationException
        || error instanceof TransactionAbortableException;
  }

  static RuntimeException causeOf(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    return cause instanceof RuntimeException known ? known : new KafkaException(cause);
  }

  static KafkaException unexpected(String what, ErrorCode error) {
    return new KafkaException(what + ErrorExceptions.of(error).getMessage());
  }

  private BatchErrors() {}
}
