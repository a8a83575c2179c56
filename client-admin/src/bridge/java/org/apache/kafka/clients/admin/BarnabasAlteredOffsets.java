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

  private final KafkaFuture<Map<TopicPartition, Optional<ApiException>>> outcomes;

  BarnabasAlteredOffsets(KafkaFuture<Map<TopicPartition, Optional<ApiException>>> outcomes) {
    super(null);
    this.outcomes = outcomes;
  }

  @Override
  public KafkaFuture<Void> partitionResult(TopicPartition partition) {
    return outcomes.thenApply(byPartition -> outcomeOf(partition, byPartition));
  }

  @Override
  public KafkaFuture<Void> all() {
    return outcomes.thenApply(BarnabasAlteredOffsets::outcomeOfAll);
  }

  private static Void outcomeOf(
      TopicPartition partition, Map<TopicPartition, Optional<ApiException>> outcomes) {
    Optional<ApiException> failure = outcomes.get(partition);
    if (failure == null) {
      throw new IllegalArgumentException(
          "Alter offset for partition \"" + partition + "\" was not attempted");
    }
    failure.ifPresent(BarnabasAlteredOffsets::rethrow);
    return null;
  }

  private static Void outcomeOfAll(Map<TopicPartition, Optional<ApiException>> outcomes) {
    outcomes.values().stream()
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(BarnabasAlteredOffsets::rethrow);
    return null;
  }

  private static void rethrow(ApiException failure) {
    throw failure;
  }
}
