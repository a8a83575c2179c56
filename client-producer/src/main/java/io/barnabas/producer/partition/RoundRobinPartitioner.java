package io.barnabas.producer.partition;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;

/**
 * Each record of a topic goes to the next partition, whatever its key: of the partitions that have
 * a leader, each gets as many records as any other, give or take one. Opening a batch costs a
 * partition no turn (KAFKA-9965). For {@code partitioner.class} of any producer. Thread-safe.
 */
public final class RoundRobinPartitioner implements Partitioner {
  /** By topic. */
  private final ConcurrentHashMap<String, AtomicInteger> turns = new ConcurrentHashMap<>();

  @Override
  public void configure(Map<String, ?> configs) {}

  /**
   * {@inheritDoc}
   *
   * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if the topic has no
   *     partition
   */
  @Override
  public int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
    AtomicInteger turn = turns.get(topic);
    if (turn == null) {
      turn = turns.computeIfAbsent(topic, name -> new AtomicInteger());
    }
    return Candidates.at(cluster, topic, turn.getAndIncrement());
  }

  @Override
  public void close() {}
}
