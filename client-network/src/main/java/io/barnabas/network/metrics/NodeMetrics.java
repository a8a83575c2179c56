package io.barnabas.network.metrics;

import java.util.Map;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;

/**
 * What goes to and comes from one broker, in the group {@code <client>-node-metrics}. Counted by
 * the loop thread alone.
 */
final class NodeMetrics {

  private static final double NANOS_PER_MS = 1_000_000;

  private final MetricGroup group;
  private final Counter requests = new Counter();
  private final Counter requestBytes = new Counter();
  private final Counter responses = new Counter();
  private final Counter bytesRead = new Counter();
  private final Counter latencyNanos = new Counter();
  private final Peak requestSize;
  private final Peak latencyMs;

  NodeMetrics(Metrics registry, Time time, String groupPrefix, int nodeId, long windowNanos) {
    long nowMs = time.milliseconds();
    requestSize = new Peak(windowNanos);
    latencyMs = new Peak(windowNanos);
    group =
        new MetricGroup(
            registry, groupPrefix + "-node-metrics", Map.of("node-id", "node-" + nodeId), nowMs);
    group.meter("request", "requests sent", requests);
    group.average("request-size-avg", "The average size of requests sent.", requestBytes, requests);
    group.peak("request-size-max", "The maximum size of any request sent.", requestSize);
    group.meter("outgoing-byte", "outgoing bytes", requestBytes);
    group.meter("response", "responses received", responses);
    group.meter("incoming-byte", "incoming bytes", bytesRead);
    Trend nanosEach = Trend.average(latencyNanos, responses, nowMs);
    group.add(
        "request-latency-avg", "", (config, now) -> nanosEach.measure(config, now) / NANOS_PER_MS);
    group.peak("request-latency-max", "", latencyMs);
  }

  void requestSent(int bytes, long loopNanos) {
    requests.add(1);
    requestBytes.add(bytes);
    requestSize.record(bytes, loopNanos);
  }

  void responseReceived(long nanos, long loopNanos) {
    responses.add(1);
    latencyNanos.add(nanos);
    latencyMs.record(nanos / NANOS_PER_MS, loopNanos);
  }

  void bytesRead(int bytes) {
    bytesRead.add(bytes);
  }

  void close() {
    group.close();
  }
}
