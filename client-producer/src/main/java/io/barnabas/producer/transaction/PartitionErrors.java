package io.barnabas.producer.transaction;

import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.producer.transaction.TransactionErrors.Verdict;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Why partitions could not be added to a transaction: the one error that all of theirs make. */
final class PartitionErrors {
  private static final ApiKey KEY = ApiKey.ADD_PARTITIONS_TO_TXN;

  private final Map<TopicPartition, ErrorCode> errors;

  /**
   * @param errors NONE among them
   */
  PartitionErrors(Map<TopicPartition, ErrorCode> errors) {
    this.errors = errors;
  }

  /** The first that concerns more than its partition; else the transaction can be aborted. */
  private ErrorCode decisive() {
    for (ErrorCode error : errors.values()) {
      Verdict verdict = TransactionErrors.of(KEY, error);
      boolean ofPartition = verdict == Verdict.NONE || verdict == Verdict.RETRY;
      if (!ofPartition && (verdict != Verdict.ABORTABLE || isAbortable(error))) {
        return error;
      }
    }
    return ErrorCode.NONE;
  }

  private static boolean isAbortable(ErrorCode error) {
    return error == ErrorCode.TRANSACTION_ABORTABLE;
  }

  Verdict verdict() {
    ErrorCode decisive = decisive();
    return decisive == ErrorCode.NONE ? Verdict.ABORTABLE : TransactionErrors.of(KEY, decisive);
  }

  RuntimeException exception() {
    ErrorCode decisive = decisive();
    if (decisive != ErrorCode.NONE) {
      return ErrorExceptions.of(decisive);
    }
    Set<String> unauthorized = new HashSet<>();
    errors.forEach(
        (partition, error) -> {
          if (error == ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
            unauthorized.add(partition.topic());
          }
        });
    return unauthorized.isEmpty()
        ? new KafkaException("Could not add partitions to transaction due to errors: " + errors)
        : new TopicAuthorizationException(unauthorized);
  }
}
