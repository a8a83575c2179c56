package io.barnabas.producer.partition;

import java.util.List;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The partitions that a record may go to: those with a leader, or all if none has one. */
final class Candidates {

  /**
   * The candidate whose turn it is, counted round and round. While all partitions have a leader,
   * the order in which the metadata lists them does not matter.
   *
   * @param turn any number, negative too
   * @throws UnknownTopicOrPartitionException if the topic has no partition
   */
  static int at(Cluster cluster, String topic, int turn) {
    int count = count(cluster, topic);
    int positive = turn & Integer.MAX_VALUE;
    List<PartitionInfo> available = cluster.availablePartitionsForTopic(topic);
    return available.isEmpty() || available.size() == count
        ? positive % count
        : available.get(positive % available.size()).partition();
  }

  /**
   * How many partitions the topic has.
   *
   * @throws UnknownTopicOrPartitionException if the topic has none
   */
  static int count(Cluster cluster, String topic) {
    Integer count = cluster.partitionCountForTopic(topic);
    if (count == null || count == 0) {
      throw new UnknownTopicOrPartitionException("No partition of topic " + topic + " is known.");
    }
    return count;
  }

  private Candidates() {}
}
