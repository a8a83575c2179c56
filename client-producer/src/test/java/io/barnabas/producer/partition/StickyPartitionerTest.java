package io.barnabas.producer.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class StickyPartitionerTest {
  private static final int BATCH = 1000;

  private final StickyPartitioner partitioner = new StickyPartitioner();

  @Test
  void recordsStayTogetherForABatch() {
    partitioner.configure(Map.of(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(BATCH)));
    Cluster cluster = Clusters.withPartitions(50);
    int highest = 0;
    for (int batch = 0; batch < 50; batch++) {
      int partition = send(cluster, 92);
      for (int i = 1; i < 10; i++) {
        assertEquals(partition, send(cluster, 92));
      }
      highest = Math.max(highest, partition);
    }

    assertTrue(highest > 0, "no batch went elsewhere");
  }

  @Test
  void batchesSpreadEvenly() {
    partitioner.configure(Map.of(ProducerConfig.BATCH_SIZE_CONFIG, BATCH));
    Cluster cluster = Clusters.withPartitions(4);
    int[] counts = new int[4];
    for (int i = 0; i < 4000; i++) {
      counts[send(cluster, BATCH)]++;
    }

    for (int count : counts) {
      assertEquals(1000, count, 200);
    }
  }

  @Test
  void recordsGoWhereThereIsALeader() {
    partitioner.configure(Map.of(ProducerConfig.BATCH_SIZE_CONFIG, 0));
    Cluster cluster = Clusters.withLeaders(false, true, false);
    for (int i = 0; i < 100; i++) {
      assertEquals(1, send(cluster, 1));
    }
  }

  @Test
  void aPartitionThatIsGoneIsLeft() {
    int partition = send(Clusters.withLeaders(false, false, true), 1);
    assertEquals(2, partition);

    assertEquals(0, send(Clusters.withPartitions(1), 1));
  }

  @Test
  void aBatchSizeThatIsNoNumberIsRefused() {
    assertThrows(
        ConfigException.class,
        () -> partitioner.configure(Map.of(ProducerConfig.BATCH_SIZE_CONFIG, "many")));
  }

  private int send(Cluster cluster, int bytes) {
    return partitioner.partition(Clusters.TOPIC, "k", null, "v", new byte[bytes], cluster);
  }
}
