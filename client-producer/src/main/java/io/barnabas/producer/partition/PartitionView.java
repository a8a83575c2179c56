package io.barnabas.producer.partition;

import io.barnabas.network.cluster.PartitionMetadata;
import io.barnabas.network.cluster.TopicMetadata;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The partitions of one topic as a record's choice sees them. Immutable. */
public final class PartitionView {
  private final int count;

  /** The partitions that have a leader. */
  private final int[] available;

  private PartitionView(int count, int[] available) {
    this.count = count;
    this.available = available;
  }

  public static PartitionView of(TopicMetadata topic) {
    int[] available =
        Arrays.stream(topic.partitions())
            .filter(partition -> partition.leader() >= 0)
            .mapToInt(PartitionMetadata::partition)
            .toArray();
    return new PartitionView(topic.partitionCount(), available);
  }

  public int count() {
    return count;
  }

  /** One of those with a leader, or of all if none has one. */
  int random(RandomGenerator random) {
    return available.length == 0
        ? random.nextInt(count)
        : available[random.nextInt(available.length)];
  }
}
