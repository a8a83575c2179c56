package io.barnabas.consumer.group;

import io.barnabas.consumer.handover.Deadline;
import io.barnabas.protocol.ErrorCode;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * A consumer's membership in its group, whatever the protocol. The methods without another word are
 * for the polling thread.
 */
public interface GroupMembership {

  /**
   * Tells that the application polls, and takes the steps of a rebalance that are due; does not
   * block beyond what listeners and assignors do. Throws what they threw.
   */
  void poll(long nowMs);

  /** The subscription has changed. */
  void subscriptionChanged();

  /** Asks for a rebalance soon, where the protocol knows that. */
  void requestRejoin(String reason);

  /**
   * @throws UnsupportedOperationException if the group's coordinator does not match topics against
   *     patterns
   */
  void requireServerPatterns();

  ConsumerGroupMetadata groupMetadata();

  /** Tells the listener that all partitions go; a failure of its is thrown when all is done. */
  void giveUpPartitions();

  /** Gives all partitions up and leaves; waits until the deadline where the protocol does. */
  void unsubscribe(Deadline deadline);

  /**
   * Leaves the group and waits for it at most until the deadline; the next {@link #poll} of a
   * subscribed consumer joins anew.
   *
   * @param tellsGroup whether to send the group a word, or to let the session run out
   */
  void leave(String reason, LeaveMode tellsGroup, Deadline deadline);

  /**
   * As whom to commit. Loop thread.
   *
   * @throws org.apache.kafka.common.KafkaException if there is nothing to commit as at the moment
   */
  CommitIdentity commitIdentity();

  /** As whom to ask for committed offsets. Loop thread. */
  CommitIdentity fetchIdentity();

  /**
   * What a commit's error about the membership means: changes the membership's state and returns
   * what to throw, or null if the error is not about the membership. Loop thread.
   */
  RuntimeException onCommitError(ErrorCode error, CommitIdentity sentAs);

  /** What leaving tells the group. */
  enum LeaveMode {
    /** Dynamic members leave, static ones stay. */
    DEFAULT,
    LEAVE,
    REMAIN
  }
}
