package io.barnabas.producer.metrics;

import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.AnswerTimes;
import io.barnabas.network.metrics.ClientMetrics;
import io.barnabas.network.metrics.Counter;
import io.barnabas.network.metrics.Distribution;
import io.barnabas.network.metrics.MetricGroup;
import io.barnabas.producer.batch.BufferPool;
import io.barnabas.producer.batch.ProducerBatch;
import io.barnabas.protocol.ApiKey;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The groups {@code producer-metrics} and {@code producer-topic-metrics}. The loop counts, without
 * a lock; whoever reads works out rates and averages.
 */
public final class ProducerMetrics implements SendEvents {
  private static final String GROUP = "producer-metrics";
  private static final long NANOS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final double MS_PER_SECOND = 1000;

  private final ClientMetrics client;
  private final MetricGroup group;

  private final Counter requests = new Counter();
  private final Counter records = new Counter();
  private final Counter retries = new Counter();
  private final Counter failures = new Counter();
  private final Counter splits = new Counter();
  private final Counter ratios = new Counter();
  private final Distribution batchBytes;
  private final Distribution recordBytes;
  private final Distribution queuedMs;

  /** Records that failed before they reached a batch. Any thread. */
  private final LongAdder refusals = new LongAdder();

  /** By name; the loop's. */
  private final Map<String, TopicMetrics> topics = new HashMap<>();

  /** Before the loop starts. */
  public ProducerMetrics(
      ClientMetrics client, BufferPool pool, Metadata metadata, BlockedTime blocked, Clock clock) {
    this.client = client;
    this.group = client.group(GROUP, Map.of());
    this.batchBytes =
        group.distribution(
            "batch-size",
            "The average number of bytes sent per partition per-request.",
            "The max number of bytes sent per partition per-request.",
            1);
    this.recordBytes =
        group.distribution("record-size", "The average record size", "The maximum record size", 1);
    this.queuedMs =
        group.distribution(
            "record-queue-time",
            "The average time in ms record batches spent in the send buffer.",
            "The maximum time in ms record batches spent in the send buffer.",
            1);
    addRecords();
    addRequests();
    addMemory(pool);
    addMetadata(metadata, clock);
    for (BlockedTime.Call call : BlockedTime.Call.values()) {
      group.total(call.metric(), call.description(), () -> blocked.nanos(call));
    }
  }

  private void addRecords() {
    group.rate("record-send-rate", "The average number of records sent per second.", records::get);
    group.total("record-send-total", "The total number of records sent.", records::get);
    group.rate(
        "record-retry-rate", "The average per-second number of retried record sends", retries::get);
    group.total("record-retry-total", "The total number of retried record sends", retries::get);
    group.rate(
        "record-error-rate",
        "The average per-second number of record sends that resulted in errors",
        this::errors);
    group.total(
        "record-error-total",
        "The total number of record sends that resulted in errors",
        this::errors);
    group.rate("batch-split-rate", "The average number of batch splits per second", splits::get);
    group.total("batch-split-total", "The total number of batch splits", splits::get);
    group.average(
        "compression-rate-avg",
        "The average compression rate of record batches, defined as the average ratio of the"
            + " compressed batch size over the uncompressed size.",
        ratios,
        batchBytes.count(),
        TopicMetrics.RATIO_UNIT);
  }

  private void addRequests() {
    group.average(
        "records-per-request-avg",
        "The average number of records per request.",
        records,
        requests,
        1);
    group.total(
        "requests-in-flight",
        "The current number of in-flight requests awaiting a response.",
        client::requestsInFlight);
    Distribution latencyNanos =
        group.distribution(
            "request-latency",
            "The average request latency in ms",
            "The maximum request latency in ms",
            NANOS_PER_MS);
    Distribution throttleMs =
        group.distribution(
            "produce-throttle-time",
            "The average time in ms a request was throttled by a broker",
            "The maximum time in ms a request was throttled by a broker",
            1);
    client.timeAnswers(new AnswerTimes(ApiKey.PRODUCE, latencyNanos, throttleMs, Map.of()));
  }

  private void addMemory(BufferPool pool) {
    group.total(
        "waiting-threads",
        "The number of user threads blocked waiting for buffer memory to enqueue their records",
        pool::waitingThreads);
    group.total(
        "buffer-total-bytes",
        "The maximum amount of buffer memory the client can use (whether or not it is currently"
            + " used).",
        pool::totalBytes);
    group.total(
        "buffer-available-bytes",
        "The total amount of buffer memory that is not being used (either unallocated or in the"
            + " free list).",
        pool::availableBytes);
    group.share(
        "bufferpool-wait-ratio",
        "The fraction of time an appender waits for space allocation.",
        pool::waitedNanos);
    group.total(
        "bufferpool-wait-time-ns-total",
        "The total time in nanoseconds an appender waits for space allocation.",
        pool::waitedNanos);
    group.rate(
        "buffer-exhausted-rate",
        "The average per-second number of record sends that are dropped due to buffer exhaustion",
        pool::exhaustions);
    group.total(
        "buffer-exhausted-total",
        "The total number of record sends that are dropped due to buffer exhaustion",
        pool::exhaustions);
  }

  private void addMetadata(Metadata metadata, Clock clock) {
    group.add(
        "metadata-age",
        "The age in seconds of the current producer metadata being used.",
        (config, now) -> (clock.nowMs() - metadata.updatedMs()) / MS_PER_SECOND);
  }

  private long errors() {
    return failures.get() + refusals.sum();
  }

  /** A record has failed before it reached a batch. Any thread. */
  public void refused() {
    refusals.increment();
  }

  @Override
  public void requestSent() {
    requests.add(1);
  }

  @Override
  public void batchSent(ProducerBatch batch, long nowMs) {
    long nowNanos = nowMs * NANOS_PER_MS;
    records.add(batch.recordCount());
    batchBytes.record(batch.sizeInBytes(), nowNanos);
    recordBytes.record(batch.largestRecordBytes(), nowNanos);
    queuedMs.record(nowMs - batch.createdMs(), nowNanos);
    ratios.add(TopicMetrics.ratioOf(batch));
    String topic = batch.topicPartition().topic();
    TopicMetrics metrics = topics.get(topic);
    if (metrics == null) {
      metrics = new TopicMetrics(client, topic);
      topics.put(topic, metrics);
    }
    metrics.sent(batch);
  }

  @Override
  public void retried(ProducerBatch batch) {
    retries.add(batch.recordCount());
    TopicMetrics topic = topics.get(batch.topicPartition().topic());
    if (topic != null) {
      topic.retried(batch);
    }
  }

  @Override
  public void failed(ProducerBatch batch) {
    failures.add(batch.recordCount());
    TopicMetrics topic = topics.get(batch.topicPartition().topic());
    if (topic != null) {
      topic.failed(batch);
    }
  }

  @Override
  public void split() {
    splits.add(1);
  }
}
