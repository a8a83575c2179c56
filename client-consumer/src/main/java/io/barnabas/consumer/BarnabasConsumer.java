package io.barnabas.consumer;

import io.barnabas.consumer.group.GroupMembership.LeaveMode;
import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.subscription.AssignedPartition;
import io.barnabas.consumer.subscription.FetchPosition;
import io.barnabas.consumer.subscription.ResetStrategy;
import io.barnabas.network.settings.PropertyMap;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer that stands in for {@code KafkaConsumer}: same configuration, same behaviour, same
 * exceptions. One thread at a time may be inside, and calls back from listeners are fine; only
 * {@link #wakeup} may come from anywhere at any time. Listeners, assignors, interceptors and
 * deserializers run on the thread that calls {@link #poll}.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public final class BarnabasConsumer<K, V> extends ShortForms<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(BarnabasConsumer.class);

  private final CallerGuard guard = new CallerGuard();
  private final ConsumerParts<K, V> parts;
  private final ConsumerCalls<K, V> calls;
  private final PollLoop<K, V> pollLoop;
  private final Duration defaultTimeout;

  /** As {@code KafkaConsumer} with the same configuration. */
  public BarnabasConsumer(Map<String, Object> configs) {
    this(configs, null, null);
  }

  /** As {@code KafkaConsumer} with the same configuration. */
  public BarnabasConsumer(Properties properties) {
    this(properties, null, null);
  }

  /** With deserializers that are configured already, or null for those of the configuration. */
  public BarnabasConsumer(
      Properties properties, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
    this(PropertyMap.of(properties), keyDeserializer, valueDeserializer);
  }

  /**
   * With deserializers that are configured already, or null for those of the configuration.
   *
   * @throws org.apache.kafka.common.config.ConfigException for a value that cannot be
   * @throws KafkaException "Failed to construct kafka consumer" for all else; nothing is left
   *     behind
   */
  public BarnabasConsumer(
      Map<String, Object> configs,
      Deserializer<K> keyDeserializer,
      Deserializer<V> valueDeserializer) {
    ConsumerConfig config =
        new ConsumerConfig(
            ConsumerConfig.appendDeserializerToConfig(configs, keyDeserializer, valueDeserializer));
    try {
      parts = ConsumerParts.start(config, keyDeserializer, valueDeserializer);
      config.logUnused();
    } catch (Throwable t) {
      throw new KafkaException("Failed to construct kafka consumer", t);
    }
    calls = new ConsumerCalls<>(parts);
    pollLoop = new PollLoop<>(parts, guard::isClosed);
    defaultTimeout = Duration.ofMillis(parts.settings.defaultApiTimeoutMs());
  }

  @Override
  Duration defaultTimeout() {
    return defaultTimeout;
  }

  /** Runs a call as the one caller. */
  private <T> T guarded(Supplier<T> call) {
    guard.enter();
    try {
      return call.get();
    } finally {
      guard.leave();
    }
  }

  private void guardedRun(Runnable call) {
    guard.enter();
    try {
      call.run();
    } finally {
      guard.leave();
    }
  }

  private Deadline after(Duration timeout) {
    return Deadline.after(parts.network.loop().clock(), timeout);
  }

  // ---- subscription and assignment

  @Override
  public Set<TopicPartition> assignment() {
    return guarded(() -> Set.copyOf(parts.subscriptions.assignedSet()));
  }

  @Override
  public Set<String> subscription() {
    return guarded(parts.subscriptions::topics);
  }

  @Override
  public void subscribe(Collection<String> topics) {
    guardedRun(() -> calls.subscribe(topics, Optional.empty()));
  }

  @Override
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener callback) {
    requireListener(callback);
    guardedRun(() -> calls.subscribe(topics, Optional.of(callback)));
  }

  @Override
  public void subscribe(Pattern pattern) {
    guardedRun(() -> calls.subscribe(pattern, Optional.empty()));
  }

  @Override
  public void subscribe(Pattern pattern, ConsumerRebalanceListener callback) {
    requireListener(callback);
    guardedRun(() -> calls.subscribe(pattern, Optional.of(callback)));
  }

  private static void requireListener(ConsumerRebalanceListener listener) {
    if (listener == null) {
      throw new IllegalArgumentException("RebalanceListener cannot be null");
    }
  }

  @Override
  public void subscribe(SubscriptionPattern pattern) {
    guardedRun(() -> calls.subscribe(pattern, Optional.empty()));
  }

  @Override
  public void subscribe(SubscriptionPattern pattern, ConsumerRebalanceListener callback) {
    requireListener(callback);
    guardedRun(() -> calls.subscribe(pattern, Optional.of(callback)));
  }

  @Override
  public void assign(Collection<TopicPartition> partitions) {
    guardedRun(() -> calls.assign(partitions));
  }

  @Override
  public void unsubscribe() {
    guardedRun(calls::unsubscribe);
  }

  // ---- records

  @Override
  public ConsumerRecords<K, V> poll(Duration timeout) {
    guard.enter();
    try {
      return pollLoop.poll(after(timeout));
    } finally {
      guard.leave();
    }
  }

  @Override
  public Set<TopicPartition> paused() {
    return guarded(
        () ->
            parts.subscriptions.partitions().stream()
                .filter(AssignedPartition::isPaused)
                .map(AssignedPartition::topicPartition)
                .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    guardedRun(() -> partitions.forEach(tp -> parts.subscriptions.partition(tp).pause(true)));
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    guardedRun(() -> partitions.forEach(tp -> parts.subscriptions.partition(tp).pause(false)));
  }

  // ---- commits

  @Override
  public void commitSync(Duration timeout) {
    guardedRun(() -> calls.commitSync(parts.subscriptions.allConsumed(), after(timeout)));
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    guardedRun(() -> calls.commitSync(new HashMap<>(offsets), after(timeout)));
  }

  @Override
  public void commitAsync(OffsetCommitCallback callback) {
    guardedRun(() -> calls.commitAsync(parts.subscriptions.allConsumed(), callback));
  }

  @Override
  public void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    guardedRun(() -> calls.commitAsync(new HashMap<>(offsets), callback));
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(
      Set<TopicPartition> partitions, Duration timeout) {
    return guarded(() -> calls.committed(partitions, after(timeout)));
  }

  // ---- positions

  @Override
  public void seek(TopicPartition partition, long offset) {
    requireOffset(offset);
    guardedRun(() -> calls.seek(partition, new FetchPosition(offset, Optional.empty())));
  }

  @Override
  public void seek(TopicPartition partition, OffsetAndMetadata offsetAndMetadata) {
    requireOffset(offsetAndMetadata.offset());
    guardedRun(
        () ->
            calls.seek(
                partition,
                new FetchPosition(offsetAndMetadata.offset(), offsetAndMetadata.leaderEpoch())));
  }

  private static void requireOffset(long offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("seek offset must not be a negative number");
    }
  }

  @Override
  public void seekToBeginning(Collection<TopicPartition> partitions) {
    requirePartitions(partitions);
    guardedRun(() -> calls.reset(partitions, ResetStrategy.EARLIEST));
  }

  @Override
  public void seekToEnd(Collection<TopicPartition> partitions) {
    requirePartitions(partitions);
    guardedRun(() -> calls.reset(partitions, ResetStrategy.LATEST));
  }

  private static void requirePartitions(Collection<TopicPartition> partitions) {
    if (partitions == null) {
      throw new IllegalArgumentException("Partitions collection cannot be null");
    }
  }

  @Override
  public long position(TopicPartition partition, Duration timeout) {
    return guarded(() -> calls.position(partition, after(timeout)));
  }

  @Override
  public OptionalLong currentLag(TopicPartition topicPartition) {
    return guarded(() -> calls.currentLag(topicPartition));
  }

  @Override
  public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> timestampsToSearch, Duration timeout) {
    return guarded(() -> calls.offsetsForTimes(timestampsToSearch, after(timeout)));
  }

  @Override
  public Map<TopicPartition, Long> beginningOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    return guarded(() -> calls.offsetQueries().beginning(partitions, after(timeout)));
  }

  @Override
  public Map<TopicPartition, Long> endOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    return guarded(() -> calls.offsetQueries().end(partitions, after(timeout)));
  }

  // ---- cluster and group

  @Override
  public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
    return guarded(() -> calls.partitionsFor(topic, after(timeout)));
  }

  @Override
  public Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
    return guarded(() -> calls.listTopics(after(timeout)));
  }

  @Override
  public ConsumerGroupMetadata groupMetadata() {
    return guarded(calls::groupMetadata);
  }

  @Override
  public void enforceRebalance(String reason) {
    guardedRun(() -> calls.enforceRebalance(reason));
  }

  // ---- metrics

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return Collections.unmodifiableMap(parts.clientMetrics.registry().metrics());
  }

  @Override
  public void registerMetricForSubscription(KafkaMetric metric) {
    LOG.debug("Metrics are not pushed to the brokers yet: {} is not registered", metric);
  }

  @Override
  public void unregisterMetricFromSubscription(KafkaMetric metric) {
    LOG.debug("Metrics are not pushed to the brokers yet: {} was not registered", metric);
  }

  @Override
  public Uuid clientInstanceId(Duration timeout) {
    throw new IllegalStateException("Telemetry is not enabled: it is not there yet");
  }

  // ---- the end

  @Override
  public void wakeup() {
    parts.signal.wakeup();
  }

  @Override
  public void close(CloseOptions option) {
    Duration timeout = option.timeout().orElse(DEFAULT_CLOSE_TIMEOUT);
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("The timeout cannot be negative.");
    }
    guard.enterEvenIfClosed();
    try {
      if (!guard.isClosed()) {
        // open until the end: listeners may call back
        new ConsumerCloser(parts).close(leaveMode(option), after(timeout));
      }
    } finally {
      guard.close();
      guard.leave();
    }
  }

  private static LeaveMode leaveMode(CloseOptions option) {
    return switch (option.groupMembershipOperation()) {
      case LEAVE_GROUP -> LeaveMode.LEAVE;
      case REMAIN_IN_GROUP -> LeaveMode.REMAIN;
      case DEFAULT -> LeaveMode.DEFAULT;
    };
  }
}
