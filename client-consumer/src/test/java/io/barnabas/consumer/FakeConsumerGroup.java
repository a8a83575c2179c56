package io.barnabas.consumer;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeRequest;
import io.barnabas.testkit.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.TopicPartitions;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Lets a scripted broker coordinate a group by the new protocol, of one member, which gets
 * partition 0 of topic {@code t}: what {@link FakeBroker#once} says about a request comes first.
 */
final class FakeConsumerGroup {
  private static final int INTERVAL_MS = 50;

  private final FakeBroker broker;
  private final AtomicInteger epoch = new AtomicInteger();

  private FakeConsumerGroup(FakeBroker broker) {
    this.broker = broker;
  }

  /** On a broker whose {@link FakeGroup} commits. */
  static FakeConsumerGroup on(FakeBroker broker) {
    FakeConsumerGroup group = new FakeConsumerGroup(broker);
    broker.on(ApiKeys.CONSUMER_GROUP_HEARTBEAT, group::heartbeat);
    return group;
  }

  int epoch() {
    return epoch.get();
  }

  private Reply heartbeat(FakeRequest request) {
    ConsumerGroupHeartbeatRequestData asked = request.body();
    if (asked.memberEpoch() < 0) {
      return Reply.of(answer(asked.memberEpoch()));
    }
    if (asked.memberEpoch() > 0) {
      return Reply.of(answer(epoch.get()));
    }
    return assigning(broker.topicId("t"), 0);
  }

  /** An answer that assigns partitions of one topic, under the next epoch. */
  Reply assigning(Uuid topicId, Integer... partitions) {
    Assignment assignment = new Assignment().setTopicPartitions(new ArrayList<>());
    assignment
        .topicPartitions()
        .add(new TopicPartitions().setTopicId(topicId).setPartitions(List.of(partitions)));
    return Reply.of(answer(epoch.incrementAndGet()).setAssignment(assignment));
  }

  static ConsumerGroupHeartbeatResponseData answer(int epoch) {
    return new ConsumerGroupHeartbeatResponseData()
        .setMemberEpoch(epoch)
        .setHeartbeatIntervalMs(INTERVAL_MS);
  }

  /** The heartbeats up to now. */
  List<ConsumerGroupHeartbeatRequestData> heartbeats() {
    return broker.requests(ApiKeys.CONSUMER_GROUP_HEARTBEAT).stream()
        .map(FakeRequest::<ConsumerGroupHeartbeatRequestData>body)
        .toList();
  }
}
