package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A topic of six partitions and a group of its own for each test, on a real broker. */
abstract class GroupOnBroker {
  static final Duration LIMIT = Duration.ofSeconds(60);
  static final int PARTITIONS = 6;

  static KafkaCluster cluster;

  final ConcurrentLinkedQueue<String> values = new ConcurrentLinkedQueue<>();
  String topic;
  String group;

  @BeforeAll
  static void startCluster() {
    cluster = KafkaCluster.shared();
  }

  @BeforeEach
  void createTopic() {
    topic = Records.uniqueName("grouped");
    group = Records.uniqueName("group");
    cluster.createTopic(topic, PARTITIONS);
  }

  @Test
  void allTopicsOfAPatternAreAssignedAtOnce() {
    cluster.createTopic(topic + "-too", 1);
    List<Integer> assigned = new ArrayList<>();
    ConsumerRebalanceListener listener =
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // nothing is held before
          }

          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned.add(partitions.size());
          }
        };
    try (Consumer<String, String> consumer = ours(Map.of())) {
      // makes one of the two topics known
      TopicPartition known = new TopicPartition(topic, 0);
      consumer.assign(List.of(known));
      consumer.position(known);
      consumer.unsubscribe();
      consumer.subscribe(Pattern.compile(Pattern.quote(topic) + ".*"), listener);
      await(
          () -> {
            consumer.poll(Duration.ofMillis(50));
            return !assigned.isEmpty();
          });
    }
    assertEquals(List.of(PARTITIONS + 1), assigned);
  }

  /** What the configuration says about the group. */
  abstract Map<String, Object> protocol();

  static void await(Await.Condition condition) {
    Await.until("the group to get there", LIMIT, condition);
  }

  boolean shares(PollingMember one, PollingMember other) {
    Set<TopicPartition> all = new HashSet<>(one.assignment());
    all.addAll(other.assignment());
    return one.assignment().size() == PARTITIONS / 2
        && other.assignment().size() == PARTITIONS / 2
        && all.size() == PARTITIONS;
  }

  void produce(int first, int count) {
    Records.produce(cluster.bootstrapServers(), topic, first, count, Map.of());
  }

  Consumer<String, String> ours(Map<String, Object> more) {
    return new BarnabasConsumer<>(configs(more));
  }

  Consumer<String, String> theirs(Map<String, Object> more) {
    return new KafkaConsumer<>(configs(more));
  }

  private Map<String, Object> configs(Map<String, Object> more) {
    Map<String, Object> configs =
        new HashMap<>(Records.consumerConfig(cluster.bootstrapServers(), group));
    configs.putAll(protocol());
    configs.putAll(more);
    return configs;
  }

  @Test
  void staticMemberComesBackWithoutRebalance() {
    Map<String, Object> configs =
        Map.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, Records.uniqueName("instance"));
    List<Integer> revoked = Collections.synchronizedList(new ArrayList<>());
    ConsumerRebalanceListener counting =
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            revoked.add(partitions.size());
          }

          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // the assignment is read by the member itself
          }
        };
    try (PollingMember stays = new PollingMember(() -> ours(Map.of()), topic, values, counting)) {
      PollingMember first = new PollingMember(() -> ours(configs), topic, values);
      await(() -> shares(stays, first));
      Set<TopicPartition> held = first.assignment();
      first.close();
      int revocations = revoked.size();
      try (PollingMember again = new PollingMember(() -> ours(configs), topic, values)) {
        await(() -> again.assignment().equals(held));
        produce(0, 600);
        await(() -> values.size() >= 600);
        assertEquals(revocations, revoked.size());
      }
    }
  }
}
