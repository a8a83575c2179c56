package io.barnabas.producer.delivery;

import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.producer.batch.Outcome;
import io.barnabas.producer.result.Written;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** The exceptions that the records of a refused batch end with, as kafka-clients words them. */
final class Failures {

  static Outcome outcomeOf(TopicPartition topicPartition, Answer answer, Written written) {
    RuntimeException error = exceptionOf(topicPartition, answer);
    return answer.recordErrors().isEmpty()
        ? Outcome.failed(error, written)
        : Outcome.refused(error, recordErrors(answer), written);
  }

  private static RuntimeException exceptionOf(TopicPartition topicPartition, Answer answer) {
    if (answer.failure() != null) {
      return answer.failure();
    }
    if (answer.error() == ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
      return new TopicAuthorizationException(Set.of(topicPartition.topic()));
    }
    if (answer.error() == ErrorCode.CLUSTER_AUTHORIZATION_FAILED) {
      return new ClusterAuthorizationException(
          "The producer is not authorized to do idempotent sends");
    }
    return ErrorExceptions.of(answer.error(), answer.message());
  }

  /**
   * With one record named, the error of the batch is the record's; with several it is not known
   * which error is whose.
   */
  private static Map<Integer, RuntimeException> recordErrors(Answer answer) {
    Map<Integer, RuntimeException> errors = new HashMap<>();
    for (BatchIndexAndErrorMessage record : answer.recordErrors()) {
      String message =
          record.batchIndexErrorMessage() != null
              ? record.batchIndexErrorMessage()
              : answer.message();
      errors.put(
          record.batchIndex(),
          answer.recordErrors().size() == 1
              ? ErrorExceptions.of(answer.error(), message)
              : new InvalidRecordException(message));
    }
    return errors;
  }

  private Failures() {}
}
