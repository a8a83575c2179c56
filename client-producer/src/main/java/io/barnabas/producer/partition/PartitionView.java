package io.barnabas.producer.partition;

import io.barnabas.network.cluster.PartitionMetadata;
import io.barnabas.network.cluster.TopicMetadata;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The partitions of one topic as a record's choice sees them: which may be chosen, and how likely
 * each is (KIP-794). Immutable.
 */
public final class PartitionView {
  private final int count;

  /** The partitions that have a leader. */
  private final int[] available;

  /** Null while all that are available are equally likely. */
  private final Weights weights;

  private PartitionView(int count, int[] available, Weights weights) {
    this.count = count;
    this.available = available;
    this.weights = weights;
  }

  /**
   * How likely partitions are.
   *
   * @param candidates those that may be chosen, ascending
   * @param sums for each candidate its weight and those of all before it
   * @param chosen by partition, whether it is a candidate: asked for each record
   */
  private record Weights(int[] candidates, int[] sums, boolean[] chosen) {
    int random(RandomGenerator random) {
      int drawn = random.nextInt(sums[sums.length - 1]);
      int found = Arrays.binarySearch(sums, drawn);
      return candidates[found < 0 ? -found - 1 : found + 1];
    }

    boolean has(int partition) {
      return partition < chosen.length && chosen[partition];
    }
  }

  public static PartitionView of(TopicMetadata topic) {
    int[] available =
        Arrays.stream(topic.partitions())
            .filter(partition -> partition.leader() >= 0)
            .mapToInt(PartitionMetadata::partition)
            .sorted()
            .toArray();
    return new PartitionView(topic.partitionCount(), available, null);
  }

  /**
   * The same partitions, those with less waiting the likelier: by the difference to the longest
   * queue, plus one.
   *
   * @param backlogs by partition, how many batches wait; negative if the partition must not be
   *     chosen, which counts unless it is so for all; of partitions left out none wait
   */
  public PartitionView weighted(int[] backlogs) {
    int[] candidates =
        IntStream.of(available).filter(partition -> backlog(backlogs, partition) >= 0).toArray();
    int[] lengths = IntStream.of(candidates).map(each -> backlog(backlogs, each)).toArray();
    IntSummaryStatistics range = IntStream.of(lengths).summaryStatistics();
    boolean allAlike = range.getMin() == range.getMax() && lengths.length == available.length;
    if (lengths.length == 0 || allAlike) {
      return weights == null ? this : new PartitionView(count, available, null);
    }
    int[] sums = new int[lengths.length];
    boolean[] chosen = new boolean[count];
    int sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += range.getMax() + 1 - lengths[i];
      sums[i] = sum;
      chosen[candidates[i]] = true;
    }
    return new PartitionView(count, available, new Weights(candidates, sums, chosen));
  }

  private static int backlog(int[] backlogs, int partition) {
    return partition < backlogs.length ? backlogs[partition] : 0;
  }

  public int count() {
    return count;
  }

  /** Whether the partition must not be chosen while there are others. */
  boolean excludes(int partition) {
    return weights != null && !weights.has(partition);
  }

  /** One of those with a leader, or of all if none has one. */
  int random(RandomGenerator random) {
    if (weights != null) {
      return weights.random(random);
    }
    return available.length == 0
        ? random.nextInt(count)
        : available[random.nextInt(available.length)];
  }
}
