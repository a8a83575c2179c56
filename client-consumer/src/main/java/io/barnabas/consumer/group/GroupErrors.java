package io.barnabas.consumer.group;

import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.protocol.ErrorCode;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** The exceptions, with their words, that users of kafka-clients know from a group. Stateless. */
final class GroupErrors {
  private final GroupSettings settings;

  GroupErrors(GroupSettings settings) {
    this.settings = settings;
  }

  RuntimeException of(ErrorCode error, String request) {
    return switch (error) {
      case GROUP_AUTHORIZATION_FAILED -> GroupAuthorizationException.forGroupId(settings.groupId());
      case GROUP_MAX_SIZE_REACHED ->
          new GroupMaxSizeReachedException(
              "Consumer group %s already has the configured maximum number of members."
                  .formatted(settings.groupId()));
      case INCONSISTENT_GROUP_PROTOCOL,
          INVALID_SESSION_TIMEOUT,
          INVALID_GROUP_ID,
          FENCED_INSTANCE_ID,
          UNSUPPORTED_VERSION ->
          ErrorExceptions.of(error);
      default ->
          new KafkaException(
              "Unexpected error in %s response: %s"
                  .formatted(request, ErrorExceptions.of(error).getMessage()));
    };
  }

  /** Of a refused heartbeat of a consumer group's member. */
  RuntimeException ofHeartbeat(ErrorCode error, String message) {
    return switch (error) {
      case GROUP_AUTHORIZATION_FAILED -> GroupAuthorizationException.forGroupId(settings.groupId());
      case UNSUPPORTED_VERSION -> noConsumerGroups(false);
      case INVALID_REGULAR_EXPRESSION ->
          ErrorExceptions.of(
              error,
              "Invalid RE2J SubscriptionPattern provided in the call to subscribe. " + message);
      default -> ErrorExceptions.of(error, message);
    };
  }

  /**
   * Of a cluster that is too old.
   *
   * @param onlyPatterns whether it knows consumer groups, but no patterns in them
   */
  UnsupportedVersionException noConsumerGroups(boolean onlyPatterns) {
    return new UnsupportedVersionException(
        onlyPatterns
            ? "The cluster does not support regular expressions resolution on"
                + " ConsumerGroupHeartbeat API version 0. It must be upgraded to use"
                + " ConsumerGroupHeartbeat API version >= 1 to allow to subscribe to a"
                + " SubscriptionPattern."
            : "The cluster does not support the new CONSUMER group protocol. Set"
                + " group.protocol=classic on the consumer configs to revert to the CLASSIC protocol"
                + " until the cluster is upgraded.");
  }

  RuntimeException asRuntime(Throwable cause) {
    return cause instanceof RuntimeException runtime ? runtime : new KafkaException(cause);
  }

  /** Of a commit under an epoch; null if the error is not about the membership. */
  RuntimeException ofEpochCommit(ErrorCode error) {
    return switch (error) {
      case UNKNOWN_MEMBER_ID ->
          new CommitFailedException(
              "OffsetCommit failed with unknown member ID. "
                  + ErrorExceptions.of(error).getMessage());
      case STALE_MEMBER_EPOCH -> ErrorExceptions.of(error);
      default -> null;
    };
  }

  /** Of a commit that cannot be sent. */
  KafkaException notAMember(boolean rebalancing) {
    return rebalancing
        ? new RebalanceInProgressException(
            "Offset commit cannot be completed since the consumer is undergoing a rebalance for auto"
                + " partition assignment. You can try completing the rebalance by calling poll() and"
                + " then retry the operation.")
        : new CommitFailedException(
            "Offset commit cannot be completed since the consumer is not part of an active group for"
                + " auto partition assignment; it is likely that the consumer was kicked out of the"
                + " group.");
  }

  /**
   * Of a commit that the coordinator refused.
   *
   * @param unchanged whether the generation still is the one that the commit was sent under
   */
  RuntimeException ofCommit(ErrorCode error, boolean unchanged, boolean joining) {
    if (error == ErrorCode.REBALANCE_IN_PROGRESS) {
      return new RebalanceInProgressException(
          "Offset commit cannot be completed since the consumer group is executing a rebalance at the"
              + " moment. You can try completing the rebalance by calling poll() and then retry"
              + " commit again");
    }
    if (unchanged && error == ErrorCode.FENCED_INSTANCE_ID) {
      return ErrorExceptions.of(error);
    }
    if (!unchanged && joining) {
      return new RebalanceInProgressException(
          "Offset commit cannot be completed since the consumer member's generation is already stale,"
              + " meaning it has already participated another rebalance and got a new generation. You"
              + " can try completing the rebalance by calling poll() and then retry commit again");
    }
    return new CommitFailedException();
  }
}
