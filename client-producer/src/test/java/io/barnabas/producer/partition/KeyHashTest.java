package io.barnabas.producer.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class KeyHashTest {

  @Test
  void choosesThePartitionThatKafkaClientsChooses() {
    Random random = new Random(42);
    for (int i = 0; i < 100_000; i++) {
      byte[] key = new byte[random.nextInt(40)];
      random.nextBytes(key);
      int partitions = 1 + random.nextInt(1000);

      assertEquals(
          BuiltInPartitioner.partitionForKey(key, partitions),
          KeyHash.partitionFor(key, partitions));
    }
  }
}
