package io.barnabas.it.consumer;

import java.util.Collection;
import java.util.HashSet;
import java.util.Random;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/** Notes what it is told, and does to the consumer what applications do in there. */
final class ScriptListener implements ConsumerRebalanceListener {
  /** Where those that seek begin to read. */
  private static final long SOUGHT = 20;

  enum Habit {
    LISTENS,
    COMMITS,
    SEEKS,
    ASKS,
    THROWS_ON_ASSIGNMENT,
    THROWS_ON_REVOCATION;

    static Habit any(Random random) {
      return values()[random.nextInt(values().length)];
    }
  }

  /** What a listener fails with. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal() {
      super("not these");
    }
  }

  private final ScriptRun run;
  private final Habit habit;
  private boolean threw;

  ScriptListener(ScriptRun run, Habit habit) {
    this.run = run;
    this.habit = habit;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      // how often it is told of nothing depends on how often the group has to rebalance
      return;
    }
    told("assigned", partitions);
    Consumer<String, String> consumer = run.consumer();
    if (habit == Habit.SEEKS) {
      partitions.forEach(tp -> consumer.seek(tp, SOUGHT));
    } else if (habit == Habit.ASKS) {
      consumer
          .committed(new HashSet<>(partitions))
          .forEach((tp, offset) -> run.hear("committed " + tp + " " + offset));
    } else if (habit == Habit.THROWS_ON_ASSIGNMENT) {
      throwOnce();
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    told("revoked", partitions);
    Consumer<String, String> consumer = run.consumer();
    if (habit == Habit.COMMITS) {
      consumer.commitSync();
    } else if (habit == Habit.ASKS) {
      partitions.forEach(tp -> run.hear(tp + " left at " + consumer.position(tp)));
    } else if (habit == Habit.THROWS_ON_REVOCATION) {
      throwOnce();
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    // by the protocol of KIP-848, kafka-clients tells in close of what unsubscribe gave up
    if (run.subscribed() != null && !partitions.isEmpty()) {
      told("lost", partitions);
    }
  }

  /** In how many calls depends on time. */
  private void told(String what, Collection<TopicPartition> partitions) {
    partitions.forEach(tp -> run.hear(what + " " + tp));
  }

  /** What becomes of the member if it throws while it leaves, is compared by itself. */
  private void throwOnce() {
    if (!threw && run.subscribed() != null) {
      threw = true;
      run.refuse();
      throw new Refusal();
    }
  }
}
