package io.barnabas.consumer;

import io.barnabas.consumer.subscription.AssignedPartition;
import io.barnabas.consumer.subscription.SubscriptionState;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports partitions that should go on and do not, for whatever reason: without a position, never
 * fetched, or fetched without result although there are records. The application must poll for them
 * to count. Polling thread only, but for {@link #stuckPartitions}.
 */
final class ProgressWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressWatch.class);
  private static final int LOOKS_PER_WARNING_TIME = 4;

  private final SubscriptionState subscriptions;
  private final long warningMs;
  private final long intervalMs;
  private final String logPrefix;

  private final Set<AssignedPartition> reported = new HashSet<>();
  private long nextLookMs = Long.MIN_VALUE;

  /** Written by the polling thread. */
  private volatile int stuck;

  /**
   * @param warningMs how long a partition may be without progress
   */
  ProgressWatch(SubscriptionState subscriptions, long warningMs, String logPrefix) {
    this.subscriptions = subscriptions;
    this.warningMs = warningMs;
    this.intervalMs = Math.max(1, warningMs / LOOKS_PER_WARNING_TIME);
    this.logPrefix = logPrefix;
  }

  /** How many partitions do not go on. Any thread. */
  int stuckPartitions() {
    return stuck;
  }

  /** To be called by every poll; looks from time to time, and returns when next. */
  long poll(long nowMs) {
    if (nowMs >= nextLookMs) {
      look(nowMs);
    }
    return nextLookMs;
  }

  private void look(long nowMs) {
    boolean longAway = nowMs - nextLookMs > intervalMs;
    nextLookMs = nowMs + intervalMs;
    for (AssignedPartition partition : subscriptions.partitions()) {
      boolean excused = longAway || !partition.isWanted();
      long aliveAtMs = partition.progress().aliveAtMs();
      if (excused || aliveAtMs == Long.MIN_VALUE) {
        partition.progress().alive(nowMs);
      } else if (nowMs - aliveAtMs < warningMs) {
        recovered(partition);
      } else if (reported.add(partition)) {
        report(partition, nowMs - aliveAtMs);
      }
    }
    reported.removeIf(partition -> !partition.isAssigned() || !partition.isWanted());
    stuck = reported.size();
  }

  private void report(AssignedPartition partition, long forMs) {
    LOG.warn(
        "{}Partition {} has made no progress for {} ms: it is {} at {}, the log ends at {}, its leader is {}",
        logPrefix,
        partition.topicPartition(),
        forMs,
        partition.state(),
        partition.position(),
        partition.endOffset(false),
        partition.leader());
  }

  private void recovered(AssignedPartition partition) {
    if (reported.remove(partition)) {
      LOG.info("{}Partition {} goes on", logPrefix, partition.topicPartition());
    }
  }
}
