package io.barnabas.consumer.metrics;

import io.barnabas.consumer.subscription.AssignedPartition;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.ClientMetrics;
import io.barnabas.network.metrics.Counter;
import io.barnabas.network.metrics.Distribution;
import io.barnabas.network.metrics.MetricGroup;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * What is fetched, in all, of each topic and of each partition, in the group {@code
 * consumer-fetch-manager-metrics}. Counted by the polling thread when it has used up a fetch
 * answer, apart from the times of requests.
 */
public final class FetchMetrics {
  private static final String GROUP = "consumer-fetch-manager-metrics";
  private static final long NANOS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);

  private final ClientMetrics client;
  private final Clock clock;
  private final FetchedAmounts all;
  private final Distribution lagMax;
  private final Distribution leadMin;
  private final Distribution latencyNanos;
  private final Distribution throttleMs;

  private final Map<String, FetchedAmounts> topics = new HashMap<>();
  private final Map<TopicPartition, PartitionMetrics> partitions = new HashMap<>();

  /** When the present poll began to collect. */
  private long nowNanos;

  FetchMetrics(ClientMetrics client, Clock clock) {
    this.client = client;
    this.clock = clock;
    MetricGroup group = client.group(GROUP, Map.of());
    all = new FetchedAmounts(group, "");
    lagMax =
        group.highest(
            "records-lag-max",
            "The maximum lag in terms of number of records for any partition in this window. NOTE:"
                + " This is based on current offset and not committed offset",
            1);
    leadMin =
        group.lowest(
            "records-lead-min",
            "The minimum lead in terms of number of records for any partition in this window");
    latencyNanos =
        group.distribution(
            "fetch-latency",
            "The average time taken for a fetch request.",
            "The max time taken for any fetch request.",
            NANOS_PER_MS);
    Counter requests = latencyNanos.count();
    group.rate("fetch-rate", "The number of fetch requests per second.", requests::get);
    group.total("fetch-total", "The total number of fetch requests.", requests::get);
    throttleMs =
        group.distribution(
            "fetch-throttle-time",
            "The average throttle time in ms",
            "The maximum throttle time in ms",
            1);
  }

  /** The loop's. */
  Distribution latencyNanos() {
    return latencyNanos;
  }

  /** The loop's. */
  Distribution throttleMs() {
    return throttleMs;
  }

  /** A poll begins to collect: what it records happens now. */
  public void collecting() {
    nowNanos = clock.nanos();
  }

  /** A fetch answer has been used up. */
  public void answerUsed(int bytes, int records) {
    all.record(bytes, records, nowNanos);
  }

  /** What a fetch answer brought of one topic has been used up. */
  public void topicUsed(String topic, int bytes, int records) {
    FetchedAmounts amounts = topics.get(topic);
    if (amounts == null) {
      amounts = new FetchedAmounts(client.group(GROUP, PartitionMetrics.tags(topic)), topic);
      topics.put(topic, amounts);
    }
    amounts.record(bytes, records, nowNanos);
  }

  /** A partition was assigned or given up; idempotent. */
  public void assignmentChanged(AssignedPartition partition) {
    TopicPartition tp = partition.topicPartition();
    PartitionMetrics known = partitions.get(tp);
    if (known != null && (!known.isOf(partition) || !partition.isAssigned())) {
      known.close();
      partitions.remove(tp);
      known = null;
    }
    if (known == null && partition.isAssigned()) {
      partitions.put(tp, new PartitionMetrics(client, GROUP, partition));
    }
  }

  /** How far the position is from the ends of the log, as far as these are known. */
  public void moved(AssignedPartition partition, boolean readCommitted) {
    PartitionMetrics metrics = partitions.get(partition.topicPartition());
    if (metrics == null || partition.position() == null) {
      return;
    }
    long offset = partition.position().offset();
    long end = partition.endOffset(readCommitted);
    if (end >= 0) {
      lagMax.record(end - offset, nowNanos);
      metrics.lag(end - offset, nowNanos);
    }
    long start = partition.logStartOffset();
    if (start >= 0) {
      leadMin.record(offset - start, nowNanos);
      metrics.lead(offset - start, nowNanos);
    }
  }
}
