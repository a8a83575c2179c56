package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Groups of several members on a real broker. */
class GroupTest extends GroupOnBroker {
  @Override
  Map<String, Object> protocol() {
    return Map.of(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "300");
  }

  @Test
  void whoStaysTakesOverFromWhoLeavesAndNothingComesTwice() {
    try (PollingMember first = member(Map.of())) {
      PollingMember second = member(Map.of());
      await(() -> shares(first, second));
      produce(0, 3_000);
      await(() -> values.size() >= 3_000);
      second.close();
      assertNull(second.failure());
      produce(3_000, 2_000);
      await(() -> values.size() >= 5_000);
      assertEquals(PARTITIONS, first.assignment().size());
      assertNull(first.failure());
    }
    assertEquals(5_000, values.size());
    assertEquals(5_000, Set.copyOf(values).size());
  }

  @Test
  void agreesWithMembersOfKafkaClients() {
    for (String assignor :
        List.of(
            "org.apache.kafka.clients.consumer.RangeAssignor",
            "org.apache.kafka.clients.consumer.StickyAssignor",
            "org.apache.kafka.clients.consumer.CooperativeStickyAssignor")) {
      group = Records.uniqueName("mixed");
      values.clear();
      Map<String, Object> configs =
          Map.of(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, assignor);
      // once each is the leader: the first to come
      mixedGroup(member(configs), () -> kafkaMember(configs));
      mixedGroup(kafkaMember(configs), () -> member(configs));
    }
  }

  private void mixedGroup(PollingMember leader, java.util.function.Supplier<PollingMember> join) {
    values.clear();
    try (leader) {
      await(() -> leader.assignment().size() == PARTITIONS);
      try (PollingMember follower = join.get()) {
        await(() -> shares(leader, follower));
        int before = values.size();
        produce(0, 600);
        await(() -> values.size() >= before + 600);
        assertNull(follower.failure());
      }
      await(() -> leader.assignment().size() == PARTITIONS);
      assertNull(leader.failure());
    }
  }

  @Test
  void cooperativeMemberKeepsWhatItIsNotAskedFor() {
    Map<String, Object> configs =
        Map.of(
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            CooperativeStickyAssignor.class.getName());
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
    try (PollingMember first = new PollingMember(() -> ours(configs), topic, values, counting)) {
      await(() -> first.assignment().size() == PARTITIONS);
      try (PollingMember second = member(configs)) {
        await(() -> shares(first, second));
        assertEquals(List.of(PARTITIONS / 2), revoked);
        produce(0, 1_000);
        await(() -> values.size() >= 1_000);
      }
      await(() -> first.assignment().size() == PARTITIONS);
      assertNull(first.failure());
    }
    assertEquals(1_000, Set.copyOf(values).size());
  }

  @Test
  void newPartitionsOfATopicAreAssigned() throws Exception {
    Map<String, Object> configs = Map.of(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "500");
    try (PollingMember member = member(configs)) {
      await(() -> member.assignment().size() == PARTITIONS);
      try (var admin =
          org.apache.kafka.clients.admin.Admin.create(
              Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
        admin
            .createPartitions(
                Map.of(
                    topic, org.apache.kafka.clients.admin.NewPartitions.increaseTo(PARTITIONS + 2)))
            .all()
            .get();
      }
      await(() -> member.assignment().size() == PARTITIONS + 2);
      assertTrue(member.assignment().contains(new TopicPartition(topic, PARTITIONS + 1)));
    }
  }

  private PollingMember member(Map<String, Object> more) {
    return new PollingMember(() -> ours(more), topic, values);
  }

  private PollingMember kafkaMember(Map<String, Object> more) {
    return new PollingMember(() -> theirs(more), topic, values);
  }
}
