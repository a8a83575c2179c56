package io.barnabas.consumer.group;

import io.barnabas.protocol.message.JoinGroupResponse;

/**
 * What the loop asks of the polling thread in the course of a rebalance. Immutable; each step is
 * answered by its identity, so that the answer to an outdated one counts for nothing.
 */
sealed interface RebalanceStep {

  /**
   * Give up what has to be given up, then say what to join with.
   *
   * @param generation the one that ends; none if it was lost
   * @param givesUp false if that was done before and only the joining is tried anew
   */
  record Prepare(Generation generation, boolean givesUp) implements RebalanceStep {}

  /** Assign the partitions to all members. */
  record Assign(Generation generation, JoinGroupResponse joined) implements RebalanceStep {}

  /** Take the assignment over. */
  record Complete(Generation generation, byte[] assignment) implements RebalanceStep {}

  /** Take over what the coordinator assigns, as far as the names of its topics are known. */
  record Reconcile(TargetAssignment.Resolved resolved) implements RebalanceStep {}

  /** Give up all partitions: they are lost. */
  final class Lose implements RebalanceStep {}

  /** Throw this. */
  record Fail(RuntimeException cause) implements RebalanceStep {}
}
