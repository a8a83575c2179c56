package io.barnabas.consumer.offset;

import io.barnabas.consumer.group.PreRebalanceCommit;
import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.network.loop.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits by itself what earlier polls returned: from time to time at the beginning of a poll,
 * before partitions are given up, and at the end. Polling thread only.
 */
public final class AutoCommit implements PreRebalanceCommit {
  private static final Logger LOG = LoggerFactory.getLogger(AutoCommit.class);

  private final OffsetCommitter committer;
  private final SubscriptionState subscriptions;
  private final PollSignal signal;
  private final Clock clock;
  private final int intervalMs;
  private final long retryBackoffMs;
  private final String logPrefix;

  private long nextMs;

  /** The rebalance that waits for a commit, the commit, and how long it may take. */
  private Object rebalance;

  private CompletableFuture<Void> beforeRebalance;
  private Deadline limit;

  public AutoCommit(
      OffsetCommitter committer,
      SubscriptionState subscriptions,
      PollSignal signal,
      Clock clock,
      int intervalMs,
      long retryBackoffMs,
      String logPrefix) {
    this.committer = committer;
    this.subscriptions = subscriptions;
    this.signal = signal;
    this.clock = clock;
    this.intervalMs = intervalMs;
    this.retryBackoffMs = retryBackoffMs;
    this.logPrefix = logPrefix;
    this.nextMs = clock.nowMs() + intervalMs;
  }

  /** Commits if it is time; returns when to be asked again. */
  public long poll(long nowMs) {
    if (nowMs >= nextMs) {
      commitAsync();
    }
    return nextMs;
  }

  /** Commits without waiting: the application replaces what it assigned. */
  public void commitAsync() {
    nextMs = clock.nowMs() + intervalMs;
    Map<TopicPartition, OffsetAndMetadata> consumed = subscriptions.allConsumed();
    if (!consumed.isEmpty()) {
      committer.commitAsync(consumed, this::onComplete);
    }
  }

  private void onComplete(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
    if (failure instanceof RetriableCommitFailedException) {
      LOG.debug(
          "{}Asynchronous auto-commit of offsets {} failed, trying again",
          logPrefix,
          offsets,
          failure);
      nextMs = Math.min(nextMs, clock.nowMs() + retryBackoffMs);
    } else if (failure != null) {
      LOG.warn(
          "{}Asynchronous auto-commit of offsets {} failed: {}",
          logPrefix,
          offsets,
          failure.getMessage());
    }
  }

  @Override
  public boolean isDone(Object forRebalance, long limitMs) {
    if (rebalance != forRebalance) {
      rebalance = forRebalance;
      limit = Deadline.after(clock, limitMs);
      begin();
    }
    if (limit.expired()) {
      LOG.error(
          "{}Auto-commit before the rebalance timed out. Will continue to join group", logPrefix);
      return true;
    }
    if (!beforeRebalance.isDone()) {
      return false;
    }
    try {
      PollSignal.valueOf(beforeRebalance);
    } catch (RetriableException | StaleMemberEpochException e) {
      LOG.debug("{}Auto-commit before the rebalance failed, trying again", logPrefix, e);
      begin();
      return false;
    } catch (KafkaException e) {
      LOG.error(
          "{}Auto-commit before the rebalance failed: {}. Will continue to join group.",
          logPrefix,
          e.getMessage());
    }
    return true;
  }

  private void begin() {
    beforeRebalance = committer.start(subscriptions.allConsumed());
    beforeRebalance.whenComplete((ignored, failure) -> signal.raise());
  }

  @Override
  public void assignmentChanged() {
    nextMs = clock.nowMs() + intervalMs;
  }

  /** The last commit, when closing; what fails is logged. */
  public void commitFinally(Deadline deadline) {
    Map<TopicPartition, OffsetAndMetadata> consumed = subscriptions.allConsumed();
    try {
      if (!committer.commitSync(consumed, deadline)) {
        LOG.debug("{}Auto-commit of offsets {} timed out before completion", logPrefix, consumed);
      }
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn(
          "{}Synchronous auto-commit of offsets {} failed: {}",
          logPrefix,
          consumed,
          e.getMessage());
    }
  }
}
