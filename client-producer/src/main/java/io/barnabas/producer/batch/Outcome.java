package io.barnabas.producer.batch;

import io.barnabas.producer.result.Written;
import io.barnabas.producer.result.WrittenNote;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/**
 * How a batch ended. Immutable.
 *
 * @param baseOffset of its first record, -1 if it is not known or the batch failed
 * @param logAppendTimeMs -1 if the records keep their own timestamps
 * @param error of the batch, null if it was written
 * @param recordErrors by the record's number, for those the broker named; may be empty
 * @param note on the errors, which are of this batch alone; null if there are none such
 */
public record Outcome(
    long baseOffset,
    long logAppendTimeMs,
    RuntimeException error,
    Map<Integer, RuntimeException> recordErrors,
    WrittenNote note) {

  private static final long UNKNOWN = -1;

  public static Outcome written(long baseOffset, long logAppendTimeMs) {
    return new Outcome(baseOffset, logAppendTimeMs, null, Map.of(), null);
  }

  /** The batch has failed with an error of its own. */
  public static Outcome failed(RuntimeException error, Written written) {
    return refused(error, Map.of(), written);
  }

  /** The batch has failed with an error that others may fail with too. */
  public static Outcome failedLikeOthers(RuntimeException error, Written written) {
    WrittenNote.share(error, written);
    return new Outcome(UNKNOWN, UNKNOWN, error, Map.of(), null);
  }

  /** The broker refused the batch for the sake of some of its records. */
  public static Outcome refused(
      RuntimeException error, Map<Integer, RuntimeException> recordErrors, Written written) {
    WrittenNote note = WrittenNote.on(error, written);
    recordErrors.values().forEach(note::alsoOn);
    return new Outcome(UNKNOWN, UNKNOWN, error, recordErrors, note);
  }

  /** An answer has come after all. */
  void correct(Written written) {
    if (note != null) {
      note.correct(written);
    }
  }

  public boolean isSuccess() {
    return error == null;
  }

  /** The error of one record; null if it was written. */
  RuntimeException errorOf(int index) {
    if (recordErrors.isEmpty()) {
      return error;
    }
    RuntimeException own = recordErrors.get(index);
    return own != null ? own : errorOfOthers();
  }

  private RuntimeException errorOfOthers() {
    RuntimeException others =
        new KafkaException(
            "Failed to append record because it was part of a batch which had one more more invalid"
                + " records");
    note.alsoOn(others);
    return others;
  }
}
