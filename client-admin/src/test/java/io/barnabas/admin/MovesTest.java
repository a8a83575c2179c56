package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.config;
import static io.barnabas.admin.BothAdmins.get;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaBroker;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Calls in flight while a leader or a coordinator moves, and while the active controller, which is
 * a leader and a coordinator too, is killed: each ends in time, and with what is right.
 */
class MovesTest {

  private static final int PARTITIONS = 6;
  private static final int TIMEOUT_MS = 30_000;
  private static final int SHORT_TIMEOUT_MS = 2_000;
  private static final int GRACE_MS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final OffsetAndMetadata COMMITTED = new OffsetAndMetadata(7, "note");
  private static final TopicPartition LED = new TopicPartition("t", 0);

  private final KafkaCluster cluster = KafkaCluster.builder().brokers(3).start();
  private final Admin helper = Admin.create(config(cluster.bootstrapServers()));
  private final BarnabasAdmin admin = admin();

  private BarnabasAdmin admin() {
    Map<String, Object> config = config(cluster.bootstrapServers());
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    return BarnabasAdmin.create(config);
  }

  @BeforeEach
  void fill() throws Exception {
    cluster.createTopic("t", PARTITIONS);
    get(admin.alterConsumerGroupOffsets("g", Map.of(LED, COMMITTED)).all());
  }

  @AfterEach
  void close() {
    admin.close(Duration.ZERO);
    helper.close(Duration.ZERO);
    cluster.close();
  }

  @Test
  void callsFollowWhatMoves() throws Exception {
    try (CallsInFlight calls = calls().start()) {
      calls.awaitRounds(5);
      moveLeader(LED);
      calls.awaitRounds(10);
      moveLeader(new TopicPartition("__consumer_offsets", groupPartition()));
      calls.awaitRounds(10);
      cluster.kill(activeController());
      calls.awaitRounds(20);
      Await.until("the group is served again", PATIENCE, () -> get(committed()) != null);
      calls.awaitRounds(5);

      calls.assertAllWell();
    }
  }

  private CallsInFlight calls() {
    return new CallsInFlight(TIMEOUT_MS + GRACE_MS)
        .with("listOffsets", round -> offsets(TIMEOUT_MS), "6")
        .with(
            "listOffsets, in a hurry", round -> offsets(SHORT_TIMEOUT_MS), "6", "!TimeoutException")
        .with("listConsumerGroupOffsets", round -> committed(), Map.of(LED, COMMITTED).toString())
        .with("alterConsumerGroupOffsets", this::commit, "null")
        .with("describeConsumerGroups", round -> state(), "EMPTY")
        .with("describeTopics", round -> partitions(), "6")
        // of a request that was sent again because its answer was lost
        .with("createTopics", this::create, "null", "!TopicExistsException");
  }

  private KafkaFuture<Integer> offsets(int timeoutMs) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    IntStream.range(0, PARTITIONS)
        .forEach(i -> latest.put(new TopicPartition("t", i), OffsetSpec.latest()));
    ListOffsetsOptions options = new ListOffsetsOptions();
    options.timeoutMs(timeoutMs);
    return admin.listOffsets(latest, options).all().thenApply(Map::size);
  }

  private KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> committed() {
    return admin.listConsumerGroupOffsets("g").partitionsToOffsetAndMetadata();
  }

  private KafkaFuture<Void> commit(int round) {
    return admin.alterConsumerGroupOffsets("h", Map.of(LED, new OffsetAndMetadata(round))).all();
  }

  private KafkaFuture<String> state() {
    return admin
        .describeConsumerGroups(List.of("g"))
        .all()
        .thenApply(groups -> groups.get("g").groupState().name());
  }

  private KafkaFuture<Integer> partitions() {
    return admin
        .describeTopics(List.of("t"))
        .allTopicNames()
        .thenApply(topics -> topics.get("t").partitions().size());
  }

  private KafkaFuture<Void> create(int round) {
    return admin.createTopics(List.of(new NewTopic("new-" + round, 1, (short) 1))).all();
  }

  private int groupPartition() {
    return Math.abs("g".hashCode()) % cluster.brokers().size();
  }

  private int activeController() throws Exception {
    return get(helper.describeMetadataQuorum().quorumInfo()).leaderId();
  }

  /** To a broker that has not been its leader, by making that one the preferred. */
  private void moveLeader(TopicPartition partition) throws Exception {
    int old = cluster.leader(partition.topic(), partition.partition());
    List<Integer> replicas = new ArrayList<>();
    cluster.brokers().stream().map(KafkaBroker::id).filter(id -> id != old).forEach(replicas::add);
    replicas.add(old);
    get(
        helper
            .alterPartitionReassignments(
                Map.of(partition, Optional.of(new NewPartitionReassignment(replicas))))
            .all());
    Await.until(
        partition + " has moved",
        PATIENCE,
        () -> {
          get(helper.electLeaders(ElectionType.PREFERRED, Set.of(partition)).partitions());
          return cluster.leader(partition.topic(), partition.partition()) != old;
        });
  }
}
