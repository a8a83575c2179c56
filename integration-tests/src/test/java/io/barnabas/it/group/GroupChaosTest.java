package io.barnabas.it.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.testkit.KafkaCluster;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Groups of our members and kafka-clients' on three brokers, under chaos. {@code
 * -Dbarnabas.group.events=60} makes it long, {@code -Dbarnabas.group.seed} makes it another one.
 */
class GroupChaosTest {
  private static final int EVENTS = Integer.getInteger("barnabas.group.events", 2);
  private static final int AT_FIRST = EVENTS < 20 ? 3 : 6;
  private static final long SEED = Long.getLong("barnabas.group.seed", 7);

  private static KafkaCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster =
        KafkaCluster.builder()
            .brokers(3)
            .name("group-chaos")
            .setting(
                "group.consumer.session.timeout.ms",
                Integer.toString(MemberConfig.SESSION_TIMEOUT_MS))
            .start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void nothingIsLostOrOwnedTwice(String protocol) throws Exception {
    String topic = "chaos-" + UUID.randomUUID();
    cluster.createTopic(topic, GroupChaos.PARTITIONS);
    try (GroupChaos chaos = new GroupChaos(cluster.bootstrapServers(), topic, protocol, SEED)) {
      List<String> violations = chaos.run(AT_FIRST, EVENTS);
      System.out.println(chaos.summary());
      assertEquals(List.of(), violations);
    }
  }
}
