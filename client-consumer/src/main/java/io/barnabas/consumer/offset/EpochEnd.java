package io.barnabas.consumer.offset;

/**
 * Where the last epoch at or before the one asked for ends in the leader's log.
 *
 * @param epoch -1 if the log has none of them
 * @param endOffset behind the last record of that epoch; -1 if there is none
 */
record EpochEnd(int epoch, long endOffset) {

  boolean isKnown() {
    return epoch >= 0 && endOffset >= 0;
  }
}
