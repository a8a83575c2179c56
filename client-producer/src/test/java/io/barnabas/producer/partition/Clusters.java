package io.barnabas.producer.partition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;

/** Clusters with one topic, as partitioners are shown them. */
final class Clusters {
  static final String TOPIC = "t";

  /** A partition for each argument: whether it has a leader. */
  static Cluster withLeaders(boolean... hasLeader) {
    Node node = new Node(1, "localhost", 9092);
    Node[] replicas = {node};
    List<PartitionInfo> partitions = new ArrayList<>();
    for (int i = 0; i < hasLeader.length; i++) {
      partitions.add(new PartitionInfo(TOPIC, i, hasLeader[i] ? node : null, replicas, replicas));
    }
    return new Cluster("c", List.of(node), partitions, Set.of(), Set.of());
  }

  static Cluster withPartitions(int count) {
    boolean[] hasLeader = new boolean[count];
    Arrays.fill(hasLeader, true);
    return withLeaders(hasLeader);
  }

  private Clusters() {}
}
