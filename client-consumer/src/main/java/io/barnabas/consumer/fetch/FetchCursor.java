package io.barnabas.consumer.fetch;

import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the loop fetches next in one partition; it runs ahead of the application's position. A jump
 * of the position makes a new cursor, so that an answer for the old one finds nobody. Loop thread
 * only.
 */
final class FetchCursor {
  static final long NOT_IN_FLIGHT = 0;

  final TopicPartition topicPartition;
  final long fence;

  long nextOffset;
  boolean paused;

  /** The fetch this partition is part of, or {@link #NOT_IN_FLIGHT}. */
  long fetchId = NOT_IN_FLIGHT;

  /** Stopped by an error that the application has to see first. */
  boolean halted;

  /** Monotonic; after an error that passes. */
  long retryAtMs = Long.MIN_VALUE;

  int failures;

  UUID topicId;
  int leaderEpoch;

  /** What the fetch session holds of this partition. */
  UUID sentTopicId;

  int sentLeaderEpoch;
  long sentOffset;

  FetchCursor(TopicPartition topicPartition, long fence, long nextOffset, boolean paused) {
    this.topicPartition = topicPartition;
    this.fence = fence;
    this.nextOffset = nextOffset;
    this.paused = paused;
  }

  boolean isFetchable(long nowMs) {
    return isWanted() && nowMs >= retryAtMs;
  }

  /** Fetchable now or after its back-off. */
  boolean isWanted() {
    return !paused && !halted && fetchId == NOT_IN_FLIGHT;
  }

  /** Whether the session does not know yet what to fetch. */
  boolean differsFromSent() {
    return sentOffset != nextOffset
        || sentLeaderEpoch != leaderEpoch
        || !topicId.equals(sentTopicId);
  }

  void markSent() {
    sentOffset = nextOffset;
    sentLeaderEpoch = leaderEpoch;
    sentTopicId = topicId;
  }
}
