package io.barnabas.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** What the brokers of a fake cluster tell of themselves and of their topics. Guarded by itself. */
final class FakeTopics {
  static final String CLUSTER_ID = "fake-cluster";

  private record Partition(int leader, int epoch) {}

  private record Topic(Uuid id, List<Partition> partitions) {}

  private final SortedMap<Integer, Integer> portsByNode = new TreeMap<>();
  private final Map<String, Topic> topics = new TreeMap<>();

  /** What is said of topics instead of telling of them. */
  private final Map<String, Errors> refused = new TreeMap<>();

  synchronized void addNode(int id, int port) {
    portsByNode.put(id, port);
  }

  synchronized void removeNode(int id) {
    portsByNode.remove(id);
  }

  synchronized int port(int node) {
    return portsByNode.get(node);
  }

  /** Replaces a topic of that name: it gets another id. Leaders are dealt round the nodes. */
  synchronized void put(String name, int partitions) {
    List<Integer> nodes = List.copyOf(portsByNode.keySet());
    List<Partition> dealt = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      dealt.add(new Partition(nodes.get(partition % nodes.size()), 0));
    }
    topics.put(name, new Topic(Uuid.randomUuid(), dealt));
    refused.remove(name);
  }

  /** As a topic that the client may not see, or whose name none can have. */
  synchronized void refuse(String name, Errors error) {
    topics.remove(name);
    refused.put(name, error);
  }

  synchronized void remove(String name) {
    topics.remove(name);
  }

  /** Gives the partition another leader (-1 for none) in its next epoch. */
  synchronized void lead(String name, int partition, int node) {
    List<Partition> partitions = topics.get(name).partitions();
    partitions.set(partition, new Partition(node, partitions.get(partition).epoch() + 1));
  }

  synchronized Uuid id(String name) {
    return topics.get(name).id();
  }

  /** The name of the topic with this id; null if there is none. */
  synchronized String name(Uuid id) {
    return topics.entrySet().stream()
        .filter(topic -> topic.getValue().id().equals(id))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  synchronized boolean exists(String name, int partition) {
    Topic topic = topics.get(name);
    return topic != null && partition >= 0 && partition < topic.partitions().size();
  }

  /** The leader of a partition that exists; -1 for none. */
  synchronized int leader(String name, int partition) {
    return topics.get(name).partitions().get(partition).leader();
  }

  /** The leader epoch of a partition that exists. */
  synchronized int epoch(String name, int partition) {
    return topics.get(name).partitions().get(partition).epoch();
  }

  synchronized MetadataResponseData answer(MetadataRequestData request) {
    MetadataResponseData response =
        new MetadataResponseData().setClusterId(CLUSTER_ID).setControllerId(controller());
    portsByNode.forEach((id, port) -> response.brokers().add(broker(id, port)));
    if (request.topics() == null) {
      topics.keySet().forEach(name -> response.topics().add(describe(name, Uuid.ZERO_UUID)));
    } else {
      request.topics().forEach(topic -> response.topics().add(describe(topic)));
    }
    return response;
  }

  private int controller() {
    return portsByNode.isEmpty() ? -1 : portsByNode.firstKey();
  }

  private static MetadataResponseBroker broker(int id, int port) {
    return new MetadataResponseBroker().setNodeId(id).setHost(BrokerAddress.HOST).setPort(port);
  }

  private MetadataResponseTopic describe(MetadataRequestTopic topic) {
    boolean byName = topic.topicId().equals(Uuid.ZERO_UUID);
    return describe(byName ? topic.name() : name(topic.topicId()), topic.topicId());
  }

  private MetadataResponseTopic describe(String name, Uuid askedId) {
    Topic topic = name == null ? null : topics.get(name);
    if (topic == null) {
      return new MetadataResponseTopic()
          .setName(name)
          .setTopicId(askedId)
          .setErrorCode(whyAbsent(name).code());
    }
    return new MetadataResponseTopic()
        .setName(name)
        .setTopicId(topic.id())
        .setPartitions(
            IntStream.range(0, topic.partitions().size())
                .mapToObj(index -> describe(index, topic.partitions().get(index)))
                .toList());
  }

  private Errors whyAbsent(String name) {
    return name == null
        ? Errors.UNKNOWN_TOPIC_ID
        : refused.getOrDefault(name, Errors.UNKNOWN_TOPIC_OR_PARTITION);
  }

  private MetadataResponsePartition describe(int index, Partition partition) {
    Errors error = partition.leader() < 0 ? Errors.LEADER_NOT_AVAILABLE : Errors.NONE;
    List<Integer> replicas = List.copyOf(portsByNode.keySet());
    return new MetadataResponsePartition()
        .setPartitionIndex(index)
        .setErrorCode(error.code())
        .setLeaderId(partition.leader())
        .setLeaderEpoch(partition.epoch())
        .setReplicaNodes(replicas)
        .setIsrNodes(replicas);
  }
}
