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
    /** There is a position. */
    VALID
  }

  private final TopicPartition topicPartition;
  private final SubscriptionState owner;

  private long fence;
  private State state = State.INITIALIZING;
  private ResetStrategy resetTo;
  private FetchPosition position;
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

  /** Null unless {@link State#VALID}. */
  public FetchPosition position() {
    return position;
  }

  public boolean isPaused() {
    return paused;
  }

  /** False once the partition has been given up: this object is then of no use. */
  public boolean isAssigned() {
    return assigned;
  }

  /** Whether its records may be handed to the application. */
  public boolean isFetchable() {
    return assigned && state == State.VALID && !paused && !pendingRevocation;
  }

  /** Jumps: whatever was fetched before is stale. */
  public void seek(FetchPosition to) {
    fence = owner.nextFence();
    become(State.VALID);
    resetTo = null;
    position = to;
    markChanged();
  }

  /** Gives up the position until one has been found by the strategy. */
  public void reset(ResetStrategy strategy) {
    fence = owner.nextFence();
    become(State.RESETTING);
    resetTo = strategy;
    position = null;
    markChanged();
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

  private void markChanged() {
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
