package io.barnabas.network.cluster;

import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.Uuid;

/** A snapshot as the {@link Cluster} that users' plug-ins know. */
final class ClusterView {

  static Cluster of(MetadataSnapshot snapshot) {
    List<PartitionInfo> partitions = new ArrayList<>();
    Set<String> internal = new HashSet<>();
    Map<String, Uuid> ids = new HashMap<>();
    for (TopicMetadata topic : snapshot.topics()) {
      for (PartitionMetadata partition : topic.partitions()) {
        partitions.add(partitionInfo(snapshot, topic.name(), partition));
      }
      if (topic.internal()) {
        internal.add(topic.name());
      }
      if (!topic.id().equals(ApiMessage.ZERO_UUID)) {
        ids.put(
            topic.name(),
            new Uuid(topic.id().getMostSignificantBits(), topic.id().getLeastSignificantBits()));
      }
    }
    return new Cluster(
        snapshot.clusterId(),
        snapshot.brokers(),
        partitions,
        topicsWith(snapshot, ErrorCode.TOPIC_AUTHORIZATION_FAILED),
        topicsWith(snapshot, ErrorCode.INVALID_TOPIC_EXCEPTION),
        internal,
        snapshot.broker(snapshot.controllerId()),
        ids);
  }

  private static PartitionInfo partitionInfo(
      MetadataSnapshot snapshot, String topic, PartitionMetadata partition) {
    return new PartitionInfo(
        topic,
        partition.partition(),
        snapshot.broker(partition.leader()),
        nodes(snapshot, partition.replicas()),
        nodes(snapshot, partition.isr()),
        nodes(snapshot, partition.offlineReplicas()));
  }

  /**
   * A replica whose broker is down has a node without an address, as users of kafka-clients know
   * it.
   */
  private static Node[] nodes(MetadataSnapshot snapshot, int[] ids) {
    Node[] nodes = new Node[ids.length];
    for (int i = 0; i < ids.length; i++) {
      Node broker = snapshot.broker(ids[i]);
      nodes[i] = broker != null ? broker : new Node(ids[i], "", -1);
    }
    return nodes;
  }

  private static Set<String> topicsWith(MetadataSnapshot snapshot, ErrorCode error) {
    Set<String> topics = new HashSet<>();
    snapshot
        .topicErrors()
        .forEach(
            (topic, code) -> {
              if (code == error) {
                topics.add(topic);
              }
            });
    return topics;
  }

  private ClusterView() {}
}
