package io.barnabas.producer.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class RoundRobinPartitionerTest {
  private final RoundRobinPartitioner partitioner = new RoundRobinPartitioner();

  @Test
  void eachPartitionHasItsTurnWhateverTheKey() {
    Cluster cluster = Clusters.withPartitions(3);
    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      seen.add(next(cluster));
    }

    assertEquals(List.of(0, 1, 2, 0, 1, 2, 0), seen);
  }

  @Test
  void topicsTakeTurnsOnTheirOwn() {
    Cluster cluster = Clusters.withPartitions(2);
    assertEquals(0, next(cluster));
    assertThrows(
        UnknownTopicOrPartitionException.class,
        () -> partitioner.partition("other", null, null, null, null, cluster));

    assertEquals(1, next(cluster));
  }

  @Test
  void partitionsWithoutLeaderAreLeftOutEvenly() {
    Cluster cluster = Clusters.withLeaders(true, false, true, true);
    int[] counts = new int[4];
    for (int i = 0; i < 300; i++) {
      counts[next(cluster)]++;
    }

    assertArrayEquals(new int[] {100, 0, 100, 100}, counts);
  }

  @Test
  void allTakeTurnsWhenNoneHasALeader() {
    Cluster cluster = Clusters.withLeaders(false, false);

    assertEquals(0, next(cluster));
    assertEquals(1, next(cluster));
  }

  @Test
  void manyThreadsShareTheTurnsEvenly() throws Exception {
    Cluster cluster = Clusters.withPartitions(5);
    AtomicIntegerArray counts = new AtomicIntegerArray(5);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 2500; i++) {
                  counts.incrementAndGet(next(cluster));
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals("[2000, 2000, 2000, 2000, 2000]", counts.toString());
  }

  private int next(Cluster cluster) {
    return partitioner.partition(Clusters.TOPIC, "k", new byte[1], "v", new byte[1], cluster);
  }
}
