package org.apache.kafka.clients.admin;

import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * A {@link ListShareGroupOffsetsResult} by group id: the original's constructor wants an internal
 * type of kafka-clients as key.
 */
final class BarnabasShareOffsets extends ListShareGroupOffsetsResult {

  private final Map<String, KafkaFuture<Map<TopicPartition, SharePartitionOffsetInfo>>> byGroup;

  BarnabasShareOffsets(
      Map<String, KafkaFuture<Map<TopicPartition, SharePartitionOffsetInfo>>> byGroup) {
    super(Map.of());
    this.byGroup = byGroup;
  }

  @Override
  public KafkaFuture<Map<String, Map<TopicPartition, SharePartitionOffsetInfo>>> all() {
    return BarnabasOutcomes.all(byGroup);
  }

  @Override
  public KafkaFuture<Map<TopicPartition, SharePartitionOffsetInfo>> partitionsToOffsetInfo(
      String groupId) {
    return BarnabasOutcomes.of(groupId, byGroup);
  }
}
