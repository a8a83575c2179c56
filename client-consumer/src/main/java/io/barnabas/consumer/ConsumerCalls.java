package io.barnabas.consumer;

import io.barnabas.consumer.ConsumerSettings.Protocol;
import io.barnabas.consumer.group.GroupMembership;
import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.subscription.AssignedPartition;
import io.barnabas.consumer.subscription.FetchPosition;
import io.barnabas.consumer.subscription.LogLeader;
import io.barnabas.consumer.subscription.ResetStrategy;
import io.barnabas.consumer.subscription.SubscriptionState;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of the facade, apart from {@code poll} and {@code close}. Polling thread only. */
final class ConsumerCalls<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerCalls.class);
  private static final String DEFAULT_REASON = "rebalance enforced by user";

  private final ConsumerParts<K, V> parts;
  private final SubscriptionState subscriptions;
  private final PollSignal signal;
  private final OffsetQueries offsetQueries;
  private final TopicQueries topicQueries;
  private final PartitionLags lags;
  private final String logPrefix;

  ConsumerCalls(ConsumerParts<K, V> parts) {
    this.parts = parts;
    this.subscriptions = parts.subscriptions;
    this.signal = parts.signal;
    this.offsetQueries = new OffsetQueries(parts.offsets, parts.watch, parts.network, parts.signal);
    this.lags = new PartitionLags(parts);
    this.topicQueries = new TopicQueries(parts.network, parts.signal);
    this.logPrefix = parts.settings.client().logPrefix();
  }

  private GroupMembership group() {
    if (parts.membership == null) {
      throw new InvalidGroupIdException(
          "To use the group management or offset commit APIs, you must provide a valid group.id in"
              + " the consumer configuration.");
    }
    return parts.membership;
  }

  // ---- subscription and assignment

  void subscribe(Collection<String> topics, Optional<ConsumerRebalanceListener> listener) {
    GroupMembership group = group();
    if (topics == null) {
      throw new IllegalArgumentException("Topic collection to subscribe to cannot be null");
    }
    if (topics.isEmpty()) {
      unsubscribe();
      return;
    }
    if (topics.stream().anyMatch(ConsumerCalls::isBlank)) {
      throw new IllegalArgumentException(
          "Topic collection to subscribe to cannot contain null or empty topic");
    }
    requireAssignors();
    subscriptions.subscribeTopics(new HashSet<>(topics), listener);
    LOG.info("{}Subscribed to topic(s): {}", logPrefix, String.join(", ", topics));
    Set<String> watched = new HashSet<>(topics);
    // until the rebalance, positions of what it holds may have to be looked up
    watched.addAll(topicsOf(subscriptions.assignedSet()));
    watch(watched);
    group.subscriptionChanged();
  }

  void subscribe(Pattern pattern, Optional<ConsumerRebalanceListener> listener) {
    GroupMembership group = group();
    if (pattern == null || pattern.toString().isEmpty()) {
      throw new IllegalArgumentException(
          "Topic pattern to subscribe to cannot be " + (pattern == null ? "null" : "empty"));
    }
    requireAssignors();
    subscriptions.subscribePattern(pattern, listener);
    LOG.info("{}Subscribed to pattern: '{}'", logPrefix, pattern);
    parts.watch.watchAll(true);
    parts.network.metadata().requestRefresh();
    group.subscriptionChanged();
  }

  void subscribe(SubscriptionPattern pattern, Optional<ConsumerRebalanceListener> listener) {
    GroupMembership group = group();
    group.requireServerPatterns();
    if (pattern == null || pattern.pattern().isEmpty()) {
      throw new IllegalArgumentException(
          "Topic pattern to subscribe to cannot be " + (pattern == null ? "null" : "empty"));
    }
    subscriptions.subscribeServerPattern(pattern.pattern(), listener);
    LOG.info("{}Subscribing to regular expression {}", logPrefix, pattern);
    group.subscriptionChanged();
  }

  private void requireAssignors() {
    if (parts.plugins.assignors().isEmpty() && parts.settings.protocol() != Protocol.CONSUMER) {
      throw new IllegalStateException(
          "Must configure at least one partition assigner class name to"
              + " partition.assignment.strategy configuration property");
    }
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private void watch(Collection<String> topics) {
    if (parts.watch.watch(topics)) {
      parts.network.metadata().requestRefresh();
    }
  }

  void assign(Collection<TopicPartition> partitions) {
    if (partitions == null) {
      throw new IllegalArgumentException("Topic partition collection to assign to cannot be null");
    }
    if (partitions.isEmpty()) {
      unsubscribe();
      return;
    }
    if (partitions.stream().anyMatch(tp -> tp == null || isBlank(tp.topic()))) {
      throw new IllegalArgumentException(
          "Topic partitions to assign to cannot have null or empty topic");
    }
    if (parts.autoCommit != null && !subscriptions.isNone()) {
      // no rebalance follows that would commit what the old partitions gave
      parts.autoCommit.poll(parts.network.loop().clock().nowMs());
    }
    subscriptions.assignFromUser(partitions);
    LOG.info("{}Assigned to partition(s): {}", logPrefix, partitions);
    watch(topicsOf(partitions));
  }

  private static Set<String> topicsOf(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
  }

  void unsubscribe() {
    if (parts.membership != null) {
      parts.membership.unsubscribe(
          Deadline.after(parts.network.loop().clock(), parts.settings.defaultApiTimeoutMs()));
    }
    subscriptions.unsubscribe();
    parts.watch.watchAll(false);
    parts.fetchPlan.sync();
    LOG.info("{}Unsubscribed all topics or patterns and assigned partitions", logPrefix);
  }

  // ---- commits

  void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Deadline deadline) {
    group();
    boolean done =
        parts.metrics.calls().inCommitSync(() -> parts.committer.commitSync(offsets, deadline));
    if (!done) {
      throw new TimeoutException(
          "Timeout of %dms expired before successfully committing offsets %s"
              .formatted(deadline.timeoutMs(), offsets));
    }
  }

  void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    group();
    parts.committer.commitAsync(offsets, callback);
  }

  Map<TopicPartition, OffsetAndMetadata> committed(
      Set<TopicPartition> partitions, Deadline deadline) {
    group();
    return parts.metrics.calls().inCommitted(() -> offsetQueries.committed(partitions, deadline));
  }

  // ---- positions

  void seek(TopicPartition tp, FetchPosition position) {
    LOG.info("{}Seeking to {} for partition {}", logPrefix, position, tp);
    AssignedPartition partition = subscriptions.partition(tp);
    partition.seek(position);
    LogLeader leader = LogLeader.of(tp, parts.network.metadata().snapshot());
    if (position.leaderEpoch().isPresent() && leader != null && leader.epoch() >= 0) {
      partition.doubt();
    }
  }

  void reset(Collection<TopicPartition> partitions, ResetStrategy strategy) {
    Collection<TopicPartition> chosen =
        partitions.isEmpty() ? subscriptions.assignedSet() : partitions;
    for (TopicPartition tp : chosen) {
      LOG.info("{}Seeking to {} offset of partition {}", logPrefix, strategy, tp);
      subscriptions.partition(tp).reset(strategy);
    }
  }

  long position(TopicPartition tp, Deadline deadline) {
    if (subscriptions.partitionOrNull(tp) == null) {
      throw new IllegalStateException(
          "You can only check the position for partitions assigned to this consumer.");
    }
    while (true) {
      signal.throwIfInterrupted();
      signal.clear();
      if (subscriptions.partition(tp).hasValidPosition()) {
        return subscriptions.partition(tp).position().offset();
      }
      parts.positions.poll();
      if (!subscriptions.partition(tp).hasValidPosition()) {
        if (deadline.expired()) {
          throw new TimeoutException(
              "Timeout of %dms expired before the position for partition %s could be determined"
                  .formatted(deadline.timeoutMs(), tp));
        }
        signal.sleep(deadline.remainingNanos());
      }
    }
  }

  OptionalLong currentLag(TopicPartition tp) {
    return lags.currentLag(subscriptions.partition(tp));
  }

  OffsetQueries offsetQueries() {
    return offsetQueries;
  }

  Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> timestamps, Deadline deadline) {
    timestamps.forEach(
        (tp, timestamp) -> {
          if (timestamp < 0) {
            throw new IllegalArgumentException(
                "The target time for partition %s is %d. The target time cannot be negative."
                    .formatted(tp, timestamp));
          }
        });
    return offsetQueries.forTimes(timestamps, deadline);
  }

  // ---- cluster and group

  List<PartitionInfo> partitionsFor(String topic, Deadline deadline) {
    List<PartitionInfo> known =
        parts.network.metadata().snapshot().toCluster().partitionsForTopic(topic);
    return known.isEmpty()
        ? topicQueries.partitionsFor(topic, parts.settings.allowAutoCreateTopics(), deadline)
        : known;
  }

  Map<String, List<PartitionInfo>> listTopics(Deadline deadline) {
    return topicQueries.listTopics(deadline);
  }

  ConsumerGroupMetadata groupMetadata() {
    return group().groupMetadata();
  }

  void enforceRebalance(String reason) {
    if (parts.settings.protocol() == Protocol.CONSUMER) {
      LOG.warn("{}The group's protocol knows no enforced rebalance", logPrefix);
      return;
    }
    if (parts.membership == null) {
      throw new IllegalStateException(
          "Tried to force a rebalance but consumer does not have a group.");
    }
    parts.membership.requestRejoin(reason == null || reason.isEmpty() ? DEFAULT_REASON : reason);
  }
}
