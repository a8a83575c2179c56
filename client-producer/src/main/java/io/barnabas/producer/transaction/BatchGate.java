package io.barnabas.producer.transaction;

import io.barnabas.producer.delivery.TransactionGate;
import io.barnabas.protocol.ApiKey;
import org.apache.kafka.common.TopicPartition;

/** Lets batches out while the transaction that they belong to may have them. Loop thread only. */
final class BatchGate implements TransactionGate {
  /** Later versions let brokers add partitions by themselves. */
  private static final short LAST_OF_TV1 = 11;

  private final CurrentTransaction transaction;

  BatchGate(CurrentTransaction transaction) {
    this.transaction = transaction;
  }

  @Override
  public String transactionalId() {
    return transaction.settings().transactionalId();
  }

  @Override
  public boolean admits(TopicPartition partition) {
    return switch (transaction.state()) {
      case IN_TRANSACTION, COMMITTING_TRANSACTION -> !transaction.isEndSent() && isAdded(partition);
      case ABORTING_TRANSACTION, ABORTABLE_ERROR ->
          !transaction.epochs().willBeNew() && transaction.partitions().contains(partition);
      default -> false;
    };
  }

  private boolean isAdded(TopicPartition partition) {
    if (transaction.epochs().isV2()) {
      transaction.onStarted();
      return true;
    }
    if (transaction.partitions().contains(partition)) {
      return true;
    }
    transaction.partitions().want(partition);
    return false;
  }

  @Override
  public short maxProduceVersion() {
    return transaction.epochs().isV2() ? ApiKey.PRODUCE.highestStableVersion() : LAST_OF_TV1;
  }

  @Override
  public void onFailed(RuntimeException error) {
    if (BatchErrors.isFatal(error) || transaction.isOpen()) {
      transaction.lose(error);
    }
  }
}
