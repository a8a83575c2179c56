package io.barnabas.network.cluster;

import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;

/** The cluster as it was last described. Immutable; read from any thread without a lock. */
public final class MetadataSnapshot {

  static final MetadataSnapshot EMPTY =
      new MetadataSnapshot(0, null, -1, Map.of(), Map.of(), Map.of());

  private final long version;
  private final String clusterId;
  private final int controllerId;
  private final Map<Integer, Node> brokers;
  private final Map<String, TopicMetadata> topics;
  private final Map<UUID, TopicMetadata> topicsById;
  private final Map<String, ErrorCode> topicErrors;

  /** Derived from the rest when first asked for; two threads may both do so, to the same end. */
  private volatile Cluster cluster;

  /** Takes the maps over: nobody may change them any more. */
  MetadataSnapshot(
      long version,
      String clusterId,
      int controllerId,
      Map<Integer, Node> brokers,
      Map<String, TopicMetadata> topics,
      Map<String, ErrorCode> topicErrors) {
    this.version = version;
    this.clusterId = clusterId;
    this.controllerId = controllerId;
    this.brokers = brokers;
    this.topics = topics;
    this.topicErrors = topicErrors;
    this.topicsById = new HashMap<>(topics.size() * 2);
    for (TopicMetadata topic : topics.values()) {
      if (!topic.id().equals(ApiMessage.ZERO_UUID)) {
        topicsById.put(topic.id(), topic);
      }
    }
  }

  /** Grows by one with every answer and leader hint taken over; 0 before the first. */
  public long version() {
    return version;
  }

  /** Null before the first answer. */
  public String clusterId() {
    return clusterId;
  }

  /** The active controller's node id, or -1. With KRaft: some broker, which forwards. */
  public int controllerId() {
    return controllerId;
  }

  public Collection<Node> brokers() {
    return brokers.values();
  }

  /** Null if there is no such broker. */
  public Node broker(int nodeId) {
    return brokers.get(nodeId);
  }

  /** Null if the topic is not known (see {@link #topicError}). */
  public TopicMetadata topic(String name) {
    return topics.get(name);
  }

  /** Null if no known topic has this id. */
  public TopicMetadata topic(UUID id) {
    return topicsById.get(id);
  }

  public Collection<TopicMetadata> topics() {
    return topics.values();
  }

  /**
   * What the cluster said of a topic it did not describe when it was last asked for it: NONE if it
   * was not asked, or if it did describe it. A passing error leaves the last description in place.
   */
  public ErrorCode topicError(String name) {
    return topicErrors.getOrDefault(name, ErrorCode.NONE);
  }

  /** Null if the topic or the partition is not known. */
  public PartitionMetadata partition(String topic, int partition) {
    TopicMetadata known = topics.get(topic);
    return known == null || partition < 0 || partition >= known.partitions().length
        ? null
        : known.partitions()[partition];
  }

  /** The leader's node id, or -1. */
  public int leader(String topic, int partition) {
    PartitionMetadata known = partition(topic, partition);
    return known == null ? -1 : known.leader();
  }

  /**
   * The same as the public type that partitioners, assignors and {@code ClusterResourceListener}
   * take; built once, when first asked for.
   */
  public Cluster toCluster() {
    Cluster built = cluster;
    if (built == null) {
      built = ClusterView.of(this);
      cluster = built;
    }
    return built;
  }

  Map<Integer, Node> brokersById() {
    return brokers;
  }

  Map<String, TopicMetadata> topicsByName() {
    return topics;
  }

  Map<String, ErrorCode> topicErrors() {
    return topicErrors;
  }
}
