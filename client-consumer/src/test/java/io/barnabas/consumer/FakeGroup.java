package io.barnabas.consumer;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeRequest;
import io.barnabas.testkit.Reply;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Lets a scripted broker coordinate a group of one member, its leader, that has committed nothing:
 * what {@link FakeBroker#once} says about a request comes first.
 */
final class FakeGroup {
  private final AtomicInteger generation = new AtomicInteger();

  private FakeGroup() {}

  static FakeGroup on(FakeBroker broker) {
    FakeGroup group = new FakeGroup();
    broker.on(ApiKeys.JOIN_GROUP, group::join);
    broker.on(ApiKeys.SYNC_GROUP, group::sync);
    broker.on(ApiKeys.HEARTBEAT, new HeartbeatResponseData());
    broker.on(ApiKeys.LEAVE_GROUP, new LeaveGroupResponseData());
    broker.on(ApiKeys.OFFSET_FETCH, group::offsets);
    broker.on(ApiKeys.OFFSET_COMMIT, request -> commit(request, Errors.NONE));
    return group;
  }

  int generation() {
    return generation.get();
  }

  private Reply join(FakeRequest request) {
    JoinGroupRequestData asked = request.body();
    String memberId = asked.memberId().isEmpty() ? "member" : asked.memberId();
    return Reply.of(
        new JoinGroupResponseData()
            .setGenerationId(generation.incrementAndGet())
            .setProtocolType("consumer")
            .setProtocolName(asked.protocols().iterator().next().name())
            .setLeader(memberId)
            .setMemberId(memberId)
            .setMembers(
                List.of(
                    new JoinGroupResponseMember()
                        .setMemberId(memberId)
                        .setMetadata(asked.protocols().iterator().next().metadata()))));
  }

  private Reply sync(FakeRequest request) {
    SyncGroupRequestData asked = request.body();
    return Reply.of(
        new SyncGroupResponseData()
            .setProtocolType("consumer")
            .setProtocolName(asked.protocolName())
            .setAssignment(asked.assignments().get(0).assignment()));
  }

  private Reply offsets(FakeRequest request) {
    OffsetFetchRequestData asked = request.body();
    OffsetFetchResponseGroup group =
        new OffsetFetchResponseGroup().setGroupId(asked.groups().get(0).groupId());
    asked
        .groups()
        .get(0)
        .topics()
        .forEach(
            topic ->
                group
                    .topics()
                    .add(
                        new OffsetFetchResponseTopics()
                            .setName(topic.name())
                            .setPartitions(
                                topic.partitionIndexes().stream()
                                    .map(
                                        p ->
                                            new OffsetFetchResponsePartitions()
                                                .setPartitionIndex(p)
                                                .setCommittedOffset(-1))
                                    .toList())));
    return Reply.of(new OffsetFetchResponseData().setGroups(List.of(group)));
  }

  /** A commit's answer with one error for all partitions. */
  static Reply commit(FakeRequest request, Errors error) {
    OffsetCommitRequestData asked = request.body();
    OffsetCommitResponseData answer = new OffsetCommitResponseData();
    asked
        .topics()
        .forEach(
            topic ->
                answer
                    .topics()
                    .add(
                        new OffsetCommitResponseTopic()
                            .setName(topic.name())
                            .setPartitions(
                                topic.partitions().stream()
                                    .map(
                                        p ->
                                            new OffsetCommitResponsePartition()
                                                .setPartitionIndex(p.partitionIndex())
                                                .setErrorCode(error.code()))
                                    .toList())));
    return Reply.of(answer);
  }
}
