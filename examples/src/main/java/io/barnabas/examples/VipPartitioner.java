package io.barnabas.examples;

import io.barnabas.producer.partition.KeyHash;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Gives one key most of a topic's partitions, 8 of 10, in turn, so that many consumers share its
 * load; all other keys go to the rest by their hash. Only those keep their order: the records of
 * the important key are spread.
 *
 * <p>For {@code partitioner.class}. {@value #KEY} names the key, as its {@code toString} gives it;
 * {@value #SHARE} is its part of the partitions.
 */
public final class VipPartitioner implements Partitioner {
  public static final String KEY = "vip.partitioner.key";
  public static final String SHARE = "vip.partitioner.share";

  private static final ConfigDef OPTIONS =
      new ConfigDef()
          .define(KEY, Type.STRING, Importance.HIGH, "The key that gets most partitions.")
          .define(
              SHARE, Type.DOUBLE, 0.8, Range.between(0, 1), Importance.LOW, "Its part of them.");

  private final AtomicInteger turn = new AtomicInteger();
  private String vip;
  private double share;

  @Override
  public void configure(Map<String, ?> configs) {
    AbstractConfig config = new AbstractConfig(OPTIONS, configs, false);
    vip = config.getString(KEY);
    share = config.getDouble(SHARE);
  }

  @Override
  public int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
    int count = cluster.partitionCountForTopic(topic);
    if (count == 1) {
      return 0;
    }
    int vipCount = Math.min(count - 1, Math.max(1, (int) Math.round(count * share)));
    if (key != null && key.toString().equals(vip)) {
      return Math.floorMod(turn.getAndIncrement(), vipCount);
    }
    int others = count - vipCount;
    return vipCount
        + (keyBytes == null
            ? ThreadLocalRandom.current().nextInt(others)
            : KeyHash.partitionFor(keyBytes, others));
  }

  @Override
  public void close() {}
}
