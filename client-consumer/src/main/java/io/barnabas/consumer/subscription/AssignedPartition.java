package io.barnabas.consumer.subscription;

import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition while it is assigned. Its {@link #fence} is drawn anew with the assignment and with
 * every jump of the position, from one counter for the whole consumer: whatever was asked for under
 * another fence is stale. Polling thread only.
 */
public final class AssignedPartition {

  /** Whether there is a position to fetch from. */
  public enum State {
    /** Just assigned: the committed offset is to be looked up. */
    INITIALIZING,
    /** The position is to be found by {@link #resetTo}. */
    RESETTING,
    /** There is a position, and the leader it is to be fetched from is not known or has changed. */
    LOCATED,
    /** The leader is being asked whether its log still has the position (KIP-320). */
    VALIDATING,
    /** There is a position that can be fetched from. */
    VALID
  }

  private final TopicPartition topicPartition;
  private final SubscriptionState owner;
  private final FetchProgress progress = new FetchProgress();

  private long fence;
  private State state = State.INITIALIZING;
  private ResetStrategy resetTo;
  private FetchPosition position;

  /** Whose log the position was found good in; null if in none yet. */
  private LogLeader leader;

  /** While {@link State#LOCATED}: not to be believed before it is validated. */
  private boolean inDoubt;

  /** While {@link State#VALIDATING}: who was asked, and when to ask again (monotonic). */
  private LogLeader candidate;

  private long validateAtMs;

  /** The metadata this position was first held against; -1 for none since the last jump. */
  private long firstLookVersion = -1;

  private boolean paused;
  private boolean pendingRevocation;
  private boolean assigned = true;
  private boolean changed;

  private long highWatermark = -1;
  private long lastStableOffset = -1;
  private long logStartOffset = -1;

  AssignedPartition(SubscriptionState owner, TopicPartition topicPartition, long fence) {
    this.owner = owner;
    this.topicPartition = topicPartition;
    this.fence = fence;
    owner.positionsMissing(1);
  }

  public TopicPartition topicPartition() {
    return topicPartition;
  }

  public long fence() {
    return fence;
  }

  public State state() {
    return state;
  }

  /** Null unless {@link State#RESETTING}. */
  public ResetStrategy resetTo() {
    return resetTo;
  }

  /** Null while {@link State#INITIALIZING} or {@link State#RESETTING}. */
  public FetchPosition position() {
    return position;
  }

  /** Whether there is a position that nobody has reason to doubt. */
  public boolean hasValidPosition() {
    return state == State.VALID || (state == State.LOCATED && !inDoubt);
  }

  /** Whose log the position was found good in; null if in none since the last jump. */
  public LogLeader leader() {
    return leader;
  }

  public boolean isPaused() {
    return paused;
  }

  /** Whether it is assigned, and neither the application nor the group wants it to rest. */
  public boolean isWanted() {
    return assigned && !paused && !pendingRevocation;
  }

  public FetchProgress progress() {
    return progress;
  }

  /** False once the partition has been given up: this object is then of no use. */
  public boolean isAssigned() {
    return assigned;
  }

  /** Whether its records may be handed to the application. */
  public boolean isFetchable() {
    return state == State.VALID && isWanted();
  }

  /** Jumps: whatever was fetched before is stale. */
  public void seek(FetchPosition to) {
    leader = null;
    firstLookVersion = -1;
    resetTo = null;
    position = to;
    inDoubt = false;
    refence(State.LOCATED);
  }

  /** The position just jumped to is to be held against the leader's epochs first. */
  public void doubt() {
    inDoubt = true;
  }

  /** The leader has changed, or the log: what was fetched from the former is stale. */
  public void relocate() {
    refence(State.LOCATED);
  }

  /** The position is in doubt until this leader has answered. */
  public void validate(LogLeader newLeader) {
    candidate = newLeader;
    validateAtMs = Long.MAX_VALUE;
    refence(State.VALIDATING);
  }

  /** The leader could not clear the doubt: to be asked again then. */
  public void validateAgain(long atMs) {
    validateAtMs = atMs;
  }

  /** The leader that was asked last. */
  public LogLeader candidate() {
    return candidate;
  }

  /** Whether this leader has been asked, and it is not time to ask again. */
  public boolean isWaitingFor(LogLeader asked, long nowMs) {
    return state == State.VALIDATING && asked.equals(candidate) && nowMs < validateAtMs;
  }

  /**
   * Whether the position is to be held against the leader of the present.
   *
   * @param news that may be another one than before
   */
  public boolean wantsLeader(boolean news, long nowMs) {
    return switch (state) {
      case INITIALIZING, RESETTING -> false;
      case LOCATED -> true;
      case VALIDATING -> news || nowMs >= validateAtMs;
      case VALID -> news;
    };
  }

  /** True until it has been asked for a version of the metadata and for a later one. */
  public boolean isFirstLook(long metadataVersion) {
    if (firstLookVersion < 0) {
      firstLookVersion = metadataVersion;
    }
    return firstLookVersion == metadataVersion;
  }

  /** The position is good in this leader's log: fetching may begin. */
  public void confirm(LogLeader newLeader) {
    leader = newLeader;
    inDoubt = false;
    become(State.VALID);
    markChanged();
  }

  /** The leader's log ends before the position, or diverges: goes back to where it does not. */
  public void truncate(FetchPosition to, LogLeader newLeader) {
    seek(to);
    confirm(newLeader);
  }

  private void refence(State next) {
    fence = owner.nextFence();
    become(next);
    markChanged();
  }

  /** Gives up the position until one has been found by the strategy. */
  public void reset(ResetStrategy strategy) {
    leader = null;
    resetTo = strategy;
    position = null;
    refence(State.RESETTING);
  }

  private void become(State next) {
    int missingBefore = state == State.VALID ? 0 : 1;
    int missingAfter = next == State.VALID ? 0 : 1;
    owner.positionsMissing(missingAfter - missingBefore);
    state = next;
  }

  /** Moves on past what the application got; what was fetched further on stays good. */
  public void advance(long offset, Optional<Integer> leaderEpoch) {
    position = new FetchPosition(offset, leaderEpoch);
  }

  /** Fetches again from the position: the loop has stopped after an error. */
  public void refetch() {
    fence = owner.nextFence();
    markChanged();
  }

  public void pause(boolean pause) {
    if (paused != pause) {
      paused = pause;
      markChanged();
    }
  }

  void pendingRevocation() {
    pendingRevocation = true;
    markChanged();
  }

  void unassign() {
    assigned = false;
    owner.positionsMissing(state == State.VALID ? 0 : -1);
    markChanged();
  }

  void markChanged() {
    if (!changed) {
      changed = true;
      owner.changed(this);
    }
  }

  void changeTaken() {
    changed = false;
  }

  /** What the leader said about the log; -1 leaves what is known. */
  public void logBounds(long highWatermark, long lastStableOffset, long logStartOffset) {
    if (highWatermark >= 0) {
      this.highWatermark = highWatermark;
    }
    if (lastStableOffset >= 0) {
      this.lastStableOffset = lastStableOffset;
    }
    if (logStartOffset >= 0) {
      this.logStartOffset = logStartOffset;
    }
  }

  /** -1 if not known. */
  public long logStartOffset() {
    return logStartOffset;
  }

  /** The offset behind the last record that can be read, or -1 if not known. */
  public long endOffset(boolean readCommitted) {
    return readCommitted ? lastStableOffset : highWatermark;
  }
}
