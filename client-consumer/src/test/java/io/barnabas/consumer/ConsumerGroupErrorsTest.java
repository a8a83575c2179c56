package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/**
 * The errors of a coordinator of the new protocol: our consumer must end as kafka-clients' does.
 */
class ConsumerGroupErrorsTest extends GroupScenarios {

  @Override
  Map<String, Object> protocol() {
    return Map.of(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
  }

  /** With a coordinator of the new protocol. */
  private void bothEnd(Scenario848 scenario) {
    bothEnd(Map.of(), scenario);
  }

  private void bothEnd(Map<String, Object> more, Scenario848 scenario) {
    alike(
        more,
        (broker, group, consumer) -> {
          try {
            return scenario.run(broker, FakeConsumerGroup.on(broker), consumer);
          } finally {
            forgetNamelessAssignment();
          }
        });
  }

  /** kafka-clients acknowledges an assignment of which it knows no name yet; it depends on time. */
  private void forgetNamelessAssignment() {
    if (!told.isEmpty() && told.get(0).equals("assigned []")) {
      told.remove(0);
    }
  }

  private interface Scenario848 {
    Object run(FakeBroker broker, FakeConsumerGroup group, Consumer<String, String> consumer)
        throws Exception;
  }

  private static Reply error(Errors error) {
    return Reply.of(
        new ConsumerGroupHeartbeatResponseData()
            .setErrorCode(error.code())
            .setErrorMessage("because " + error.name().toLowerCase(Locale.ROOT)));
  }

  @Test
  void joinsInSpiteOfErrorsThatPass() {
    bothEnd(
        (broker, group, consumer) -> {
          broker.once(ApiKeys.FIND_COORDINATOR, r -> Reply.error(Errors.COORDINATOR_NOT_AVAILABLE));
          for (Errors error :
              List.of(
                  Errors.COORDINATOR_LOAD_IN_PROGRESS,
                  Errors.NOT_COORDINATOR,
                  Errors.COORDINATOR_NOT_AVAILABLE)) {
            broker.once(ApiKeys.CONSUMER_GROUP_HEARTBEAT, r -> error(error));
          }
          broker.once(ApiKeys.CONSUMER_GROUP_HEARTBEAT, r -> Reply.disconnect());
          join(consumer);
          return group.epoch() + " " + consumer.groupMetadata().generationId();
        });
  }

  @Test
  void fatalErrorsReachTheApplication() {
    for (Errors error :
        List.of(
            Errors.GROUP_AUTHORIZATION_FAILED,
            Errors.INVALID_REQUEST,
            Errors.GROUP_MAX_SIZE_REACHED,
            Errors.UNSUPPORTED_ASSIGNOR,
            Errors.INVALID_REGULAR_EXPRESSION,
            Errors.UNSUPPORTED_VERSION,
            Errors.UNRELEASED_INSTANCE_ID,
            Errors.FENCED_INSTANCE_ID,
            Errors.GROUP_ID_NOT_FOUND,
            Errors.UNKNOWN_SERVER_ERROR)) {
      bothEnd(
          (broker, group, consumer) -> {
            broker.on(ApiKeys.CONSUMER_GROUP_HEARTBEAT, request -> error(error));
            join(consumer);
            return "joined";
          });
    }
  }

  @Test
  void memberThatFailedLosesItsPartitionsAndStaysOut() {
    bothEnd(
        (broker, group, consumer) -> {
          join(consumer);
          broker.once(ApiKeys.CONSUMER_GROUP_HEARTBEAT, r -> error(Errors.UNKNOWN_SERVER_ERROR));
          String failure =
              assertThrows(KafkaException.class, () -> pollUntil(consumer, () -> false)).toString();
          pollUntil(consumer, () -> consumer.assignment().isEmpty());
          consumer.poll(Duration.ofMillis(200));
          return failure + group.epoch();
        });
  }

  @Test
  void topicThatIsRefusedReachesTheApplicationAndIsTriedAgain() {
    bothEnd(
        (broker, group, consumer) -> {
          broker.once(
              ApiKeys.CONSUMER_GROUP_HEARTBEAT, r -> error(Errors.TOPIC_AUTHORIZATION_FAILED));
          String failure = assertThrows(KafkaException.class, () -> join(consumer)).toString();
          pollUntil(consumer, () -> consumer.assignment().contains(PARTITION));
          return failure;
        });
  }

  @Test
  void memberThatWasFencedLosesItsPartitionsAndJoinsAnew() {
    for (Errors error : List.of(Errors.UNKNOWN_MEMBER_ID, Errors.FENCED_MEMBER_EPOCH)) {
      bothEnd(
          (broker, group, consumer) -> {
            join(consumer);
            broker.once(ApiKeys.CONSUMER_GROUP_HEARTBEAT, r -> error(error));
            pollUntil(consumer, () -> Collections.frequency(told, "assigned [t-0]") == 2);
            return group.epoch();
          });
    }
  }

  @Test
  void longProcessingLeavesTheGroupAndComesBack() {
    bothEnd(
        Map.of(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "300"),
        (broker, group, consumer) -> {
          join(consumer);
          Await.until(
              "the leaving",
              Duration.ofSeconds(20),
              () -> group.heartbeats().stream().anyMatch(h -> h.memberEpoch() == -1));
          pollUntil(consumer, () -> Collections.frequency(told, "assigned [t-0]") == 2);
          return group.epoch();
        });
  }

  @Test
  void commitsEndAsTheCoordinatorSays() {
    for (Errors error :
        List.of(
            Errors.UNKNOWN_MEMBER_ID,
            Errors.STALE_MEMBER_EPOCH,
            Errors.ILLEGAL_GENERATION,
            Errors.REBALANCE_IN_PROGRESS,
            Errors.FENCED_INSTANCE_ID,
            Errors.GROUP_AUTHORIZATION_FAILED,
            Errors.UNKNOWN_SERVER_ERROR)) {
      bothEnd(
          (broker, group, consumer) -> {
            join(consumer);
            broker.on(ApiKeys.OFFSET_COMMIT, request -> FakeGroup.commit(request, error));
            List<String> async = new ArrayList<>();
            consumer.commitAsync(
                Map.of(PARTITION, new OffsetAndMetadata(3)),
                (offsets, failure) -> async.add(String.valueOf(failure)));
            pollUntil(consumer, () -> !async.isEmpty());
            KafkaException sync =
                assertThrows(
                    KafkaException.class,
                    () -> consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(3))));
            return async + sync.toString();
          });
    }
  }

  @Test
  void listenerThatThrewOnAssignmentIsToldOfNothingNew() {
    bothEnd(
        (broker, group, consumer) -> {
          List<String> calls = new ArrayList<>();
          consumer.subscribe(List.of("t"), failingOnce(calls));
          KafkaException failure =
              assertThrows(KafkaException.class, () -> pollUntil(consumer, () -> calls.size() > 1));
          pollUntil(consumer, () -> calls.size() > 1);
          return failure.getMessage() + failure.getCause() + calls + consumer.assignment();
        });
  }

  @Test
  void saysWhatHasChangedOnly() {
    bothEnd(
        Map.of(
            ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
            "uniform",
            ConsumerConfig.CLIENT_RACK_CONFIG,
            "r1"),
        (broker, group, consumer) -> {
          join(consumer);
          Await.until("heartbeats", Duration.ofSeconds(20), () -> group.heartbeats().size() > 4);
          List<String> said = new ArrayList<>();
          for (ConsumerGroupHeartbeatRequestData h : group.heartbeats().subList(0, 5)) {
            assertEquals(group.heartbeats().get(0).memberId(), h.memberId());
            said.add(
                List.of(
                        h.memberEpoch(),
                        h.rebalanceTimeoutMs(),
                        String.valueOf(h.subscribedTopicNames()),
                        String.valueOf(h.subscribedTopicRegex()),
                        String.valueOf(h.serverAssignor()),
                        String.valueOf(h.rackId()),
                        h.topicPartitions() == null
                            ? "null"
                            : h.topicPartitions().stream().map(t -> t.partitions()).toList())
                    .toString());
          }
          return said;
        });
  }

  @Test
  void leavesAsTheOptionsSay() {
    for (CloseOptions.GroupMembershipOperation operation :
        CloseOptions.GroupMembershipOperation.values()) {
      for (Map<String, Object> member :
          List.of(
              Map.<String, Object>of(),
              Map.<String, Object>of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "i"))) {
        if (operation == CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
            && member.isEmpty()) {
          // kafka-clients 4.3.1 leaves then, against its documentation: see the next test
          continue;
        }
        bothEnd(
            member,
            (broker, group, consumer) -> {
              join(consumer);
              consumer.close(CloseOptions.groupMembershipOperation(operation));
              return group.heartbeats().stream()
                  .map(h -> h.memberEpoch())
                  .filter(e -> e < 0)
                  .toList();
            });
      }
    }
  }

  @Test
  void dynamicMemberThatRemainsSaysNothing() {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic("t", 1);
      FakeGroup.on(broker);
      FakeConsumerGroup group = FakeConsumerGroup.on(broker);
      Consumer<String, String> consumer = consumer(broker, Map.of());
      join(consumer);
      consumer.close(
          CloseOptions.groupMembershipOperation(
              CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
      assertTrue(group.heartbeats().stream().allMatch(h -> h.memberEpoch() >= 0));
    }
  }

  @Test
  void unsubscribedConsumerLeavesAndJoinsAnew() {
    bothEnd(
        (broker, group, consumer) -> {
          join(consumer);
          consumer.unsubscribe();
          String left =
              consumer.assignment()
                  + " "
                  + consumer.groupMetadata().generationId()
                  + consumer.groupMetadata().memberId();
          join(consumer);
          return left + group.epoch();
        });
  }

  @Test
  void patternIsMatchedByWhoItIsMeantFor() {
    bothEnd(
        (broker, group, consumer) -> {
          consumer.subscribe(new SubscriptionPattern("t|u"), listener);
          pollUntil(consumer, () -> consumer.assignment().contains(PARTITION));
          ConsumerGroupHeartbeatRequestData first = group.heartbeats().get(0);
          String server =
              first.subscribedTopicRegex() + first.subscribedTopicNames() + consumer.subscription();
          consumer.unsubscribe();
          consumer.subscribe(Pattern.compile("t|u"), listener);
          pollUntil(consumer, () -> consumer.assignment().contains(PARTITION));
          // kafka-clients acknowledges an assignment of which it knows no name yet
          told.remove("assigned []");
          return server + consumer.subscription();
        });
  }

  @Test
  void clusterWithoutTheProtocolIsNamed() {
    bothEnd(
        (broker, group, consumer) -> {
          broker.without(ApiKeys.CONSUMER_GROUP_HEARTBEAT);
          join(consumer);
          return "joined";
        });
    bothEnd(
        (broker, group, consumer) -> {
          broker.versions(ApiKeys.CONSUMER_GROUP_HEARTBEAT, 0, 0);
          consumer.subscribe(new SubscriptionPattern("t"), listener);
          pollUntil(consumer, () -> consumer.assignment().contains(PARTITION));
          return "joined";
        });
  }

  @Test
  void assignmentWaitsForTheNameOfItsTopic() {
    try (FakeBroker broker = FakeBroker.start()) {
      FakeGroup.on(broker);
      FakeConsumerGroup group = FakeConsumerGroup.on(broker);
      broker.topic("t", 1);
      Uuid later = Uuid.randomUuid();
      broker.once(ApiKeys.CONSUMER_GROUP_HEARTBEAT, r -> group.assigning(later, 0, 0, -3));
      try (Consumer<String, String> consumer = consumer(broker, Map.of())) {
        consumer.subscribe(new SubscriptionPattern("t"));
        Await.until(
            "the topic to be asked for by its id",
            Duration.ofSeconds(20),
            () -> {
              consumer.poll(Duration.ofMillis(10));
              return broker.requests(ApiKeys.METADATA).stream()
                  .map(r -> (MetadataRequestData) r.body())
                  .anyMatch(m -> m.topics().stream().anyMatch(t -> t.topicId().equals(later)));
            });
        assertTrue(consumer.assignment().isEmpty());
        broker.once(ApiKeys.CONSUMER_GROUP_HEARTBEAT, r -> group.assigning(broker.topicId("t"), 0));
        pollUntil(consumer, () -> consumer.assignment().contains(PARTITION));
      }
    }
  }

  @Test
  void topicThatWasCreatedAgainIsAnotherTopic() {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic("t", 1);
      FakeGroup.on(broker);
      FakeConsumerGroup group = FakeConsumerGroup.on(broker);
      try (Consumer<String, String> consumer = consumer(broker, Map.of())) {
        join(consumer);
        broker.topic("t", 1);
        broker.once(ApiKeys.CONSUMER_GROUP_HEARTBEAT, r -> group.assigning(broker.topicId("t"), 0));
        pollUntil(consumer, () -> told.size() > 2 && told.get(told.size() - 1).endsWith("[t-0]"));
        told.remove("assigned []");
        assertEquals(List.of("assigned [t-0]", "revoked [t-0]", "assigned [t-0]"), told);
      }
    }
  }

  @Test
  void hostileHeartbeatAnswersMakeNoMemberSpin() {
    for (ConsumerGroupHeartbeatResponseData hostile :
        List.of(
            FakeConsumerGroup.answer(-7),
            FakeConsumerGroup.answer(0),
            FakeConsumerGroup.answer(1).setHeartbeatIntervalMs(0),
            FakeConsumerGroup.answer(1).setHeartbeatIntervalMs(-1))) {
      try (FakeBroker broker = FakeBroker.start()) {
        broker.topic("t", 1);
        FakeGroup.on(broker);
        broker.on(ApiKeys.CONSUMER_GROUP_HEARTBEAT, hostile);
        try (Consumer<String, String> consumer = consumer(broker, Map.of())) {
          consumer.subscribe(List.of("t"));
          pollUntil(consumer, () -> broker.requests(ApiKeys.CONSUMER_GROUP_HEARTBEAT).size() >= 3);
          consumer.poll(Duration.ofMillis(300));
          int count = broker.requests(ApiKeys.CONSUMER_GROUP_HEARTBEAT).size();
          assertTrue(count < 100, count + " heartbeats");
        }
      }
    }
  }

  @Test
  void autoJoinsByTheClassicProtocolWhereTheClusterHasNoOther() {
    for (Errors error : List.of(Errors.UNSUPPORTED_VERSION, Errors.GROUP_ID_NOT_FOUND)) {
      try (FakeBroker broker = FakeBroker.start()) {
        told.clear();
        broker.topic("t", 1);
        FakeGroup group = FakeGroup.on(broker);
        broker.on(ApiKeys.CONSUMER_GROUP_HEARTBEAT, r -> error(error));
        Map<String, Object> configs = new HashMap<>(Records.consumerConfig(broker.address(), "g"));
        configs.put("barnabas.group.protocol", "auto");
        try (Consumer<String, String> consumer = new BarnabasConsumer<>(configs)) {
          join(consumer);
          assertEquals(1, group.generation());
          assertEquals(List.of("assigned [t-0]"), told);
          consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(3)));
        }
        assertEquals(1, broker.requests(ApiKeys.LEAVE_GROUP).size());
      }
    }
  }

  private Consumer<String, String> consumer(FakeBroker broker, Map<String, Object> more) {
    Map<String, Object> configs = new HashMap<>(Records.consumerConfig(broker.address(), "g"));
    configs.putAll(protocol());
    configs.putAll(more);
    return new BarnabasConsumer<>(configs);
  }
}
