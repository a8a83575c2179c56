package io.barnabas.producer.metrics;

import io.barnabas.network.metrics.ClientMetrics;
import io.barnabas.network.metrics.Counter;
import io.barnabas.network.metrics.MetricGroup;
import io.barnabas.producer.batch.ProducerBatch;
import java.util.Map;

/**
 * What was sent to one topic, in the group {@code producer-topic-metrics}. There from the first
 * batch on that is sent to the topic. Counted by the loop.
 */
final class TopicMetrics {
  private static final String GROUP = "producer-topic-metrics";

  /** Ratios are summed up as whole numbers of this part. */
  static final int RATIO_UNIT = 1_000_000;

  private final Counter batches = new Counter();
  private final Counter records = new Counter();
  private final Counter bytes = new Counter();
  private final Counter ratios = new Counter();
  private final Counter retries = new Counter();
  private final Counter failures = new Counter();

  TopicMetrics(ClientMetrics client, String topic) {
    MetricGroup group = client.group(GROUP, Map.of("topic", topic));
    group.rate(
        "record-send-rate",
        "The average number of records sent per second for a topic.",
        records::get);
    group.total("record-send-total", "The total number of records sent for a topic.", records::get);
    group.rate("byte-rate", "The average number of bytes sent per second for a topic.", bytes::get);
    group.total("byte-total", "The total number of bytes sent for a topic.", bytes::get);
    group.average(
        "compression-rate",
        "The average compression rate of record batches for a topic, defined as the average ratio"
            + " of the compressed batch size over the uncompressed size.",
        ratios,
        batches,
        RATIO_UNIT);
    group.rate(
        "record-retry-rate",
        "The average per-second number of retried record sends for a topic",
        retries::get);
    group.total(
        "record-retry-total", "The total number of retried record sends for a topic", retries::get);
    group.rate(
        "record-error-rate",
        "The average per-second number of record sends that resulted in errors for a topic",
        failures::get);
    group.total(
        "record-error-total",
        "The total number of record sends that resulted in errors for a topic",
        failures::get);
  }

  static long ratioOf(ProducerBatch batch) {
    return (long) (batch.compressionRatio() * RATIO_UNIT);
  }

  void sent(ProducerBatch batch) {
    batches.add(1);
    records.add(batch.recordCount());
    bytes.add(batch.sizeInBytes());
    ratios.add(ratioOf(batch));
  }

  void retried(ProducerBatch batch) {
    retries.add(batch.recordCount());
  }

  void failed(ProducerBatch batch) {
    failures.add(batch.recordCount());
  }
}
