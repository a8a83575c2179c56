package io.barnabas.consumer.metrics;

import io.barnabas.consumer.subscription.AssignedPartition;
import io.barnabas.consumer.subscription.FetchProgress;
import io.barnabas.network.metrics.ClientMetrics;
import io.barnabas.network.metrics.Distribution;
import io.barnabas.network.metrics.MetricGroup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the position in one partition is, as long as it is assigned. Lag and lead are there once
 * they are known. Counted by the polling thread.
 */
final class PartitionMetrics {
  static final String DEPRECATION =
      "Note: For topic names with periods (.), an additional metric with underscores is emitted."
          + " However, the periods replaced metric is deprecated. Please use the metric with actual"
          + " topic name instead.";

  private final AssignedPartition partition;
  private final MetricGroup group;

  private final AtomicLong lag = new AtomicLong();
  private final AtomicLong lead = new AtomicLong();

  /** Null until the end of the log is known. */
  private Distribution lags;

  /** Null until the start of the log is known. */
  private Distribution leads;

  PartitionMetrics(ClientMetrics client, String groupName, AssignedPartition partition) {
    this.partition = partition;
    this.group = client.group(groupName, tags(partition.topicPartition()));
    FetchProgress progress = partition.progress();
    group.gauge(
        "preferred-read-replica",
        "The current read replica for the partition, or -1 if reading from leader. " + DEPRECATION,
        (config, now) -> progress.preferredReplica());
  }

  /** Topics with dots are there a second time, with underscores. */
  static List<Map<String, String>> tags(String topic) {
    Map<String, String> tags = Map.of("topic", topic);
    return topic.contains(".")
        ? List.of(tags, Map.of("topic", topic.replace('.', '_')))
        : List.of(tags);
  }

  private static List<Map<String, String>> tags(TopicPartition tp) {
    String number = Integer.toString(tp.partition());
    return tags(tp.topic()).stream()
        .map(tags -> Map.of("topic", tags.get("topic"), "partition", number))
        .toList();
  }

  boolean isOf(AssignedPartition other) {
    return partition == other;
  }

  void lag(long records, long nowNanos) {
    if (lags == null) {
      group.total("records-lag", "The latest lag of the partition. " + DEPRECATION, lag::get);
      lags =
          group.distribution(
              "records-lag",
              "The average lag of the partition. " + DEPRECATION,
              "The max lag of the partition. " + DEPRECATION,
              1);
    }
    lag.lazySet(records);
    lags.record(records, nowNanos);
  }

  void lead(long records, long nowNanos) {
    if (leads == null) {
      group.total("records-lead", "The latest lead of the partition. " + DEPRECATION, lead::get);
      leads = group.lowest("records-lead-min", "The min lead of the partition. " + DEPRECATION);
      group.average(
          "records-lead-avg",
          "The average lead of the partition. " + DEPRECATION,
          leads.sum(),
          leads.count(),
          1);
    }
    lead.lazySet(records);
    leads.record(records, nowNanos);
  }

  void close() {
    group.close();
  }
}
