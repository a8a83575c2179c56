package io.barnabas.network.metrics;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;

/**
 * What goes to and comes from one broker, in the group {@code <client>-node-metrics}. Counted by
 * the loop thread alone.
 */
final class NodeMetrics {

  private static final long NANOS_PER_MS = 1_000_000;

  private final MetricGroup group;
  private final Counter responses = new Counter();
  private final Counter bytesRead = new Counter();
  private final Distribution requestBytes;
  private final Distribution latencyNanos;

  NodeMetrics(Metrics registry, Time time, String groupPrefix, int nodeId) {
    Map<String, String> tags = Map.of("node-id", "node-" + nodeId);
    group = new MetricGroup(registry, time, groupPrefix + "-node-metrics", List.of(tags));
    requestBytes =
        group.distribution(
            "request-size",
            "The average size of requests sent.",
            "The maximum size of any request sent.",
            1);
    group.meter("request", "requests sent", requestBytes.count());
    group.meter("outgoing-byte", "outgoing bytes", requestBytes.sum());
    group.meter("response", "responses received", responses);
    group.meter("incoming-byte", "incoming bytes", bytesRead);
    latencyNanos = group.distribution("request-latency", "", "", NANOS_PER_MS);
  }

  void requestSent(int bytes, long nowNanos) {
    requestBytes.record(bytes, nowNanos);
  }

  void responseReceived() {
    responses.add(1);
  }

  /** How long an answer took, of those that the client's latency is about. */
  void latency(long nanos, long nowNanos) {
    latencyNanos.record(nanos, nowNanos);
  }

  void bytesRead(int bytes) {
    bytesRead.add(bytes);
  }

  void close() {
    group.close();
  }
}
