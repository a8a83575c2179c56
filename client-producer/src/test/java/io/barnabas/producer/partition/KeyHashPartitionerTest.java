package io.barnabas.producer.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;
import org.junit.jupiter.api.Test;

class KeyHashPartitionerTest {
  private final KeyHashPartitioner partitioner = new KeyHashPartitioner();

  @Test
  void aKeyGoesWhereKafkaClientsSendsIt() {
    Cluster cluster = Clusters.withPartitions(17);
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] key = new byte[random.nextInt(20)];
      random.nextBytes(key);

      assertEquals(BuiltInPartitioner.partitionForKey(key, 17), partition(key, cluster));
    }
  }

  @Test
  void aKeyStaysWithItsPartitionWithoutLeader() {
    byte[] key = {1, 2, 3};

    assertEquals(
        partition(key, Clusters.withPartitions(3)),
        partition(key, Clusters.withLeaders(false, false, false)));
  }

  @Test
  void recordsWithoutKeyGoWhereThereIsALeader() {
    partitioner.configure(Map.of(ProducerConfig.BATCH_SIZE_CONFIG, 1));
    for (int i = 0; i < 100; i++) {
      assertEquals(1, partition(null, Clusters.withLeaders(false, true)));
    }
  }

  private int partition(byte[] key, Cluster cluster) {
    return partitioner.partition(Clusters.TOPIC, key, key, "v", new byte[1], cluster);
  }
}
