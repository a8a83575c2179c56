package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.junit.jupiter.api.Test;

/** Groups by the new protocol (KIP-848) on a real broker. */
class ConsumerGroupTest extends GroupOnBroker {
  @Override
  Map<String, Object> protocol() {
    return Map.of(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
  }

  @Test
  void oneMemberGetsAllAndCommitsUnderItsEpoch() {
    produce(0, 600);
    try (Consumer<String, String> consumer = ours(Map.of())) {
      consumer.subscribe(List.of(topic));
      assertEquals(600, Records.consume(consumer, 600, LIMIT).size());
      assertEquals(PARTITIONS, consumer.assignment().size());
      assertTrue(consumer.groupMetadata().generationId() > 0);
      consumer.commitSync();
    }
    produce(600, 100);
    try (Consumer<String, String> consumer = ours(Map.of())) {
      consumer.subscribe(List.of(topic));
      assertEquals(100, Records.consume(consumer, 100, LIMIT).size());
      assertTrue(Records.drain(consumer).isEmpty());
    }
  }

  @Test
  void whoStaysTakesOverFromWhoLeavesAndNothingComesTwice() {
    share(() -> ours(Map.of()), () -> ours(Map.of()));
  }

  @Test
  void sharesWithMembersOfKafkaClients() {
    share(() -> ours(Map.of()), () -> theirs(Map.of()));
  }

  private void share(
      Supplier<Consumer<String, String>> one, Supplier<Consumer<String, String>> other) {
    try (PollingMember first = new PollingMember(one, topic, values)) {
      await(() -> first.assignment().size() == PARTITIONS);
      PollingMember second = new PollingMember(other, topic, values);
      await(() -> shares(first, second));
      produce(0, 3_000);
      await(() -> values.size() >= 3_000);
      second.close();
      assertNull(second.failure());
      produce(3_000, 2_000);
      await(() -> values.size() >= 5_000);
      await(() -> first.assignment().size() == PARTITIONS);
      assertNull(first.failure());
    }
    assertEquals(5_000, values.size());
    assertEquals(5_000, Set.copyOf(values).size());
  }

  @Test
  void patternOfTheCoordinatorNamesTheTopics() {
    produce(0, 300);
    try (Consumer<String, String> consumer = ours(Map.of())) {
      consumer.subscribe(new SubscriptionPattern(topic + ".*"));
      assertEquals(300, Records.consume(consumer, 300, LIMIT).size());
      consumer.unsubscribe();
      assertEquals(Set.of(), consumer.assignment());
      consumer.subscribe(List.of(topic));
      assertEquals(300, Records.consume(consumer, 300, LIMIT).size());
    }
  }

  @Test
  void ownProtocolAutoIsTheNewOneWhereTheClusterHasIt() {
    produce(0, 100);
    Map<String, Object> configs =
        new HashMap<>(Records.consumerConfig(cluster.bootstrapServers(), group));
    configs.put("barnabas.group.protocol", "auto");
    try (Consumer<String, String> consumer = new BarnabasConsumer<>(configs);
        Consumer<String, String> other = ours(Map.of())) {
      consumer.subscribe(List.of(topic));
      assertEquals(100, Records.consume(consumer, 100, LIMIT).size());
      // a group has one protocol, so that this one comes in only if that is the new one
      other.subscribe(List.of(topic));
      await(
          () -> {
            consumer.poll(Duration.ofMillis(50));
            other.poll(Duration.ofMillis(50));
            return other.assignment().size() == PARTITIONS / 2;
          });
    }
  }
}
