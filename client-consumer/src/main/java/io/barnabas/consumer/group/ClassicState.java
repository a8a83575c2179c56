package io.barnabas.consumer.group;

import java.util.EnumSet;
import java.util.Set;

/** Where a member of a classic group stands. Every state may fall back to {@link #UNJOINED}. */
enum ClassicState {
  /** Not part of the group, or thrown out of it. */
  UNJOINED,

  /** About to join: the polling thread gives up what it must and says what it wants. */
  PREPARING,

  /** JoinGroup is under way; the broker holds it until all members have come. */
  JOINING,

  /** Chosen as leader: the polling thread assigns the partitions to all members. */
  ASSIGNING,

  /** SyncGroup is under way. */
  SYNCING,

  /** The assignment is here; the polling thread takes it over. */
  COMPLETING,

  /** At work. */
  STABLE,

  /** An error has to reach the application before anything else is tried. */
  FAILED;

  private Set<ClassicState> before;

  static {
    UNJOINED.before = EnumSet.allOf(ClassicState.class);
    PREPARING.before = EnumSet.of(UNJOINED, STABLE);
    JOINING.before = EnumSet.of(PREPARING);
    ASSIGNING.before = EnumSet.of(JOINING);
    SYNCING.before = EnumSet.of(JOINING, ASSIGNING);
    COMPLETING.before = EnumSet.of(SYNCING);
    STABLE.before = EnumSet.of(COMPLETING);
    FAILED.before = EnumSet.complementOf(EnumSet.of(FAILED));
  }

  boolean mayFollow(ClassicState previous) {
    return before.contains(previous);
  }

  /** Fails if the transition is not legal. */
  ClassicState to(ClassicState next) {
    if (!next.mayFollow(this)) {
      throw new IllegalStateException("A group member cannot go from " + this + " to " + next);
    }
    return next;
  }

  /** Between giving up the old assignment and getting the new one. */
  boolean isRebalancing() {
    return this == JOINING || this == ASSIGNING || this == SYNCING;
  }
}
