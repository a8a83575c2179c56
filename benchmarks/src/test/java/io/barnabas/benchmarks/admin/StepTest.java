package io.barnabas.benchmarks.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.admin.BarnabasAdmin;
import io.barnabas.benchmarks.admin.Step.Topics;
import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StepTest {

  @Test
  void topicsComeAndGo() throws Exception {
    Topics topics = Topics.of("step-test", 3, 2);
    try (Admin admin =
        BarnabasAdmin.create(
            Map.of("bootstrap.servers", KafkaCluster.shared().bootstrapServers()))) {
      assertTrue(Step.CREATE.measure(admin, topics) > 0);
      awaitDone(Step.CREATE, admin, topics);
      assertTrue(Step.DESCRIBE.measure(admin, topics) > 0);
      assertTrue(Step.LIST_OFFSETS.measure(admin, topics) > 0);
      assertTrue(Step.DELETE.measure(admin, topics) > 0);
      awaitDone(Step.DELETE, admin, topics);
    }
  }

  private static void awaitDone(Step step, Admin admin, Topics topics) {
    Await.until(step + " is done", Duration.ofSeconds(20), () -> step.isDone(admin, topics));
  }

  @Test
  void topicsHaveAllTheirPartitions() {
    assertEquals(
        List.of(
            new TopicPartition("t-0", 0),
            new TopicPartition("t-0", 1),
            new TopicPartition("t-1", 0),
            new TopicPartition("t-1", 1)),
        Topics.of("t", 2, 2).all().toList());
  }
}
