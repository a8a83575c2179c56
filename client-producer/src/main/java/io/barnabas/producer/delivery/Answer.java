package io.barnabas.producer.delivery;

import io.barnabas.producer.result.Written;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import java.util.List;

/**
 * What became of one batch of a produce request that is not known to be simply written.
 *
 * @param message the broker's words, or ours where there was no answer; may be null
 * @param failure set if the request failed for a reason that no error code stands for
 * @param written what this one try says, whatever became of earlier ones
 */
record Answer(
    ErrorCode error,
    long logAppendTimeMs,
    String message,
    List<BatchIndexAndErrorMessage> recordErrors,
    RuntimeException failure,
    Written written) {

  private static final long UNKNOWN = -1;

  /** What the broker said of the partition at hand. */
  static Answer of(ShipmentAnswers answers) {
    ErrorCode error = ErrorCode.forCode(answers.errorCode());
    return new Answer(
        error,
        answers.logAppendTimeMs(),
        answers.errorMessage(),
        answers.recordErrors(),
        null,
        AppendErrors.written(error));
  }

  /** The broker said nothing; {@code error} stands for that. */
  static Answer none(ErrorCode error, String message, Written written) {
    return new Answer(error, UNKNOWN, message, List.of(), null, written);
  }

  /** The request failed for a reason that no error code stands for. */
  static Answer none(RuntimeException failure, Written written) {
    return new Answer(
        ErrorCode.UNKNOWN_SERVER_ERROR, UNKNOWN, failure.getMessage(), List.of(), failure, written);
  }
}
