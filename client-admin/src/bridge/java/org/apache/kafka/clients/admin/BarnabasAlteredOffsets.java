package org.apache.kafka.clients.admin;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;

/**
 * An {@link AlterConsumerGroupOffsetsResult} of exceptions: the original's constructor wants an
 * internal type of kafka-clients.
 */
final class BarnabasAlteredOffsets extends AlterConsumerGroupOffsetsResult {

  private final KafkaFuture<Map<TopicPartition, Optional<ApiException>>> failures;
  private final KafkaFuture<Void> all;

  BarnabasAlteredOffsets(
      KafkaFuture<Map<TopicPartition, Optional<ApiException>>> failures, KafkaFuture<Void> all) {
    super(null);
    this.failures = failures;
    this.all = all;
  }

  @Override
  public KafkaFuture<Void> partitionResult(TopicPartition partition) {
    return failures.thenApply(byPartition -> outcomeOf(partition, byPartition.get(partition)));
  }

  @Override
  public KafkaFuture<Void> all() {
    return all;
  }

  private static Void outcomeOf(TopicPartition partition, Optional<ApiException> failure) {
    if (failure == null) {
      throw new IllegalArgumentException(
          "Alter offset for partition \"" + partition + "\" was not attempted");
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return null;
  }
}
