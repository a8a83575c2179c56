package io.barnabas.consumer.fetch;

import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.FetchResponse.AbortedTransaction;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition's part of one fetch answer, on its way from the loop to the polling thread.
 *
 * @param topic what it is a part of
 * @param fence what the partition's fence must still be for this to count
 * @param fetchOffset what was asked for
 * @param endOffset the offset behind the last whole batch
 * @param error NONE, or one that the application has to see or the position must be reset for
 * @param records a slice of the answer; empty if there are none
 * @param abortedTransactions null unless read_committed
 */
record FetchedPartition(
    FetchedTopic topic,
    TopicPartition topicPartition,
    long fence,
    long fetchOffset,
    long endOffset,
    ErrorCode error,
    ByteBuffer records,
    List<AbortedTransaction> abortedTransactions,
    long highWatermark,
    long lastStableOffset,
    long logStartOffset) {

  int sizeInBytes() {
    return records.remaining();
  }

  /**
   * Nobody looks at the records any more. Polling thread only, once.
   *
   * @return how much memory is free for that
   */
  int release() {
    return topic.answer().release();
  }

  /** The same, which holds no memory but its own. Polling thread only. */
  FetchedPartition copy() {
    return topic.answer().copy(this);
  }

  FetchedPartition in(FetchedTopic otherTopic, ByteBuffer otherRecords) {
    return new FetchedPartition(
        otherTopic,
        topicPartition,
        fence,
        fetchOffset,
        endOffset,
        error,
        otherRecords,
        abortedTransactions,
        highWatermark,
        lastStableOffset,
        logStartOffset);
  }
}
