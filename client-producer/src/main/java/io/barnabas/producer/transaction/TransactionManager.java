package io.barnabas.producer.transaction;

import io.barnabas.network.connection.FinalizedFeatures;
import io.barnabas.network.loop.Poller;
import io.barnabas.network.retry.ErrorExceptions;
import io.barnabas.producer.delivery.TransactionBatches;
import io.barnabas.producer.delivery.TransactionGate;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.producer.idempotence.ProducerIdentity;
import io.barnabas.producer.transaction.TransactionErrors.Verdict;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a producer's transactions: what the application asks for becomes requests to coordinators,
 * and their answers become states. In the first version of the protocol (TV1) partitions and groups
 * are added one by one; in the second (TV2, KIP-890) brokers add them, and each end of a
 * transaction brings a new epoch. Loop thread only, but for {@link #status}.
 */
public final class TransactionManager implements TransactionGate, Poller {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionManager.class);

  private static final short PRODUCE_WITHOUT_ADDING = 11;

  private final TransactionSettings settings;
  private final TransactionRequests requests;
  private final TransactionMachine machine;
  private final Epochs epochs;
  private final Initialization initialization;
  private final AddedPartitions partitions = new AddedPartitions();
  private final OffsetCommits offsets;
  private final ProducerIdentity identity;

  /** Null until {@link #attach}. */
  private TransactionBatches batches;

  /** Whether the coordinator may know of the transaction. */
  private boolean started;

  /** The end of the transaction, once asked for; else null. */
  private Ending ending;

  /** To run when no transaction is open any more; null if nobody waits. */
  private Runnable whenOver;

  public TransactionManager(
      TransactionSettings settings, TransactionRequests requests, FinalizedFeatures features) {
    this.settings = settings;
    this.requests = requests;
    this.machine = new TransactionMachine(settings.logPrefix(), settings.transactionalId());
    this.epochs = new Epochs(features);
    this.initialization = new Initialization(settings, requests, machine, epochs, this);
    this.identity = ProducerIdentity.transactional(this::onGap);
    this.offsets = new OffsetCommits(settings.transactionalId(), requests, this);
  }

  /** Says where the batches are. Once, before the loop runs. */
  public void attach(TransactionBatches theBatches) {
    batches = theBatches;
  }

  /** Who batches come from. */
  public ProducerIdentity identity() {
    return identity;
  }

  /** As it stands. Any thread. */
  TransactionStatus status() {
    return machine.status();
  }

  /** As it stands. Any thread. */
  public TransactionState state() {
    return machine.state();
  }

  // What the application asks for.

  /** See {@code Producer.initTransactions}. */
  public Operation init() {
    machine.status().requireNoError();
    return machine.pending(
        "initTransactions",
        TransactionState.INITIALIZING,
        () -> {
          machine.enter(TransactionState.INITIALIZING);
          Operation operation = new Operation("InitProducerId");
          initialization.start(ProducerId.NONE, operation);
          return operation;
        });
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
    started |= epochs.isV2();
    return offsets.commit(toCommit, group, identity.current(), epochs.isV2());
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
          return end(true);
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
          Operation operation = end(false);
          giveUpRest();
          return operation;
        });
  }

  private Operation end(boolean commit) {
    epochs.onEnding();
    Operation operation =
        new Operation(epochs.isRequested() ? "InitProducerId" : "EndTxn(" + commit + ")");
    ending = new Ending(commit, operation, this);
    return operation;
  }

  /**
   * A record could not be sent for that reason, before it came into a batch.
   *
   * @throws IllegalStateException if no transaction is open
   */
  public void onSendFailed(RuntimeException error) {
    if (!isFatal(error)
        && state() != TransactionState.ABORTING_TRANSACTION
        && !state().mayBecome(TransactionState.ABORTABLE_ERROR)) {
      throw machine.status().invalidTransition(TransactionState.ABORTABLE_ERROR);
    }
    fail(error);
  }

  /** Aborts what is open; {@code whenDone} runs when there is nothing more to wait for. */
  public void finish(Runnable whenDone) {
    whenOver = whenDone;
    if (state().isOngoing() && !state().isCompleting()) {
      LOG.info("{}Aborting incomplete transaction due to shutdown", settings.logPrefix());
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
    fatal(cause);
  }

  // The gate of delivery.

  @Override
  public String transactionalId() {
    return settings.transactionalId();
  }

  @Override
  public boolean admits(TopicPartition partition) {
    return switch (state()) {
      case IN_TRANSACTION, COMMITTING_TRANSACTION -> {
        if (ending != null && ending.isSent()) {
          yield false;
        }
        if (epochs.isV2()) {
          started = true;
          yield true;
        }
        if (!partitions.contains(partition)) {
          partitions.want(partition);
          yield false;
        }
        yield true;
      }
      case ABORTING_TRANSACTION, ABORTABLE_ERROR ->
          !epochs.willBeNew() && partitions.contains(partition);
      default -> false;
    };
  }

  @Override
  public short maxProduceVersion() {
    return epochs.isV2() ? ApiKey.PRODUCE.highestStableVersion() : PRODUCE_WITHOUT_ADDING;
  }

  @Override
  public void onFailed(RuntimeException error) {
    if (isFatal(error) || isOpen()) {
      fail(error);
    }
  }

  private static boolean isFatal(RuntimeException error) {
    return BatchErrors.isFatal(error);
  }

  /** Whether what fails still concerns a transaction that is not decided. */
  private boolean isOpen() {
    return state().isOngoing() && (ending == null || !ending.isSent());
  }

  private void fail(RuntimeException error) {
    if (isFatal(error)) {
      fatal(error);
    } else {
      epochs.want();
      abortable(BatchErrors.abortable(error));
    }
  }

  /** The numbers of a partition do not meet: only another epoch mends that. */
  private void onGap() {
    if (!isOpen()) {
      return;
    }
    if (epochs.canBeNew()) {
      epochs.want();
      if (!state().isError()) {
        abortable(BatchErrors.unacknowledged(true));
      }
    } else {
      fatal(BatchErrors.unacknowledged(false));
    }
  }

  // Errors.

  /** The present transaction can only be aborted. */
  void abortable(RuntimeException error) {
    if (state() == TransactionState.ABORTING_TRANSACTION) {
      LOG.debug("{}The transaction is being aborted already", settings.logPrefix(), error);
      return;
    }
    machine.failAbortably(error);
    giveUpRest();
    if (ending != null) {
      Ending ended = ending;
      ending = null;
      ended.operation().fail(error);
    }
  }

  /** The same if there will be another epoch. */
  void abortableByEpoch(RuntimeException error) {
    if (epochs.canBeNew()) {
      epochs.want();
      abortable(error);
    } else {
      fatal(error);
    }
  }

  /** The producer can only be closed. */
  void fatal(RuntimeException error) {
    machine.fail(error);
    giveUpRest();
    if (ending != null) {
      ending.operation().fail(error);
      ending = null;
    }
  }

  /** Requests that only serve a transaction that goes on. */
  private void giveUpRest() {
    partitions.wantNoMore();
    offsets.giveUp(machine.lastError());
  }

  boolean isAddable() {
    return state() == TransactionState.IN_TRANSACTION
        || state() == TransactionState.COMMITTING_TRANSACTION;
  }

  void onStarted() {
    started = true;
  }

  /** Somebody who fails for a reason that is not in an answer. */
  void onUnanswered(Throwable error) {
    RuntimeException cause = BatchErrors.causeOf(error);
    if (BatchErrors.isAbortableLookup(cause)) {
      abortable(cause);
    } else {
      fatal(cause);
    }
  }

  // The loop.

  @Override
  public long poll(long nowMs) {
    dropBatches();
    if (isAddable() && partitions.isWanting() && !partitions.isAdding()) {
      addPartitions();
    }
    if (ending != null && !ending.isSent() && isComplete()) {
      sendEnd();
    }
    if (whenOver != null && !state().isOngoing() && state() != TransactionState.INITIALIZING) {
      Runnable over = whenOver;
      whenOver = null;
      over.run();
    }
    return NEVER;
  }

  /** Batches that cannot serve any more. */
  private void dropBatches() {
    if (batches.isIdle() && !state().isError()) {
      return;
    }
    switch (state()) {
      case FATAL_ERROR -> batches.abandonAll(machine.lastError());
      case ABORTABLE_ERROR -> batches.abandonUnsent(machine.lastError(), epochs.willBeNew());
      case ABORTING_TRANSACTION ->
          batches.abandonUnsent(new TransactionAbortedException(), epochs.willBeNew());
      default -> {}
    }
  }

  private boolean isComplete() {
    return batches.isIdle()
        && !partitions.isAdding()
        && !partitions.isWanting()
        && offsets.isIdle();
  }

  private void addPartitions() {
    boolean first = !partitions.hasAny();
    AddPartitionsCall call =
        new AddPartitionsCall(
            settings.transactionalId(),
            identity.current(),
            partitions.next(),
            first,
            this::isAddable);
    requests
        .call(call)
        .whenComplete(
            (response, error) -> {
              if (error == null) {
                onPartitionsAdded(AddPartitionsCall.errors(response));
              } else {
                partitions.onRefused();
                if (isAddable()) {
                  onUnanswered(error);
                }
              }
            });
  }

  private void onPartitionsAdded(Map<TopicPartition, ErrorCode> errors) {
    if (errors.values().stream().allMatch(error -> error == ErrorCode.NONE)) {
      partitions.onAdded();
      started = true;
      batches.admit();
      return;
    }
    partitions.onRefused();
    PartitionErrors refused = new PartitionErrors(errors);
    judge(refused.verdict(), refused.exception());
  }

  /** Draws the consequence of an error. */
  void judge(Verdict verdict, RuntimeException error) {
    switch (verdict) {
      case NONE -> {}
      case RETRY, ABORTABLE -> abortable(error);
      case ABORTABLE_BY_EPOCH -> abortableByEpoch(error);
      case FENCED -> fatal(ErrorExceptions.of(ErrorCode.PRODUCER_FENCED));
      case REFUSED, FATAL, UNEXPECTED -> fatal(error);
    }
  }

  private void sendEnd() {
    if (started) {
      ending.send(settings.transactionalId(), identity.current(), epochs.isV2(), requests);
    } else {
      LOG.debug("{}Nothing was added to the transaction: no need to end it", settings.logPrefix());
      ending.skip();
    }
  }

  /** Whether that answer is still waited for. */
  boolean isEnding(Ending candidate) {
    return ending == candidate;
  }

  /** The transaction has come to its end. */
  void over(Ending ended) {
    ending = null;
    started = false;
    partitions.clear();
    if (epochs.onEnded()) {
      machine.advance(TransactionState.INITIALIZING);
      initialization.start(identity.current(), ended.operation());
    } else {
      machine.advance(TransactionState.READY);
      ended.operation().succeed();
    }
  }

  /** Batches belong to that id from here on. */
  void assign(ProducerId id) {
    if (id.id() != identity.current().id() || !epochs.isV2()) {
      LOG.info("{}ProducerId set to {} with epoch {}", settings.logPrefix(), id.id(), id.epoch());
    }
    identity.assign(id);
    machine.producerId(id);
  }
}
