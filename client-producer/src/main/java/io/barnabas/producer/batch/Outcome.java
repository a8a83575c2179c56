package io.barnabas.producer.batch;

import java.util.Map;
import org.apache.kafka.common.KafkaException;

/**
 * How a batch ended. Immutable.
 *
 * @param baseOffset of its first record, -1 if it is not known or the batch failed
 * @param logAppendTimeMs -1 if the records keep their own timestamps
 * @param error of the batch, null if it was written
 * @param recordErrors by the record's number, for those the broker named; may be empty
 */
public record Outcome(
    long baseOffset,
    long logAppendTimeMs,
    RuntimeException error,
    Map<Integer, RuntimeException> recordErrors) {

  private static final long UNKNOWN = -1;

  public static Outcome written(long baseOffset, long logAppendTimeMs) {
    return new Outcome(baseOffset, logAppendTimeMs, null, Map.of());
  }

  public static Outcome failed(RuntimeException error) {
    return new Outcome(UNKNOWN, UNKNOWN, error, Map.of());
  }

  /** The broker refused the batch for the sake of some of its records. */
  public static Outcome refused(
      RuntimeException error, Map<Integer, RuntimeException> recordErrors) {
    return new Outcome(UNKNOWN, UNKNOWN, error, recordErrors);
  }

  boolean isSuccess() {
    return error == null;
  }

  /** The error of one record; null if it was written. */
  RuntimeException errorOf(int index) {
    if (recordErrors.isEmpty()) {
      return error;
    }
    RuntimeException own = recordErrors.get(index);
    return own != null
        ? own
        : new KafkaException(
            "Failed to append record because it was part of a batch which had one more more invalid"
                + " records");
  }
}
