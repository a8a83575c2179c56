package io.barnabas.producer.model;

import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What the cluster knows of one transactional id: the transaction that is open, who may write into
 * it, and the offsets of one group that are committed. Keeps the contract, in both versions.
 */
final class ModelCoordinator {
  /** Of TxnOffsetCommit and of EndTxn. */
  static final int FIRST_OF_TV2 = 5;

  private enum State {
    EMPTY,
    ONGOING,
    PREPARE_COMMIT,
    PREPARE_ABORT,
    COMPLETE_COMMIT,
    COMPLETE_ABORT;

    boolean isPreparing() {
      return this == PREPARE_COMMIT || this == PREPARE_ABORT;
    }

    boolean isOf(boolean commit) {
      return this == (commit ? PREPARE_COMMIT : PREPARE_ABORT)
          || this == (commit ? COMPLETE_COMMIT : COMPLETE_ABORT);
    }
  }

  private final Random random;
  private final ModelLog[] logs;
  private final WrongCoordinator wrong;

  private State state = State.EMPTY;
  private ProducerId current;

  /** Whose end has brought {@link #current}, so that it may ask again (TV2); else null. */
  private ProducerId ended;

  /** Who asked for {@link #current}, so that it may ask again (KIP-360); else null. */
  private ProducerId raised;

  /** Those that the open transaction may write to. */
  private final Set<Integer> partitions = new HashSet<>();

  private boolean group;
  private final List<Long> pendingOffsets = new ArrayList<>();
  private final List<Long> committedOffsets = new ArrayList<>();
  private int turns;

  ModelCoordinator(Random random, ModelLog[] logs, WrongCoordinator wrong) {
    this.random = random;
    this.logs = logs;
    this.wrong = wrong;
    // Now and then the epochs of the id are soon used up.
    int epoch = random.nextInt(4) == 0 ? Short.MAX_VALUE - 2 - random.nextInt(4) : -1;
    this.current = new ProducerId(1, (short) epoch);
  }

  /** How many transactions have begun or have been decided. */
  int turns() {
    return turns;
  }

  /** In the order of the commits. */
  List<Long> committedOffsets() {
    return committedOffsets;
  }

  boolean isOngoing() {
    return state == State.ONGOING;
  }

  private void raiseEpoch() {
    boolean usedUp = current.epoch() >= Short.MAX_VALUE - 1;
    current =
        usedUp
            ? new ProducerId(current.id() + 1, (short) 0)
            : new ProducerId(current.id(), (short) (current.epoch() + 1));
    ended = null;
    raised = null;
  }

  /** What an InitProducerId without a producer id does. */
  ErrorCode initialize() {
    if (state == State.ONGOING) {
      fence();
    }
    if (state.isPreparing()) {
      return ErrorCode.CONCURRENT_TRANSACTIONS;
    }
    raiseEpoch();
    state = State.EMPTY;
    return ErrorCode.NONE;
  }

  /** What an InitProducerId does that asks for the next epoch. */
  ErrorCode raise(ProducerId id) {
    if (state.isPreparing()) {
      return ErrorCode.CONCURRENT_TRANSACTIONS;
    }
    if (id.equals(raised)) {
      return ErrorCode.NONE;
    }
    if (!id.equals(current)) {
      return ErrorCode.PRODUCER_FENCED;
    }
    if (state == State.ONGOING) {
      fence();
      return ErrorCode.CONCURRENT_TRANSACTIONS;
    }
    raiseEpoch();
    raised = id;
    state = State.EMPTY;
    return ErrorCode.NONE;
  }

  ProducerId current() {
    return current;
  }

  /** The open transaction is aborted, and who has opened it is shut out. */
  private void fence() {
    raiseEpoch();
    prepare(false);
  }

  /** Another producer takes over the transactional id. */
  void takeOver() {
    if (initialize() != ErrorCode.NONE) {
      complete();
      initialize();
    }
  }

  /** The transaction has been open for too long. */
  void expire() {
    if (state == State.ONGOING) {
      fence();
    }
  }

  private ErrorCode enlist(ProducerId id) {
    if (id.id() != current.id()) {
      return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
    }
    if (!id.equals(current)) {
      return ErrorCode.PRODUCER_FENCED;
    }
    if (state.isPreparing()) {
      return ErrorCode.CONCURRENT_TRANSACTIONS;
    }
    turns += state == State.ONGOING ? 0 : 1;
    state = State.ONGOING;
    return ErrorCode.NONE;
  }

  ErrorCode addPartitions(ProducerId id, Collection<Integer> wanted) {
    ErrorCode error = enlist(id);
    if (error == ErrorCode.NONE) {
      partitions.addAll(wanted);
    }
    return error;
  }

  ErrorCode addGroup(ProducerId id) {
    ErrorCode error = enlist(id);
    group |= error == ErrorCode.NONE;
    return error;
  }

