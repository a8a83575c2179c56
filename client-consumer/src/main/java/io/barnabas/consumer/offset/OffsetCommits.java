package io.barnabas.consumer.offset;

import io.barnabas.consumer.group.CommitIdentity;
import io.barnabas.consumer.group.CoordinatorRequests;
import io.barnabas.consumer.group.GroupMembership;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.OffsetCommitRequest;
import io.barnabas.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.barnabas.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.barnabas.protocol.message.OffsetCommitResponse;
import io.barnabas.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.barnabas.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one commit, once, and reads its answer. Loop thread only. */
public final class OffsetCommits {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);

  /** Later versions name topics by ids, which are not known of every topic to commit. */
  private static final short HIGHEST_VERSION = 9;

  /** The first version that knows static members. */
  private static final int WITH_INSTANCE_ID = 7;

  private final String groupId;
  private final CoordinatorRequests coordinator;
  private final Supplier<? extends GroupMembership> membership;
  private final String logPrefix;

  /**
   * @param membership not asked before the first commit
   */
  public OffsetCommits(
      String groupId,
      CoordinatorRequests coordinator,
      Supplier<? extends GroupMembership> membership,
      String logPrefix) {
    this.groupId = groupId;
    this.coordinator = coordinator;
    this.membership = membership;
    this.logPrefix = logPrefix;
  }

  /**
   * @param asMember whether the group assigns the partitions
   * @param timeoutMs for the coordinator to be found, and again for its answer
   */
  CompletableFuture<Void> send(
      Map<TopicPartition, OffsetAndMetadata> offsets, boolean asMember, long timeoutMs) {
    try {
      CommitIdentity identity =
          asMember ? membership.get().commitIdentity() : CommitIdentity.STANDALONE;
      OffsetCommitRequest request = request(offsets, identity);
      return coordinator
          .send(
              VersionedRequest.atMost(
                  HIGHEST_VERSION,
                  version ->
                      request.groupInstanceId(
                          version < WITH_INSTANCE_ID ? null : identity.instanceId())),
              timeoutMs)
          .thenAccept(response -> read(response, offsets, identity));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private OffsetCommitRequest request(
      Map<TopicPartition, OffsetAndMetadata> offsets, CommitIdentity identity) {
    Map<String, OffsetCommitRequestTopic> topics = new LinkedHashMap<>();
    offsets.forEach(
        (tp, offset) -> {
          if (offset.offset() < 0) {
            throw new IllegalArgumentException("Invalid offset: " + offset.offset());
          }
          topics
              .computeIfAbsent(
                  tp.topic(),
                  name -> new OffsetCommitRequestTopic().name(name).partitions(new ArrayList<>()))
              .partitions()
              .add(
                  new OffsetCommitRequestPartition()
                      .partitionIndex(tp.partition())
                      .committedOffset(offset.offset())
                      .committedLeaderEpoch(offset.leaderEpoch().orElse(-1))
                      .committedMetadata(offset.metadata()));
        });
    return new OffsetCommitRequest()
        .groupId(groupId)
        .generationIdOrMemberEpoch(identity.generationId())
        .memberId(identity.memberId())
        .topics(new ArrayList<>(topics.values()));
  }

  private void read(
      OffsetCommitResponse response,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      CommitIdentity identity) {
    Set<String> unauthorized = new HashSet<>();
    for (OffsetCommitResponseTopic topic : response.topics()) {
      for (OffsetCommitResponsePartition partition : topic.partitions()) {
        ErrorCode error = ErrorCode.forCode(partition.errorCode());
        if (error == ErrorCode.NONE) {
          continue;
        }
        TopicPartition tp = new TopicPartition(topic.name(), partition.partitionIndex());
        LOG.warn(
            "{}Offset commit failed on partition {} at offset {}: {}",
            logPrefix,
            tp,
            offsets.get(tp),
            error);
        if (error == ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
          unauthorized.add(topic.name());
        } else {
          throw failure(error, identity);
        }
      }
    }
    if (!unauthorized.isEmpty()) {
      throw new TopicAuthorizationException(unauthorized);
    }
  }

  private RuntimeException failure(ErrorCode error, CommitIdentity identity) {
    RuntimeException ofMembership = membership.get().onCommitError(error, identity);
    if (ofMembership != null) {
      return ofMembership;
    }
    return switch (error) {
      case GROUP_AUTHORIZATION_FAILED -> GroupAuthorizationException.forGroupId(groupId);
      case OFFSET_METADATA_TOO_LARGE,
          INVALID_COMMIT_OFFSET_SIZE,
          COORDINATOR_LOAD_IN_PROGRESS,
          UNKNOWN_TOPIC_OR_PARTITION ->
          ErrorExceptions.of(error);
      case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, REQUEST_TIMED_OUT -> {
        coordinator.markUnknown();
        yield ErrorExceptions.of(error);
      }
      default ->
          new KafkaException(
              "Unexpected error in commit: " + ErrorExceptions.of(error).getMessage());
    };
  }
}
