package org.apache.kafka.clients.admin;

import java.util.Map;
import org.apache.kafka.common.KafkaFuture;

/**
 * A {@link DescribeTransactionsResult} by transactional id: the original's constructor wants an
 * internal type of kafka-clients as key.
 */
final class BarnabasTransactionDescriptions extends DescribeTransactionsResult {

  private final Map<String, KafkaFuture<TransactionDescription>> byId;

  BarnabasTransactionDescriptions(Map<String, KafkaFuture<TransactionDescription>> byId) {
    super(Map.of());
    this.byId = byId;
  }

  @Override
  public KafkaFuture<TransactionDescription> description(String transactionalId) {
    return BarnabasOutcomes.of(transactionalId, byId);
  }

  @Override
  public KafkaFuture<Map<String, TransactionDescription>> all() {
    return BarnabasOutcomes.all(byId);
  }
}
