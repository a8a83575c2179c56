package io.barnabas.it.checked;

import java.util.List;

/**
 * What is wrong with a log, in numbers of records.
 *
 * @param read how many the log holds
 * @param lost acknowledged and not there
 * @param doubled there more than once
 * @param outOfOrder there behind a later one of their partition
 * @param corrupt changed, in a place that is not theirs, or never sent
 * @param misplaced there at another offset than the acknowledged one
 * @param failed reported as failed
 * @param withoutResult neither acknowledged nor failed
 * @param doubleResults results beyond the first of a record
 * @param examples the first findings in words
 */
public record Verdict(
    int read,
    int lost,
    int doubled,
    int outOfOrder,
    int corrupt,
    int misplaced,
    int failed,
    int withoutResult,
    int doubleResults,
    List<String> examples) {

  /** All was acknowledged and is there, once, in order, whole. */
  public boolean isClean() {
    return lost + doubled + outOfOrder + corrupt + misplaced == 0
        && failed + withoutResult + doubleResults == 0;
  }

  @Override
  public String toString() {
    return "%d read: %d lost, %d doubled, %d out of order, %d corrupt, %d misplaced; "
            .formatted(read, lost, doubled, outOfOrder, corrupt, misplaced)
        + "%d failed, %d without a result, %d with two %s"
            .formatted(failed, withoutResult, doubleResults, examples);
  }
}
