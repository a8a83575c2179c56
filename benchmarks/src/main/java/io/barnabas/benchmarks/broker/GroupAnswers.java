package io.barnabas.benchmarks.broker;

import io.barnabas.protocol.message.ConsumerGroupHeartbeatRequest;
import io.barnabas.protocol.message.ConsumerGroupHeartbeatResponse;
import io.barnabas.protocol.message.ConsumerGroupHeartbeatResponse.Assignment;
import io.barnabas.protocol.message.ConsumerGroupHeartbeatResponse.TopicPartitions;
import io.barnabas.protocol.message.FindCoordinatorRequest;
import io.barnabas.protocol.message.FindCoordinatorResponse;
import io.barnabas.protocol.message.FindCoordinatorResponse.Coordinator;
import io.barnabas.protocol.message.OffsetCommitRequest;
import io.barnabas.protocol.message.OffsetCommitResponse;
import io.barnabas.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.barnabas.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import io.barnabas.protocol.message.OffsetFetchRequest;
import io.barnabas.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.barnabas.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.barnabas.protocol.message.OffsetFetchResponse;
import io.barnabas.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.barnabas.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.barnabas.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A coordinator of the new group protocol (KIP-848) whose groups have as many members as ask: each
 * gets all partitions. Commits are confirmed and forgotten. Sink thread only.
 */
final class GroupAnswers {
  private static final int MEMBER_EPOCH = 1;
  private static final int HEARTBEAT_INTERVAL_MS = 5_000;
  private static final long NEVER_COMMITTED = -1;

  private final SinkTopic topic;
  private final int node;
  private final String host;
  private final int port;

  GroupAnswers(SinkTopic topic, int node, String host, int port) {
    this.topic = topic;
    this.node = node;
    this.host = host;
    this.port = port;
  }

  FindCoordinatorResponse coordinators(FindCoordinatorRequest request) {
    return new FindCoordinatorResponse()
        .coordinators(
            request.coordinatorKeys().stream()
                .map(key -> new Coordinator().key(key).nodeId(node).host(host).port(port))
                .toList());
  }

  /** A member that joins hears what is its own, one that leaves hears its epoch again. */
  ConsumerGroupHeartbeatResponse heartbeat(ConsumerGroupHeartbeatRequest request) {
    boolean joins = request.memberEpoch() == 0;
    boolean leaves = request.memberEpoch() < 0;
    return new ConsumerGroupHeartbeatResponse()
        .memberId(request.memberId())
        .memberEpoch(leaves ? request.memberEpoch() : MEMBER_EPOCH)
        .heartbeatIntervalMs(HEARTBEAT_INTERVAL_MS)
        .assignment(joins ? everything() : null);
  }

  private Assignment everything() {
    List<Integer> partitions = IntStream.range(0, topic.partitions()).boxed().toList();
    return new Assignment()
        .topicPartitions(List.of(new TopicPartitions().topicId(topic.id()).partitions(partitions)));
  }

  /** Nobody has ever committed anything. */
  OffsetFetchResponse committed(OffsetFetchRequest request) {
    return new OffsetFetchResponse()
        .groups(request.groups().stream().map(GroupAnswers::committed).toList());
  }

  private static OffsetFetchResponseGroup committed(OffsetFetchRequestGroup group) {
    return new OffsetFetchResponseGroup()
        .groupId(group.groupId())
        .topics(group.topics().stream().map(GroupAnswers::committed).toList());
  }

  private static OffsetFetchResponseTopics committed(OffsetFetchRequestTopics topic) {
    return new OffsetFetchResponseTopics()
        .name(topic.name())
        .partitions(
            topic.partitionIndexes().stream()
                .map(
                    partition ->
                        new OffsetFetchResponsePartitions()
                            .partitionIndex(partition)
                            .committedOffset(NEVER_COMMITTED))
                .toList());
  }

  OffsetCommitResponse commit(OffsetCommitRequest request) {
    return new OffsetCommitResponse()
        .topics(
            request.topics().stream()
                .map(
                    committed ->
                        new OffsetCommitResponseTopic()
                            .name(committed.name())
                            .partitions(
                                committed.partitions().stream()
                                    .map(
                                        partition ->
                                            new OffsetCommitResponsePartition()
                                                .partitionIndex(partition.partitionIndex()))
                                    .toList()))
                .toList());
  }
}
