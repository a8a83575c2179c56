package io.barnabas.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * A member of a group on a thread of its own: polls, commits after each poll, until told to leave.
 */
final class PollingMember implements AutoCloseable {
  private static final ConsumerRebalanceListener SILENT =
      new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
          // nothing to do
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
          // nothing to do
        }
      };

  private final ConcurrentLinkedQueue<String> values;
  private final Thread thread;
  private volatile boolean leaving;
  private volatile Set<TopicPartition> assignment = Set.of();
  private volatile Throwable failure;

  PollingMember(
      Supplier<? extends Consumer<String, String>> make,
      String topic,
      ConcurrentLinkedQueue<String> values) {
    this(make, topic, values, SILENT);
  }

  PollingMember(
      Supplier<? extends Consumer<String, String>> make,
      String topic,
      ConcurrentLinkedQueue<String> values,
      ConsumerRebalanceListener listener) {
    this.values = values;
    this.thread = new Thread(() -> run(make, topic, listener), "member-of-" + topic);
    thread.start();
  }

  private void run(
      Supplier<? extends Consumer<String, String>> make,
      String topic,
      ConsumerRebalanceListener listener) {
    try (Consumer<String, String> consumer = make.get()) {
      consumer.subscribe(List.of(topic), listener);
      while (!leaving) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(50));
        records.forEach(record -> values.add(record.value()));
        assignment = Set.copyOf(consumer.assignment());
        if (!records.isEmpty()) {
          commit(consumer);
        }
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private static void commit(Consumer<String, String> consumer) {
    try {
      consumer.commitSync();
    } catch (org.apache.kafka.common.errors.RebalanceInProgressException expected) {
      // committed again after the rebalance
    }
  }

  Set<TopicPartition> assignment() {
    return assignment;
  }

  Throwable failure() {
    return failure;
  }

  /** Leaves the group in an orderly way. */
  @Override
  public void close() {
    leaving = true;
    try {
      thread.join(30_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
