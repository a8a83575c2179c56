package io.barnabas.producer.delivery;

import io.barnabas.producer.result.Written;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.barnabas.protocol.message.ProduceResponse.PartitionProduceResponse;
import java.util.List;

/**
 * What became of one batch of a produce request.
 *
 * @param message the broker's words, or ours where there was no answer; may be null
 * @param failure set if the request failed for a reason that no error code stands for
 * @param written what this one try says, whatever became of earlier ones
 */
record Answer(
    ErrorCode error,
    long baseOffset,
    long logAppendTimeMs,
    String message,
    List<BatchIndexAndErrorMessage> recordErrors,
    RuntimeException failure,
    Written written) {

  private static final long UNKNOWN = -1;

  /** What the broker said. */
  static Answer of(PartitionProduceResponse response) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    return new Answer(
        error,
        response.baseOffset(),
        response.logAppendTimeMs(),
        response.errorMessage(),
        response.recordErrors(),
        null,
        AppendErrors.written(error));
  }

  /** The broker said nothing; {@code error} stands for that. */
  static Answer none(ErrorCode error, String message, Written written) {
    return new Answer(error, UNKNOWN, UNKNOWN, message, List.of(), null, written);
  }

  /** The request failed for a reason that no error code stands for. */
  static Answer none(RuntimeException failure, Written written) {
    return new Answer(
        ErrorCode.UNKNOWN_SERVER_ERROR,
        UNKNOWN,
        UNKNOWN,
        failure.getMessage(),
        List.of(),
        failure,
        written);
  }
}
