package io.barnabas.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The calls that leave something out: each is the whole call with the default for it. Any thread,
 * as the whole calls.
 */
abstract class ShortForms<K, V> implements Consumer<K, V> {
  static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(30);

  /** {@code default.api.timeout.ms}. */
  abstract Duration defaultTimeout();

  @Override
  public void commitSync() {
    commitSync(defaultTimeout());
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    commitSync(offsets, defaultTimeout());
  }

  @Override
  public void commitAsync() {
    commitAsync(null);
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    return committed(partitions, defaultTimeout());
  }

  @Override
  public long position(TopicPartition partition) {
    return position(partition, defaultTimeout());
  }

  @Override
  public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> timestampsToSearch) {
    return offsetsForTimes(timestampsToSearch, defaultTimeout());
  }

  @Override
  public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
    return beginningOffsets(partitions, defaultTimeout());
  }

  @Override
  public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
    return endOffsets(partitions, defaultTimeout());
  }

  @Override
  public List<PartitionInfo> partitionsFor(String topic) {
    return partitionsFor(topic, defaultTimeout());
  }

  @Override
  public Map<String, List<PartitionInfo>> listTopics() {
    return listTopics(defaultTimeout());
  }

  @Override
  public void enforceRebalance() {
    enforceRebalance(null);
  }

  @Override
  public void close() {
    close(CloseOptions.timeout(DEFAULT_CLOSE_TIMEOUT));
  }

  @Deprecated
  @Override
  public void close(Duration timeout) {
    close(CloseOptions.timeout(timeout));
  }
}
