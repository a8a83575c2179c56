package org.apache.kafka.clients.admin;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaFuture;

/**
 * A {@link FenceProducersResult} by transactional id: the original's constructor wants internal
 * types of kafka-clients.
 */
final class BarnabasFencedProducers extends FenceProducersResult {

  private final Map<String, KafkaFuture<Long>> producerIds;
  private final Map<String, KafkaFuture<Short>> epochs;

  BarnabasFencedProducers(
      Map<String, KafkaFuture<Long>> producerIds, Map<String, KafkaFuture<Short>> epochs) {
    super(Map.of());
    this.producerIds = producerIds;
    this.epochs = epochs;
  }

  @Override
  public Map<String, KafkaFuture<Void>> fencedProducers() {
    Map<String, KafkaFuture<Void>> fenced = new HashMap<>();
    producerIds.forEach((id, future) -> fenced.put(id, future.thenApply(producerId -> null)));
    return fenced;
  }

  @Override
  public KafkaFuture<Long> producerId(String transactionalId) {
    return BarnabasOutcomes.of(transactionalId, producerIds);
  }

  @Override
  public KafkaFuture<Short> epochId(String transactionalId) {
    return BarnabasOutcomes.of(transactionalId, epochs);
  }

  @Override
  public KafkaFuture<Void> all() {
    return KafkaFuture.allOf(producerIds.values().toArray(new KafkaFuture<?>[0]));
  }
}
