package io.barnabas.network.cluster;

import io.barnabas.protocol.ErrorCode;
import java.util.Collection;
import java.util.UUID;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;

/** The cluster as it was last described. Immutable; read from any thread without a lock. */
public final class MetadataSnapshot {

  /** Grows by one with every answer and leader hint taken over; 0 before the first. */
  public long version() {
    throw new UnsupportedOperationException();
  }

  /** Null before the first answer. */
  public String clusterId() {
    throw new UnsupportedOperationException();
  }

  /** The active controller's node id, or -1. */
  public int controllerId() {
    throw new UnsupportedOperationException();
  }

  public Collection<Node> brokers() {
    throw new UnsupportedOperationException();
  }

  /** Null if there is no such broker. */
  public Node broker(int nodeId) {
    throw new UnsupportedOperationException();
  }

  /** Null if the topic is not known (see {@link #topicError}). */
  public TopicMetadata topic(String name) {
    throw new UnsupportedOperationException();
  }

  public TopicMetadata topic(UUID id) {
    throw new UnsupportedOperationException();
  }

  public Collection<TopicMetadata> topics() {
    throw new UnsupportedOperationException();
  }

  /** What the cluster said of a topic it did not describe: NONE if it was not asked. */
  public ErrorCode topicError(String name) {
    throw new UnsupportedOperationException();
  }

  /** Null if the topic or the partition is not known. */
  public PartitionMetadata partition(String topic, int partition) {
    throw new UnsupportedOperationException();
  }

  /** The leader's node id, or -1. */
  public int leader(String topic, int partition) {
    throw new UnsupportedOperationException();
  }

  /**
   * The same as the public type that partitioners, assignors and {@code ClusterResourceListener}
   * take; built once, when first asked for.
   */
  public Cluster toCluster() {
    throw new UnsupportedOperationException();
  }
}
