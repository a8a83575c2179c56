package io.barnabas.producer.delivery;

import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import java.util.List;

/**
 * What became of one batch of a produce request.
 *
 * @param message the broker's words, or ours where there was no answer; may be null
 * @param failure set if the request failed for a reason that no error code stands for
 */
record Answer(
    ErrorCode error,
    long baseOffset,
    long logAppendTimeMs,
    String message,
    List<BatchIndexAndErrorMessage> recordErrors,
    RuntimeException failure) {

  private static final long UNKNOWN = -1;

  static Answer none(ErrorCode error, String message) {
    return new Answer(error, UNKNOWN, UNKNOWN, message, List.of(), null);
  }

  static Answer none(ErrorCode error, RuntimeException failure) {
    return new Answer(error, UNKNOWN, UNKNOWN, failure.getMessage(), List.of(), failure);
  }
}
