package io.barnabas.producer.transaction;

import io.barnabas.network.loop.Poller;
import io.barnabas.producer.delivery.TransactionBatches;
import io.barnabas.protocol.ErrorCode;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionAbortedException;

/**
 * Takes the transaction on, turn by turn: partitions that are wanted are added, batches that cannot
 * serve any more are dropped, and the end leaves once nothing is left to wait for. Loop thread
 * only.
 */
final class TransactionProgress implements Poller {
  private final CurrentTransaction transaction;
  private final TransactionBatches batches;

  /** To run when no transaction is open any more; null if nobody waits. */
  private Runnable whenOver;

  TransactionProgress(CurrentTransaction transaction, TransactionBatches batches) {
    this.transaction = transaction;
    this.batches = batches;
  }

  /** Runs {@code action} as soon as there is nothing more to wait for. */
  void whenOver(Runnable action) {
    whenOver = action;
  }

  @Override
  public long poll(long nowMs) {
    dropBatches();
    AddedPartitions partitions = transaction.partitions();
    if (transaction.isAddable() && partitions.isWanting() && !partitions.isAdding()) {
      addPartitions();
    }
    if (transaction.isEndDue() && batches.isIdle()) {
      transaction.sendEnd();
    }
    if (whenOver != null && isOver()) {
      Runnable over = whenOver;
      whenOver = null;
      over.run();
    }
    return NEVER;
  }

  private boolean isOver() {
    TransactionState state = transaction.state();
    return !state.isOngoing() && state != TransactionState.INITIALIZING;
  }

  /** Batches that cannot serve any more. */
  private void dropBatches() {
    if (batches.isIdle() && !transaction.state().isError()) {
      return;
    }
    RuntimeException error = transaction.machine().lastError();
    boolean retries = transaction.epochs().willBeNew();
    switch (transaction.state()) {
      case FATAL_ERROR -> batches.abandonAll(error);
      case ABORTABLE_ERROR -> batches.abandonUnsent(error, retries);
      case ABORTING_TRANSACTION ->
          batches.abandonUnsent(new TransactionAbortedException(), retries);
      default -> {}
    }
  }

  private void addPartitions() {
    AddedPartitions partitions = transaction.partitions();
    boolean first = !partitions.hasAny();
    AddPartitionsCall call =
        new AddPartitionsCall(
            transaction.settings().transactionalId(),
            transaction.identity().current(),
            partitions.next(),
            first,
            transaction);
    transaction
        .requests()
        .call(call)
        .whenComplete(
            (response, error) -> {
              if (error == null) {
                onAnswer(call, AddPartitionsCall.errors(response));
              } else {
                onUnanswered(call, error);
              }
            });
  }

  private void onAnswer(AddPartitionsCall call, Map<TopicPartition, ErrorCode> errors) {
    if (errors.values().stream().allMatch(error -> error == ErrorCode.NONE)) {
      transaction.partitions().onAdded();
      transaction.onStarted();
      batches.admit();
      return;
    }
    transaction.partitions().onRefused();
    transaction.onNotStarted(call);
    PartitionErrors refused = new PartitionErrors(errors);
    transaction.judge(refused.verdict(), refused.exception());
  }

  private void onUnanswered(AddPartitionsCall call, Throwable error) {
    transaction.partitions().onRefused();
    transaction.onNotStarted(call);
    if (transaction.isAddable()) {
      transaction.onUnanswered(error);
    }
  }
}
