package io.barnabas.consumer.fetch;

import io.barnabas.consumer.subscription.FetchProgress;
import io.barnabas.consumer.subscription.LogLeader;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the loop fetches next in one partition; it runs ahead of the application's position. A jump
 * of the position makes a new cursor, so that an answer for the old one finds nobody. Loop thread
 * only.
 */
final class FetchCursor {
  static final long NOT_IN_FLIGHT = 0;
  static final int NO_REPLICA = FetchProgress.LEADER;

  final TopicPartition topicPartition;
  final long fence;

  /** The only log that this cursor reads. */
  final LogLeader leader;

  private final FetchProgress progress;

  long nextOffset;

  /** Behind the last record that can be read, as last told; -1 before. */
  long endOffset = -1;

  boolean paused;

  /** The fetch this partition is part of, or {@link #NOT_IN_FLIGHT}. */
  long fetchId = NOT_IN_FLIGHT;

  /** Stopped by an error that the application has to see first. */
  boolean halted;

  /** Monotonic; after an error that passes. */
  long retryAtMs = Long.MIN_VALUE;

  int failures;

  /** The follower that the leader sends us to (KIP-392), or {@link #NO_REPLICA}. */
  int preferredReplica = NO_REPLICA;

  /** Monotonic; then the leader is asked again. */
  long preferredUntilMs = Long.MAX_VALUE;

  /** What the fetch session holds of this partition. */
  long sentOffset;

  FetchCursor(CursorChange change) {
    topicPartition = change.topicPartition();
    fence = change.fence();
    leader = change.leader();
    nextOffset = change.offset();
    paused = change.paused();
    progress = change.progress();
    progress.prefer(NO_REPLICA);
  }

  /** A fetch that this partition was part of has been answered. */
  void answered(long nowMs) {
    if (nextOffset >= endOffset) {
      progress.alive(nowMs);
    }
  }

  /** Records came, or there is no room for them. */
  void alive(long nowMs) {
    progress.alive(nowMs);
  }

  UUID topicId() {
    return leader.topicId();
  }

  /** True if that is news. */
  boolean prefer(int replica, long untilMs) {
    if (replica == preferredReplica) {
      return false;
    }
    preferredReplica = replica;
    preferredUntilMs = untilMs;
    progress.prefer(replica);
    return true;
  }

  /** Back to the leader; true if it was not there. */
  boolean preferLeader() {
    return prefer(NO_REPLICA, Long.MAX_VALUE);
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
    return sentOffset != nextOffset;
  }

  void markSent() {
    sentOffset = nextOffset;
  }
}
