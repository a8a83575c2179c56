package org.apache.kafka.clients.admin;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * A {@link ListConsumerGroupOffsetsResult} by group id: the original's constructor wants an
 * internal type of kafka-clients as key.
 */
final class BarnabasCommittedOffsets extends ListConsumerGroupOffsetsResult {

  private final Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> byGroup;

  BarnabasCommittedOffsets(
      Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> byGroup) {
    super(Map.of());
    this.byGroup = byGroup;
  }

  @Override
  public KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> partitionsToOffsetAndMetadata() {
    if (byGroup.size() != 1) {
      throw new IllegalStateException(
          "Offsets of "
              + byGroup.size()
              + " groups were asked for: use partitionsToOffsetAndMetadata(groupId)");
    }
    return byGroup.values().iterator().next();
  }

  @Override
  public KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> partitionsToOffsetAndMetadata(
      String groupId) {
    KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> future = byGroup.get(groupId);
    if (future == null) {
      throw new IllegalArgumentException(
          "Offsets of consumer group '" + groupId + "' were not asked for");
    }
    return future;
  }

  @Override
  public KafkaFuture<Map<String, Map<TopicPartition, OffsetAndMetadata>>> all() {
    return KafkaFuture.allOf(byGroup.values().toArray(new KafkaFuture<?>[0]))
        .thenApply(done -> offsetsOfAll());
  }

  private Map<String, Map<TopicPartition, OffsetAndMetadata>> offsetsOfAll() {
    Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets = new HashMap<>();
    byGroup.forEach(
        (groupId, future) ->
            offsets.put(groupId, future.toCompletionStage().toCompletableFuture().join()));
    return offsets;
  }
}
