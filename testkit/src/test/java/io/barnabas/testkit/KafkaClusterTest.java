package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KafkaClusterTest {

  @Test
  void oneBrokerIsUpWithinTenSeconds() throws Exception {
    long start = System.nanoTime();
    try (KafkaCluster cluster = KafkaCluster.start()) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.println("one broker: " + took.toMillis() + " ms");
      assertTrue(took.toSeconds() < 10, () -> "took " + took);
      assertEquals(Set.of(1), BrokerProbe.liveBrokers(cluster.broker(1).port()));
      cluster.createTopic("t", 3);
      assertEquals(1, cluster.leader("t", 2));
    }
  }
}
