package io.barnabas.consumer.group;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a member of a consumer group (KIP-848) stands. Every state may fall back to {@link #OUT}.
 */
enum ConsumerState {
  /** Not subscribed, or gone. */
  OUT,

  /** Sends heartbeats with epoch 0 until the coordinator gives it another. */
  JOINING,

  /** Has what the coordinator wants it to have. */
  STABLE,

  /** The coordinator wants it to have something else; the polling thread takes that over. */
  RECONCILING,

  /** Has taken a new assignment over; the next heartbeat, due at once, says so. */
  ACKNOWLEDGING,

  /** Out of the group against its will; joins again when the polling thread gave all up. */
  LOST,

  /** Refused for good. Stays so. */
  FAILED;

  private Set<ConsumerState> before;

  static {
    OUT.before = EnumSet.complementOf(EnumSet.of(FAILED));
    JOINING.before = EnumSet.of(OUT);
    STABLE.before = EnumSet.of(JOINING, RECONCILING, ACKNOWLEDGING);
    RECONCILING.before = EnumSet.of(JOINING, STABLE, ACKNOWLEDGING);
    ACKNOWLEDGING.before = EnumSet.of(RECONCILING);
    LOST.before = EnumSet.of(JOINING, STABLE, RECONCILING, ACKNOWLEDGING);
    FAILED.before = EnumSet.of(JOINING, STABLE, RECONCILING, ACKNOWLEDGING, LOST);
  }

  /** Fails if the transition is not legal. */
  ConsumerState to(ConsumerState next) {
    if (!next.before.contains(this)) {
      throw new IllegalStateException("A group member cannot go from " + this + " to " + next);
    }
    return next;
  }

  /** Whether it sends heartbeats. */
  boolean isActive() {
    return this == JOINING || this == STABLE || this == RECONCILING || this == ACKNOWLEDGING;
  }

  /** Whether a heartbeat must not wait for the interval. */
  boolean hurries() {
    return this == JOINING || this == ACKNOWLEDGING;
  }
}
