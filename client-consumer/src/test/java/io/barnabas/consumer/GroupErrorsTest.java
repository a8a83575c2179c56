package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** A coordinator's errors, answered to our consumer and to kafka-clients': both must end alike. */
class GroupErrorsTest extends GroupScenarios {

  @Override
  Map<String, Object> protocol() {
    return Map.of(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "50");
  }

  @Test
  void joinsAgainWithTheMemberIdItIsGiven() {
    alike(
        Map.of(),
        (broker, group, consumer) -> {
          broker.once(
              ApiKeys.JOIN_GROUP,
              request ->
                  Reply.of(
                      new JoinGroupResponseData()
                          .setErrorCode(Errors.MEMBER_ID_REQUIRED.code())
                          .setProtocolName("")
                          .setMemberId("given")));
          join(consumer);
          JoinGroupRequestData second = broker.awaitRequest(ApiKeys.JOIN_GROUP, 2).body();
          return second.memberId() + consumer.groupMetadata();
        });
  }

  @Test
  void joinsInSpiteOfErrorsThatPass() {
    alike(
        Map.of(),
        (broker, group, consumer) -> {
          broker.once(ApiKeys.FIND_COORDINATOR, r -> Reply.error(Errors.COORDINATOR_NOT_AVAILABLE));
          broker.once(ApiKeys.JOIN_GROUP, r -> Reply.error(Errors.COORDINATOR_LOAD_IN_PROGRESS));
          broker.once(ApiKeys.JOIN_GROUP, r -> Reply.error(Errors.NOT_COORDINATOR));
          broker.once(ApiKeys.JOIN_GROUP, r -> Reply.disconnect());
          broker.once(ApiKeys.SYNC_GROUP, r -> Reply.error(Errors.REBALANCE_IN_PROGRESS));
          broker.once(ApiKeys.SYNC_GROUP, r -> Reply.error(Errors.NOT_COORDINATOR));
          broker.once(ApiKeys.SYNC_GROUP, r -> Reply.error(Errors.UNKNOWN_MEMBER_ID));
          join(consumer);
          return group.generation();
        });
  }

  @Test
  void fatalErrorsOfJoiningReachTheApplication() {
    for (Errors error :
        List.of(
            Errors.GROUP_AUTHORIZATION_FAILED,
            Errors.INCONSISTENT_GROUP_PROTOCOL,
            Errors.INVALID_SESSION_TIMEOUT,
            Errors.GROUP_MAX_SIZE_REACHED,
            Errors.FENCED_INSTANCE_ID,
            Errors.UNKNOWN_SERVER_ERROR)) {
      alike(
          Map.of(),
          (broker, group, consumer) -> {
            broker.on(ApiKeys.JOIN_GROUP, request -> Reply.error(error));
            join(consumer);
            return "joined";
          });
    }
  }

  @Test
  void rebalanceIsNoticedByTheHeartbeat() {
    alike(
        Map.of(),
        (broker, group, consumer) -> {
          join(consumer);
          broker.once(ApiKeys.HEARTBEAT, r -> Reply.error(Errors.REBALANCE_IN_PROGRESS));
          pollUntil(consumer, () -> told.size() >= 3);
          return group.generation();
        });
  }

  @Test
  void memberThatWasThrownOutLosesItsPartitions() {
    for (Errors error : List.of(Errors.UNKNOWN_MEMBER_ID, Errors.ILLEGAL_GENERATION)) {
      alike(
          Map.of(),
          (broker, group, consumer) -> {
            join(consumer);
            broker.once(ApiKeys.HEARTBEAT, r -> Reply.error(error));
            pollUntil(consumer, () -> told.size() >= 3);
            return group.generation();
          });
    }
  }

  @Test
  void heartbeatsGoOnWithoutPolling() {
    alike(
        Map.of(),
        (broker, group, consumer) -> {
          join(consumer);
          int before = broker.requests(ApiKeys.HEARTBEAT).size();
          broker.awaitRequest(ApiKeys.HEARTBEAT, before + 5);
          pollUntil(consumer, () -> true);
          return group.generation();
        });
  }

  @Test
  void longProcessingLeavesTheGroupAndComesBack() {
    alike(
        Map.of(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "300"),
        (broker, group, consumer) -> {
          join(consumer);
          LeaveGroupRequestData left = broker.awaitRequest(ApiKeys.LEAVE_GROUP, 1).body();
          pollUntil(consumer, () -> told.size() >= 3);
          return left.members().get(0).reason();
        });
  }

