package io.barnabas.it.group;

import io.barnabas.it.group.GroupEvent.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/** What a member does: polls, processes, commits, and tells of it. */
final class MemberLoop implements ConsumerRebalanceListener {
  private final String name;
  private final Consumer<Integer, String> consumer;
  private final java.util.function.Consumer<GroupEvent> told;
  private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();

  MemberLoop(
      String name,
      Consumer<Integer, String> consumer,
      java.util.function.Consumer<GroupEvent> told) {
    this.name = name;
    this.consumer = consumer;
    this.told = told;
  }

  /** Until told to leave; closes the consumer. */
  void run(String topic, BooleanSupplier leaves) {
    try (consumer) {
      consumer.subscribe(List.of(topic), this);
      while (!leaves.getAsBoolean()) {
        consumer
            .poll(Duration.ofMillis(50))
            .forEach(
                r -> {
                  told.accept(
                      GroupEvent.of(name, Kind.PROCESSED, r.partition(), r.offset(), r.key()));
                  uncommitted.put(
                      new TopicPartition(r.topic(), r.partition()),
                      new OffsetAndMetadata(r.offset() + 1));
                });
        commit();
      }
    }
    told.accept(GroupEvent.now(name, Kind.GONE));
  }

  private void commit() {
    if (uncommitted.isEmpty()) {
      return;
    }
    long atMs = System.currentTimeMillis();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(uncommitted);
    try {
      consumer.commitSync(offsets);
      offsets.forEach(
          (tp, offset) ->
              told.accept(
                  new GroupEvent(atMs, name, Kind.COMMITTED, tp.partition(), offset.offset(), -1)));
      uncommitted.keySet().removeAll(offsets.keySet());
    } catch (RebalanceInProgressException | CommitFailedException refused) {
      // committed with what comes next, if the partitions stay
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    tell(Kind.ASSIGNED, partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commit();
    tell(Kind.REVOKED, partitions);
    uncommitted.keySet().removeAll(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    tell(Kind.LOST, partitions);
    uncommitted.keySet().removeAll(partitions);
  }

  private void tell(Kind kind, Collection<TopicPartition> partitions) {
    partitions.forEach(tp -> told.accept(GroupEvent.of(name, kind, tp.partition(), -1, -1)));
  }
}
