package org.apache.kafka.clients.admin;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;

/**
 * A {@link DeleteConsumerGroupOffsetsResult} of exceptions: the original's constructor wants an
 * internal type of kafka-clients.
 */
final class BarnabasDeletedOffsets extends DeleteConsumerGroupOffsetsResult {

  private final KafkaFuture<Map<TopicPartition, Optional<ApiException>>> failures;
  private final Set<TopicPartition> partitions;

  BarnabasDeletedOffsets(
      KafkaFuture<Map<TopicPartition, Optional<ApiException>>> failures,
      Set<TopicPartition> partitions) {
    super(null, partitions);
    this.failures = failures;
    this.partitions = partitions;
  }

  @Override
  public KafkaFuture<Void> partitionResult(TopicPartition partition) {
    if (!partitions.contains(partition)) {
      throw new IllegalArgumentException("Partition " + partition + " was not asked for");
    }
    return failures.thenApply(
        byPartition -> BarnabasOutcomes.orThrow(partition, byPartition.get(partition)));
  }

  @Override
  public KafkaFuture<Void> all() {
    return failures.thenApply(this::checkAll);
  }

  private Void checkAll(Map<TopicPartition, Optional<ApiException>> byPartition) {
    partitions.forEach(
        partition -> BarnabasOutcomes.orThrow(partition, byPartition.get(partition)));
    return null;
  }
}
