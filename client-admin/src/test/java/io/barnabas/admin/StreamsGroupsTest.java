package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static io.barnabas.admin.BothAdmins.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.KafkaCluster;
import io.barnabas.testkit.Reply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.Assignment;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.Endpoint;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.KeyValue;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.Member;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.Subtopology;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.TaskIds;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.TaskOffset;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.TopicInfo;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.Topology;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Streams groups, beside kafka-clients' own admin client. */
class StreamsGroupsTest {

  @Test
  void streamsGroupIsDescribedAsByKafkaClients() throws Exception {
    try (FakeBroker broker = FakeBroker.start();
        BothAdmins admins = new BothAdmins(broker.address())) {
      broker.on(ApiKeys.STREAMS_GROUP_DESCRIBE, answer(group().setTopology(topology())));

      StreamsGroupDescription described =
          admins.same(admin -> admin.describeStreamsGroups(List.of("g")).all()).get("g");

      assertEquals(1, described.members().size());
      assertEquals(1, described.subtopologies().size());
      assertEquals(3, described.topologyEpoch());
    }
  }

  @Test
  void groupWithoutTopologyFailsAndALoadingCoordinatorIsAskedAgain() {
    try (FakeBroker broker = FakeBroker.start();
        BothAdmins admins = new BothAdmins(broker.address())) {
      broker.on(ApiKeys.STREAMS_GROUP_DESCRIBE, answer(group()));
      assertInstanceOf(
          IllegalStateException.class,
          admins.sameFailureType(admin -> admin.describeStreamsGroups(List.of("g")).all()));

      int before = broker.requests(ApiKeys.STREAMS_GROUP_DESCRIBE).size();
      var loading = answer(group().setErrorCode(Errors.COORDINATOR_LOAD_IN_PROGRESS.code()));
      broker.once(ApiKeys.STREAMS_GROUP_DESCRIBE, request -> Reply.of(loading));
      broker.on(
          ApiKeys.STREAMS_GROUP_DESCRIBE,
          answer(group().setErrorCode(Errors.GROUP_ID_NOT_FOUND.code())));
      assertInstanceOf(
          GroupIdNotFoundException.class,
          failureOf(admins.ours.describeStreamsGroups(List.of("g")).all()));
      assertEquals(before + 2, broker.requests(ApiKeys.STREAMS_GROUP_DESCRIBE).size());
    }
  }

  @Test
  void offsetsOfAStreamsGroupAreThoseOfAConsumerGroup() throws Exception {
    try (BothAdmins admins = new BothAdmins(KafkaCluster.shared().bootstrapServers())) {
      String group = unique("streams");
      String topic = unique("streamed");
      TopicPartition partition = new TopicPartition(topic, 0);
      Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(partition, new OffsetAndMetadata(5));
      KafkaCluster.shared().createTopic(topic, 1);

      get(admins.ours.alterStreamsGroupOffsets(group, offsets).partitionResult(partition));
      var spec = Map.of(group, new ListStreamsGroupOffsetsSpec());
      assertEquals(
          offsets,
          admins.same(
              admin -> admin.listStreamsGroupOffsets(spec).partitionsToOffsetAndMetadata(group)));
      get(admins.ours.deleteStreamsGroupOffsets(group, Set.of(partition)).all());
      assertTrue(get(admins.ours.listStreamsGroupOffsets(spec).all()).get(group).isEmpty());
      get(admins.ours.alterStreamsGroupOffsets(group, offsets).all());
      get(admins.ours.deleteStreamsGroups(List.of(group)).all());
      admins.sameFailure(admin -> admin.deleteStreamsGroups(List.of(group)).all());
      admins.sameFailure(admin -> admin.describeStreamsGroups(List.of(group)).all());
    }
  }

  private static StreamsGroupDescribeResponseData answer(DescribedGroup group) {
    return new StreamsGroupDescribeResponseData().setGroups(List.of(group));
  }

  private static DescribedGroup group() {
    return new DescribedGroup()
        .setGroupId("g")
        .setGroupState("Stable")
        .setGroupEpoch(1)
        .setAssignmentEpoch(2)
        .setMembers(List.of(member()));
  }

  private static Topology topology() {
    return new Topology()
        .setEpoch(3)
        .setSubtopologies(
            List.of(
                new Subtopology()
                    .setSubtopologyId("0")
                    .setSourceTopics(List.of("in"))
                    .setRepartitionSinkTopics(List.of("sink"))
                    .setStateChangelogTopics(List.of(topic("changelog")))
                    .setRepartitionSourceTopics(List.of(topic("repartition")))));
  }

  private static TopicInfo topic(String name) {
    return new TopicInfo()
        .setName(name)
        .setPartitions(4)
        .setReplicationFactor((short) 1)
        .setTopicConfigs(List.of(new KeyValue().setKey("k").setValue("v")));
  }

  private static Member member() {
    return new Member()
        .setMemberId("m")
        .setMemberEpoch(2)
        .setInstanceId("i")
        .setClientId("c")
        .setClientHost("/h")
        .setTopologyEpoch(3)
        .setProcessId("p")
        .setUserEndpoint(new Endpoint().setHost("h").setPort(9))
        .setClientTags(List.of(new KeyValue().setKey("zone").setValue("z")))
        .setTaskOffsets(List.of(offset(1)))
        .setTaskEndOffsets(List.of(offset(2)))
        .setAssignment(assignment(0))
        .setTargetAssignment(assignment(1));
  }

  private static TaskOffset offset(long offset) {
    return new TaskOffset().setSubtopologyId("0").setPartition(1).setOffset(offset);
  }

  private static Assignment assignment(int partition) {
    TaskIds tasks = new TaskIds().setSubtopologyId("0").setPartitions(List.of(partition));
    return new Assignment()
        .setActiveTasks(List.of(tasks))
        .setStandbyTasks(List.of())
        .setWarmupTasks(List.of(tasks));
  }
}
