package io.barnabas.testkit;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponsePartition;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** What a {@link FakeBroker} answers where nothing else is scripted. Thread-safe. */
final class FakeDefaults {
  private static final AtomicLong PRODUCER_IDS = new AtomicLong(1_000);

  private final int nodeId;
  private final FakeVersions versions;
  private final FakeTopics topics;
  private final FakeStorage storage;

  FakeDefaults(int nodeId, FakeVersions versions, FakeTopics topics, FakeLog log) {
    this.nodeId = nodeId;
    this.versions = versions;
    this.topics = topics;
    this.storage = new FakeStorage(nodeId, topics, log);
  }

  Reply answer(FakeRequest request) {
    return switch (request.api()) {
      case API_VERSIONS -> Reply.of(versions.table());
      case METADATA -> Reply.of(topics.answer(request.body()));
      case DESCRIBE_CLUSTER -> Reply.of(describeCluster());
      case DESCRIBE_TOPIC_PARTITIONS -> Reply.of(describeTopics(request.body()));
      case FIND_COORDINATOR -> Reply.of(coordinator(request.body(), request.version()));
      case INIT_PRODUCER_ID ->
          Reply.of(new InitProducerIdResponseData().setProducerId(PRODUCER_IDS.getAndIncrement()));
      case PRODUCE -> storage.produce(request.body());
      case FETCH -> storage.fetch(request.body());
      case LIST_OFFSETS -> storage.listOffsets(request.body());
      default -> Reply.error(Errors.UNKNOWN_SERVER_ERROR);
    };
  }

  private MetadataResponseData metadata(List<MetadataRequestTopic> of) {
    return topics.answer(new MetadataRequestData().setTopics(of));
  }

  private DescribeClusterResponseData describeCluster() {
    MetadataResponseData metadata = metadata(List.of());
    DescribeClusterResponseData response = new DescribeClusterResponseData();
    response.setClusterId(metadata.clusterId()).setControllerId(metadata.controllerId());
    for (MetadataResponseBroker node : metadata.brokers()) {
      response
          .brokers()
          .add(
              new DescribeClusterBroker()
                  .setBrokerId(node.nodeId())
                  .setHost(node.host())
                  .setPort(node.port()));
    }
    return response;
  }

  private DescribeTopicPartitionsResponseData describeTopics(
      DescribeTopicPartitionsRequestData request) {
    List<MetadataRequestTopic> asked =
        request.topics().stream().map(t -> new MetadataRequestTopic().setName(t.name())).toList();
    DescribeTopicPartitionsResponseData response = new DescribeTopicPartitionsResponseData();
    for (MetadataResponseTopic topic : metadata(asked).topics()) {
      response
          .topics()
          .add(
              new DescribeTopicPartitionsResponseTopic()
                  .setName(topic.name())
                  .setTopicId(topic.topicId())
                  .setErrorCode(topic.errorCode())
                  .setPartitions(topic.partitions().stream().map(FakeDefaults::describe).toList()));
    }
    return response;
  }

  private static DescribeTopicPartitionsResponsePartition describe(
      MetadataResponsePartition partition) {
    return new DescribeTopicPartitionsResponsePartition()
        .setPartitionIndex(partition.partitionIndex())
        .setErrorCode(partition.errorCode())
        .setLeaderId(partition.leaderId())
        .setLeaderEpoch(partition.leaderEpoch())
        .setEligibleLeaderReplicas(List.of())
        .setLastKnownElr(List.of())
        .setReplicaNodes(partition.replicaNodes())
        .setIsrNodes(partition.isrNodes());
  }

  private FindCoordinatorResponseData coordinator(
      FindCoordinatorRequestData request, short version) {
    int port = topics.port(nodeId);
    if (version < 4) {
      return new FindCoordinatorResponseData()
          .setNodeId(nodeId)
          .setHost(BrokerAddress.HOST)
          .setPort(port);
    }
    List<Coordinator> coordinators =
        request.coordinatorKeys().stream()
            .map(key -> new Coordinator().setKey(key).setNodeId(nodeId))
            .map(coordinator -> coordinator.setHost(BrokerAddress.HOST).setPort(port))
            .toList();
    return new FindCoordinatorResponseData().setCoordinators(coordinators);
  }
}
