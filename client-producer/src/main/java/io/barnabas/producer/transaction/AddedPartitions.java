package io.barnabas.producer.transaction;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of a transaction whose brokers want to be told of each (TV1). Loop thread only.
 */
final class AddedPartitions {
  private final Set<TopicPartition> wanted = new HashSet<>();
  private final Set<TopicPartition> added = new HashSet<>();

  /** Being added. */
  private List<TopicPartition> underWay = List.of();

  boolean contains(TopicPartition partition) {
    return added.contains(partition);
  }

  void want(TopicPartition partition) {
    if (!underWay.contains(partition)) {
      wanted.add(partition);
    }
  }

  boolean hasAny() {
    return !added.isEmpty();
  }

  boolean isAdding() {
    return !underWay.isEmpty();
  }

  boolean isWanting() {
    return !wanted.isEmpty();
  }

  /** Those to be added now. */
  List<TopicPartition> next() {
    underWay = List.copyOf(wanted);
    wanted.clear();
    return underWay;
  }

  void onAdded() {
    added.addAll(underWay);
    underWay = List.of();
  }

  void onRefused() {
    underWay = List.of();
  }

  /** No more are needed: the transaction is to be aborted. */
  void wantNoMore() {
    wanted.clear();
  }

  void clear() {
    wanted.clear();
    added.clear();
  }
}