  @Test
  void commitsEndAsTheCoordinatorSays() {
    for (Errors error :
        List.of(
            Errors.UNKNOWN_MEMBER_ID,
            Errors.ILLEGAL_GENERATION,
            Errors.REBALANCE_IN_PROGRESS,
            Errors.FENCED_INSTANCE_ID,
            Errors.GROUP_AUTHORIZATION_FAILED,
            Errors.TOPIC_AUTHORIZATION_FAILED,
            Errors.OFFSET_METADATA_TOO_LARGE,
            Errors.UNKNOWN_SERVER_ERROR)) {
      alike(
          Map.of(),
          (broker, group, consumer) -> {
            join(consumer);
            broker.on(ApiKeys.OFFSET_COMMIT, request -> FakeGroup.commit(request, error));
            consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(3)));
            return "committed";
          });
    }
  }

  @Test
  void commitIsTriedAgainWhileItMaySucceed() {
    alike(
        Map.of(),
        (broker, group, consumer) -> {
          join(consumer);
          for (Errors error :
              List.of(
                  Errors.COORDINATOR_LOAD_IN_PROGRESS,
                  Errors.NOT_COORDINATOR,
                  Errors.REQUEST_TIMED_OUT)) {
            broker.once(ApiKeys.OFFSET_COMMIT, request -> FakeGroup.commit(request, error));
          }
          consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(3)));
          return broker.requests(ApiKeys.OFFSET_COMMIT).size();
        });
  }

  @Test
  void asyncCommitIsTriedOnceAndCalledBackOnThePollingThread() {
    alike(
        Map.of(),
        (broker, group, consumer) -> {
          join(consumer);
          broker.once(
              ApiKeys.OFFSET_COMMIT,
              request -> FakeGroup.commit(request, Errors.COORDINATOR_LOAD_IN_PROGRESS));
          List<String> outcomes = new ArrayList<>();
          Thread caller = Thread.currentThread();
          for (int i = 1; i <= 2; i++) {
            consumer.commitAsync(
                Map.of(PARTITION, new OffsetAndMetadata(i)),
                (offsets, failure) -> {
                  assertEquals(caller, Thread.currentThread());
                  outcomes.add(offsets.get(PARTITION).offset() + " " + failure);
                });
          }
          pollUntil(consumer, () -> outcomes.size() == 2);
          return outcomes;
        });
  }

  @Test
  void commitOutsideOfTheGroupFails() {
    alike(
        Map.of(),
        (broker, group, consumer) -> {
          consumer.subscribe(List.of("t"));
          consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(3)));
          return "committed";
        });
  }

  /** Assigns as the range assignor does, but for the first time. */
  public static final class FailingAssignor extends RangeAssignor {
    static final AtomicInteger FAILURES = new AtomicInteger();

    @Override
    public String name() {
      return "failing";
    }

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription groupSubscription) {
      if (FAILURES.getAndDecrement() > 0) {
        throw new IllegalStateException("cannot assign");
      }
      return super.assign(metadata, groupSubscription);
    }
  }

  /** Has no user data the first time. */
  public static final class SpeechlessAssignor extends RangeAssignor {
    static final AtomicInteger FAILURES = new AtomicInteger();

    @Override
    public String name() {
      return "speechless";
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
      if (FAILURES.getAndDecrement() > 0) {
        throw new IllegalStateException("no user data");
      }
      return super.subscriptionUserData(topics);
    }
  }

  @Test
  void assignorThatThrowsIsAskedAgain() {
    for (Class<?> assignor : List.of(FailingAssignor.class, SpeechlessAssignor.class)) {
      alike(
          Map.of(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, assignor.getName()),
          (broker, group, consumer) -> {
            FailingAssignor.FAILURES.set(1);
            SpeechlessAssignor.FAILURES.set(1);
            String failure = "none";
            try {
              join(consumer);
            } catch (IllegalStateException e) {
              failure = e.getMessage();
            }
            pollUntil(consumer, () -> consumer.assignment().contains(PARTITION));
            return failure;
          });
    }
  }

  @Test
  void rebalanceGoesOnAfterAWakeupInTheListener() {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic("t", 1);
      FakeGroup group = FakeGroup.on(broker);
      Map<String, Object> configs = new HashMap<>(Records.consumerConfig(broker.address(), "g"));
      configs.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "50");
      try (BarnabasConsumer<String, String> consumer = new BarnabasConsumer<>(configs)) {
        AtomicInteger wakeups = new AtomicInteger(1);
        consumer.subscribe(
            List.of("t"),
            new ConsumerRebalanceListener() {
              @Override
              public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                if (wakeups.getAndDecrement() > 0) {
                  throw new WakeupException();
                }
              }

              @Override
              public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                // only the revocation fails
              }
            });
        pollUntil(consumer, () -> consumer.assignment().contains(PARTITION));
        broker.once(ApiKeys.HEARTBEAT, r -> Reply.error(Errors.REBALANCE_IN_PROGRESS));
        assertThrows(
            WakeupException.class, () -> pollUntil(consumer, () -> group.generation() > 1));
        pollUntil(consumer, () -> consumer.assignment().contains(PARTITION));
        assertEquals(2, group.generation());
      }
    }
  }

  @Test
  void listenerThatThrewOnAssignmentIsToldOfNothingNew() {
    alike(
        Map.of(),
        (broker, group, consumer) -> {
          List<String> calls = new ArrayList<>();
          consumer.subscribe(List.of("t"), failingOnce(calls));
          String failure = null;
          try {
            pollUntil(consumer, () -> calls.size() > 1);
          } catch (KafkaException e) {
            failure = e.getMessage() + e.getCause().getMessage();
          }
          pollUntil(consumer, () -> calls.size() > 1);
          return failure + calls + consumer.assignment() + group.generation();
        });
  }

  @Test
  void leavesOnceWhenClosed() {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic("t", 1);
      FakeGroup.on(broker);
      BarnabasConsumer<String, String> consumer =
          new BarnabasConsumer<>(Records.consumerConfig(broker.address(), "g"));
      join(consumer);
      consumer.close();
      consumer.close();
      assertEquals(1, broker.requests(ApiKeys.LEAVE_GROUP).size());
      assertEquals("revoked [t-0]", told.get(told.size() - 1));
    }
  }

  @Test
  void unsubscribedConsumerLeavesAndJoinsAnew() {
    alike(
        Map.of(),
        (broker, group, consumer) -> {
          join(consumer);
          consumer.unsubscribe();
          broker.awaitRequest(ApiKeys.LEAVE_GROUP, 1);
          assertTrue(consumer.assignment().isEmpty());
          join(consumer);
          return group.generation() + " " + consumer.subscription().equals(Set.of("t"));
        });
  }
}
