package io.barnabas.producer.transaction;

import io.barnabas.network.connection.FinalizedFeatures;
import io.barnabas.network.loop.Poller;
import io.barnabas.producer.delivery.TransactionBatches;
import io.barnabas.producer.delivery.TransactionGate;
import io.barnabas.producer.idempotence.ProducerIdentity;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an application may ask of its producer's transactions: each call is checked against the
 * state and set to work. In the first version of the protocol (TV1) partitions and groups are added
 * one by one; in the second (TV2, KIP-890) brokers add them, and each end of a transaction brings a
 * new epoch. Loop thread only, but for {@link #status}.
 */
public final class TransactionManager {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionManager.class);

  private final TransactionSettings settings;
  private final CurrentTransaction transaction;
  private final TransactionMachine machine;
  private final BatchGate gate;

  /** Null until {@link #attach}. */
  private TransactionBatches batches;

  /** Null until {@link #attach}. */
  private TransactionProgress progress;

  public TransactionManager(
      TransactionSettings settings, TransactionRequests requests, FinalizedFeatures features) {
    this.settings = settings;
    this.transaction = new CurrentTransaction(settings, requests, features);
    this.machine = transaction.machine();
    this.gate = new BatchGate(transaction);
  }

  /**
   * Says where the batches are. Once, before the loop runs.
   *
   * @return what takes transactions on, to be polled after the batches
   */
  public Poller attach(TransactionBatches theBatches) {
    batches = theBatches;
    progress = new TransactionProgress(transaction, theBatches);
    return progress;
  }

  /** Who batches come from. */
  public ProducerIdentity identity() {
    return transaction.identity();
  }

  /** What batches have to pass. */
  public TransactionGate gate() {
    return gate;
  }

  /** As it stands. Any thread. */
  TransactionStatus status() {
    return machine.status();
  }

  /** As it stands. Any thread. */
  public TransactionState state() {
    return machine.state();
  }

  /** See {@code Producer.initTransactions}. */
  public Operation init() {
    machine.status().requireNoError();
    return machine.pending(
        "initTransactions", TransactionState.INITIALIZING, transaction::initialize);
  }

  /** See {@code Producer.beginTransaction}. */
  public void begin() {
    machine.requireNothingPending("beginTransaction");
    machine.status().requireNoError();
    if (state() == TransactionState.READY) {
      // What slipped in between two transactions belongs to neither.
      batches.abandonUnsent(
          new IllegalStateException("The record was sent outside of a transaction"), true);
    }
    machine.enter(TransactionState.IN_TRANSACTION);
    // Partitions that the end of the transaction before has held back.
    batches.admit();
  }

  /** See {@code Producer.sendOffsetsToTransaction}. */
  public Operation sendOffsets(
      Map<TopicPartition, OffsetAndMetadata> toCommit, ConsumerGroupMetadata group) {
    machine.requireNothingPending("sendOffsetsToTransaction");
    machine.status().requireNoError();
    if (state() != TransactionState.IN_TRANSACTION) {
      throw new IllegalStateException(
          "Cannot send offsets if a transaction is not in progress (currentState= "
              + state()
              + ")");
    }
    return transaction.sendOffsets(toCommit, group);
  }

  /** See {@code Producer.commitTransaction}. */
  public Operation commit() {
    return machine.pending(
        "commitTransaction",
        TransactionState.COMMITTING_TRANSACTION,
        () -> {
          machine.status().requireNoError();
          machine.enter(TransactionState.COMMITTING_TRANSACTION);
          batches.flush();
          return transaction.end(true);
        });
  }

  /** See {@code Producer.abortTransaction}. */
  public Operation abort() {
    return machine.pending(
        "abortTransaction",
        TransactionState.ABORTING_TRANSACTION,
        () -> {
          if (state() != TransactionState.ABORTABLE_ERROR) {
            machine.status().requireNoError();
          }
          machine.enter(TransactionState.ABORTING_TRANSACTION);
          Operation operation = transaction.end(false);
          transaction.giveUpRest();
          return operation;
        });
  }

  /**
   * A record could not be sent for that reason, before it came into a batch.
   *
   * @throws IllegalStateException if no transaction is open
   */
  public void onSendFailed(RuntimeException error) {
    if (!BatchErrors.isFatal(error)
        && state() != TransactionState.ABORTING_TRANSACTION
        && !state().mayBecome(TransactionState.ABORTABLE_ERROR)) {
      throw machine.status().invalidTransition(TransactionState.ABORTABLE_ERROR);
    }
    transaction.lose(error);
  }

  /** Aborts what is open; {@code whenDone} runs when there is nothing more to wait for. */
  public void finish(Runnable whenDone) {
    progress.whenOver(whenDone);
    if (state().isOngoing() && !state().isCompleting()) {
      LOG.info("{}Aborting incomplete transaction due to shutdown", settings.logPrefix());
      // A commit that has failed since, which nobody has come back to, does not stand in the way.
      machine.forgetPending();
      try {
        abort();
      } catch (RuntimeException e) {
        LOG.error("{}The transaction cannot be aborted", settings.logPrefix(), e);
        close(new KafkaException("The producer closed forcefully"));
      }
    }
  }

  /** Whoever waits fails. */
  public void close(RuntimeException cause) {
    transaction.fatal(cause);
  }
}
