package io.barnabas.network.cluster;

import java.util.Map;

/** Makes snapshots for tests of other packages. */
public final class Snapshots {

  /** Of a cluster with one topic. */
  public static MetadataSnapshot of(TopicMetadata topic, long version) {
    return new MetadataSnapshot(
        version, "cluster", -1, Map.of(), Map.of(topic.name(), topic), Map.of());
  }

  private Snapshots() {}
}
