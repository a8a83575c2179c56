package io.barnabas.consumer.metrics;

import io.barnabas.network.metrics.Counter;
import io.barnabas.network.metrics.Distribution;
import io.barnabas.network.metrics.MetricGroup;

/** How much fetch answers bring, in all or of one topic. Counted by the polling thread. */
final class FetchedAmounts {
  private final Distribution bytes;
  private final Counter records = new Counter();

  /**
   * @param topic empty for all
   */
  FetchedAmounts(MetricGroup group, String topic) {
    String scope = topic.isEmpty() ? "" : " for a topic. " + PartitionMetrics.DEPRECATION;
    bytes =
        group.distribution(
            "fetch-size",
            "The average number of bytes fetched per request" + scope,
            "The maximum number of bytes fetched per request" + scope,
            1);
    group.rate(
        "bytes-consumed-rate",
        "The average number of bytes consumed per second" + scope,
        bytes.sum()::get);
    group.total(
        "bytes-consumed-total", "The total number of bytes consumed" + scope, bytes.sum()::get);
    group.average(
        "records-per-request-avg",
        "The average number of records in each request" + scope,
        records,
        bytes.count(),
        1);
    group.rate(
        "records-consumed-rate",
        "The average number of records consumed per second" + scope,
        records::get);
    group.total(
        "records-consumed-total", "The total number of records consumed" + scope, records::get);
  }

  void record(int byteCount, int recordCount, long nowNanos) {
    records.add(recordCount);
    bytes.record(byteCount, nowNanos);
  }
}