  /** Whether a leader may write that, which brokers ask one another before each batch. */
  ErrorCode admit(ProducerId id, int partition, boolean v2) {
    ErrorCode error = v2 ? addPartitions(id, List.of(partition)) : mayWrite(id, partition);
    if (wrong == WrongCoordinator.LETS_ANYBODY_WRITE && error != ErrorCode.NONE) {
      partitions.add(partition);
      return ErrorCode.NONE;
    }
    return error == ErrorCode.PRODUCER_FENCED || error == ErrorCode.INVALID_PRODUCER_ID_MAPPING
        ? ErrorCode.INVALID_PRODUCER_EPOCH
        : error;
  }

  private ErrorCode mayWrite(ProducerId id, int partition) {
    if (!id.equals(current)) {
      return ErrorCode.INVALID_PRODUCER_EPOCH;
    }
    return state == State.ONGOING && partitions.contains(partition)
        ? ErrorCode.NONE
        : ErrorCode.INVALID_TXN_STATE;
  }

  ErrorCode commitOffset(ProducerId id, long offset, boolean v2) {
    ErrorCode error = v2 ? addGroup(id) : mayCommitOffset(id);
    if (error == ErrorCode.NONE) {
      keep(offset);
    }
    return error == ErrorCode.PRODUCER_FENCED ? ErrorCode.INVALID_PRODUCER_EPOCH : error;
  }

  private ErrorCode mayCommitOffset(ProducerId id) {
    if (!id.equals(current)) {
      return ErrorCode.INVALID_PRODUCER_EPOCH;
    }
    return state == State.ONGOING && group ? ErrorCode.NONE : ErrorCode.INVALID_TXN_STATE;
  }

  private void keep(long offset) {
    if (wrong == WrongCoordinator.COMMITS_OFFSETS_AT_ONCE) {
      committedOffsets.add(offset);
    } else if (wrong != WrongCoordinator.LOSES_OFFSETS && !pendingOffsets.contains(offset)) {
      pendingOffsets.add(offset);
    }
  }

  ErrorCode end(ProducerId id, boolean commit, boolean v2) {
    boolean again = v2 && id.equals(ended);
    if (id.id() != current.id() && !again) {
      return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
    }
    if (!id.equals(current) && !(again && state != State.ONGOING && state != State.EMPTY)) {
      return ErrorCode.PRODUCER_FENCED;
    }
    return switch (state) {
      case ONGOING -> {
        end(commit, v2);
        yield ErrorCode.NONE;
      }
      case EMPTY -> endNothing(commit, v2);
      case PREPARE_COMMIT, PREPARE_ABORT ->
          state.isOf(commit) || !again && v2
              ? ErrorCode.CONCURRENT_TRANSACTIONS
              : ErrorCode.INVALID_TXN_STATE;
      case COMPLETE_COMMIT, COMPLETE_ABORT -> {
        if (again || !v2) {
          yield state.isOf(commit) ? ErrorCode.NONE : ErrorCode.INVALID_TXN_STATE;
        }
        yield endNothing(commit, true);
      }
    };
  }

  /** In TV2 a producer cannot know whether a broker has added a partition, so it may abort. */
  private ErrorCode endNothing(boolean commit, boolean v2) {
    if (commit || !v2) {
      return ErrorCode.INVALID_TXN_STATE;
    }
    end(false, true);
    return ErrorCode.NONE;
  }

  private void end(boolean commit, boolean v2) {
    ProducerId id = current;
    if (v2) {
      raiseEpoch();
      ended = id;
    }
    if (wrong == WrongCoordinator.ANSWERS_AN_END_WITHOUT_ENDING && random.nextInt(4) == 0) {
      return;
    }
    boolean asAsked =
        !(wrong == WrongCoordinator.ABORTS_WHAT_IS_COMMITTED && commit)
            && !(wrong == WrongCoordinator.COMMITS_WHAT_IS_ABORTED && !commit);
    prepare(asAsked == commit);
  }

  private void prepare(boolean commit) {
    turns++;
    state = commit ? State.PREPARE_COMMIT : State.PREPARE_ABORT;
    if (random.nextBoolean()) {
      complete();
    }
  }

  /** The markers are written. */
  void complete() {
    if (!state.isPreparing()) {
      return;
    }
    boolean commit = state == State.PREPARE_COMMIT;
    boolean partly = random.nextInt(4) == 0;
    int count = 0;
    for (int partition : partitions) {
      boolean last = partly && ++count == partitions.size();
      if (last && wrong == WrongCoordinator.FORGETS_A_PARTITION) {
        continue;
      }
      boolean odd = last && wrong == WrongCoordinator.ENDS_PARTITIONS_DIFFERENTLY;
      logs[partition].end(commit != odd);
    }
    if (commit) {
      committedOffsets.addAll(pendingOffsets);
    }
    pendingOffsets.clear();
    partitions.clear();
    group = false;
    state = commit ? State.COMPLETE_COMMIT : State.COMPLETE_ABORT;
  }
}
