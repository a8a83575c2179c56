package io.barnabas.producer.partition;

import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;

/**
 * Records with the same serialized key go to the same partition, the one that kafka-clients gives
 * that key by default, whether it has a leader or not; records without a key go as {@link
 * StickyPartitioner} says. For {@code partitioner.class} of any producer, or to build on.
 * Thread-safe.
 */
public final class KeyHashPartitioner implements Partitioner {
  private final StickyPartitioner withoutKey = new StickyPartitioner();

  /** See {@link StickyPartitioner#configure}. */
  @Override
  public void configure(Map<String, ?> configs) {
    withoutKey.configure(configs);
  }

  /**
   * {@inheritDoc}
   *
   * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if the topic has no
   *     partition
   */
  @Override
  public int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
    return keyBytes == null
        ? withoutKey.partition(topic, key, null, value, valueBytes, cluster)
        : KeyHash.partitionFor(keyBytes, Candidates.count(cluster, topic));
  }

  @Override
  public void close() {
    withoutKey.close();
  }
}
