package io.barnabas.producer.transaction;

import io.barnabas.network.connection.FinalizedFeatures;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.producer.idempotence.ProducerIdentity;
import io.barnabas.producer.transaction.TransactionErrors.Verdict;
import io.barnabas.protocol.ErrorCode;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one transaction that a producer has at a time: what was added to it, how it ends, and what
 * errors make of it. Loop thread only, but for {@link #status}.
 */
final class CurrentTransaction implements TransactionCall.Wish {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentTransaction.class);

  private final TransactionSettings settings;
  private final TransactionRequests requests;
  private final TransactionMachine machine;
  private final Epochs epochs;
  private final Initialization initialization;
  private final AddedPartitions partitions = new AddedPartitions();
  private final OffsetCommits offsets;
  private final ProducerIdentity identity;

  /** Whether the coordinator knows of it (TV1), or may do so (TV2). */
  private boolean started;

  /** Whether it may have been opened by a request that was refused when it was repeated (TV1). */
  private boolean inDoubt;

  /** Its end, once asked for; else null. */
  private Ending ending;

  CurrentTransaction(
      TransactionSettings settings, TransactionRequests requests, FinalizedFeatures features) {
    this.settings = settings;
    this.requests = requests;
    this.machine = new TransactionMachine(settings.logPrefix(), settings.transactionalId());
    this.epochs = new Epochs(features);
    this.initialization = new Initialization(settings, requests, machine, epochs, this);
    this.identity = ProducerIdentity.transactional(this::onGap);
    this.offsets = new OffsetCommits(settings.transactionalId(), requests, this);
  }

  TransactionSettings settings() {
    return settings;
  }

  TransactionRequests requests() {
    return requests;
  }

  TransactionMachine machine() {
    return machine;
  }

  Epochs epochs() {
    return epochs;
  }

  AddedPartitions partitions() {
    return partitions;
  }

  ProducerIdentity identity() {
    return identity;
  }

  /** As it stands. Any thread. */
  TransactionStatus status() {
    return machine.status();
  }

  TransactionState state() {
    return machine.state();
  }

  // From the first producer id to the end.

  Operation initialize() {
    machine.enter(TransactionState.INITIALIZING);
    Operation operation = new Operation("InitProducerId");
    initialization.start(ProducerId.NONE, operation);
    return operation;
  }

  /** Batches belong to that id from here on. */
  void assign(ProducerId id) {
    if (id.id() != identity.current().id() || !epochs.isV2()) {
      LOG.info("{}ProducerId set to {} with epoch {}", settings.logPrefix(), id.id(), id.epoch());
    }
    identity.assign(id);
    machine.producerId(id);
  }

  boolean isAddable() {
    return state() == TransactionState.IN_TRANSACTION
        || state() == TransactionState.COMMITTING_TRANSACTION;
  }

  /** For requests that add something. */
  @Override
  public boolean isWanted() {
    return isAddable();
  }

  /** What may have opened the transaction is asked for until it is known: it has to be ended. */
  @Override
  public boolean isWantedInDoubt() {
    return state().isOngoing();
  }

  /** Something was added: the coordinator may know of the transaction from here on. */
  void onStarted() {
    started = true;
  }

  /**
   * A request that opens the transaction has failed in the end. Whether an earlier try has opened
   * it, the error does not tell: a right may have been withdrawn meanwhile, and so on. (What would
   * tell, a coordinator's TRANSACTION_ABORTABLE, is given by 4.3 to leaders only, which ask whether
   * a partition is part of the transaction.) So the abort finds out, kafka-clients' does not.
   */
  void onNotStarted(TransactionCall<?> call) {
    inDoubt |= call.isInDoubt();
  }

  /** Whether the coordinator may know nothing of the transaction that it is told to abort. */
  boolean isInDoubt() {
    return inDoubt && !started;
  }

  Operation sendOffsets(
      Map<TopicPartition, OffsetAndMetadata> toCommit, ConsumerGroupMetadata group) {
    started |= epochs.isV2();
    return offsets.commit(toCommit, group, identity.current(), epochs.isV2());
  }

  Operation end(boolean commit) {
    epochs.onEnding();
    Operation operation =
        new Operation(epochs.isRequested() ? "InitProducerId" : "EndTxn(" + commit + ")");
    ending = new Ending(commit, operation, this);
    return operation;
  }

  /** From here on nothing can be added any more. */
  boolean isEndSent() {
    return ending != null && ending.isSent();
  }

  /** Whether the end can leave, as far as partitions and offsets go. */
  boolean isEndDue() {
    return ending != null
        && !ending.isSent()
        && !partitions.isAdding()
        && !partitions.isWanting()
        && offsets.isIdle();
  }

  void sendEnd() {
    if (started || inDoubt) {
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
    inDoubt = false;
    partitions.clear();
    if (epochs.onEnded()) {
      machine.advance(TransactionState.INITIALIZING);
      initialization.start(identity.current(), ended.operation());
    } else {
      machine.advance(TransactionState.READY);
      if (identity.current().equals(ProducerId.NONE)) {
        // There has been none to begin with: what was aborted is the call that asks for an id.
        machine.advance(TransactionState.UNINITIALIZED);
      }
      ended.operation().succeed();
    }
  }

  // Errors.

  /** Whether what fails still concerns a transaction that is not decided. */
  boolean isOpen() {
    return state().isOngoing() && !isEndSent();
  }

  /** Something that belongs to the transaction was lost. */
  void lose(RuntimeException error) {
    if (BatchErrors.isFatal(error)) {
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

  /** A request has failed for a reason that is not in an answer. */
  void onUnanswered(Throwable error) {
    RuntimeException cause = BatchErrors.causeOf(error);
    if (BatchErrors.isAbortableLookup(cause)) {
      abortable(cause);
    } else {
      fatal(cause);
    }
  }

  /** The transaction can only be aborted. */
  private void abortable(RuntimeException error) {
    if (state() == TransactionState.ABORTING_TRANSACTION) {
      LOG.debug("{}The transaction is being aborted already", settings.logPrefix(), error);
      return;
    }
    machine.failAbortably(error);
    giveUpRest();
    failEnding(error);
  }

  /** The same if there will be another epoch. */
  private void abortableByEpoch(RuntimeException error) {
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
    failEnding(error);
  }

  private void failEnding(RuntimeException error) {
    if (ending != null) {
      Ending ended = ending;
      ending = null;
      ended.operation().fail(error);
    }
  }

  /** Requests that only serve a transaction that goes on. */
  void giveUpRest() {
    partitions.wantNoMore();
    offsets.giveUp(machine.lastError());
  }
}
