package io.barnabas.producer.partition;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * All records of a topic, whatever their key, go to one partition until {@code batch.size} bytes
 * have gone there, then to another one, chosen at random among those with a leader (KIP-480,
 * KIP-794). For {@code partitioner.class} of any producer. Thread-safe.
 *
 * <p>A partitioner does not see headers, batches or what compression saves. The choice built into
 * the producer, which is used when no partitioner is configured, does, and fills batches better.
 */
public final class StickyPartitioner implements Partitioner {
  private static final int DEFAULT_BATCH_SIZE = 16_384;

  /** About what a record takes beside its key and value. */
  private static final int RECORD_OVERHEAD = 8;

  /** By topic. */
  private final ConcurrentHashMap<String, Stay> stays = new ConcurrentHashMap<>();

  /** What a partition gets before the next one's turn. Set once, before the first record. */
  private long stickyBytes = DEFAULT_BATCH_SIZE;

  /** One stay with a partition; the count is of the bytes that went there. */
  private record Stay(int partition, AtomicLong bytes) {}

  /**
   * Reads {@code batch.size}.
   *
   * @throws ConfigException if that is not a number
   */
  @Override
  public void configure(Map<String, ?> configs) {
    Object batchSize = configs.get(ProducerConfig.BATCH_SIZE_CONFIG);
    if (batchSize != null) {
      stickyBytes =
          (Integer)
              ConfigDef.parseType(ProducerConfig.BATCH_SIZE_CONFIG, batchSize, ConfigDef.Type.INT);
    }
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
    int size = RECORD_OVERHEAD + length(keyBytes) + length(valueBytes);
    Stay stay = stays.get(topic);
    while (stay == null || !accepts(stay, size, topic, cluster)) {
      stay = moveOn(topic, stay, cluster);
    }
    return stay.partition();
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /** The record that fills the share still goes to the partition, however large it is. */
  private boolean accepts(Stay stay, int size, String topic, Cluster cluster) {
    long before = stay.bytes().getAndAdd(size);
    boolean hasRoom = before == 0 || before < stickyBytes;
    return hasRoom && stay.partition() < Candidates.count(cluster, topic);
  }

  /** The next stay; another thread may have chosen it. */
  private Stay moveOn(String topic, Stay over, Cluster cluster) {
    int partition = Candidates.at(cluster, topic, ThreadLocalRandom.current().nextInt());
    Stay next = new Stay(partition, new AtomicLong());
    return stays.compute(topic, (name, current) -> current == over ? next : current);
  }

  @Override
  public void close() {}
}
