package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaClusterExtension.class)
class KafkaClusterExtensionTest {
  @Test
  void handsInTheSharedCluster(KafkaCluster cluster) {
    assertSame(KafkaCluster.shared(), cluster);
  }
}
