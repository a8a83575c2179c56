package io.barnabas.network.metrics;

import io.barnabas.protocol.ApiKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;

/**
 * The network metrics that all clients share, in the group {@code <client>-metrics}. Counted by the
 * loop thread alone, without a sensor, lock or clock; read by all.
 */
final class NetworkMetrics implements ClientEvents {

  private final Metrics registry;
  private final Time time;
  private final String groupPrefix;
  private final MetricGroup group;

  private final Counter connectionsOpened = new Counter();
  private final Counter connectionsClosed = new Counter();
  private final Counter authentications = new Counter();
  private final Counter failedAuthentications = new Counter();
  private final Counter ioOperations = new Counter();
  private final Counter responses = new Counter();
  private final Counter bytesRead = new Counter();
  private final Counter turns = new Counter();
  private final Counter selectNanos = new Counter();
  private final Counter workNanos = new Counter();
  private final Counter inFlight = new Counter();
  private final Distribution requestBytes;

  /** Null if nobody wants to know. Set before the loop starts. */
  private AnswerTimes answerTimes;

  /** Filled by the loop thread, emptied by the one that closes, which may not have outwaited it. */
  private final Map<Integer, NodeMetrics> nodes = new ConcurrentHashMap<>();

  private volatile boolean closed;

  NetworkMetrics(Metrics registry, Time time, String groupPrefix) {
    this.registry = registry;
    this.time = time;
    this.groupPrefix = groupPrefix;
    this.group = new MetricGroup(registry, time, groupPrefix + "-metrics", List.of(Map.of()));
    this.requestBytes =
        group.distribution(
            "request-size",
            "The average size of requests sent.",
            "The maximum size of any request sent.",
            1);
    addConnections();
    addTraffic();
    addLoop();
  }

  private void addConnections() {
    group.meter("connection-close", "connections closed", connectionsClosed);
    group.meter("connection-creation", "new connections established", connectionsOpened);
    group.total(
        "connection-count",
        "The current number of active connections.",
        () -> connectionsOpened.get() - connectionsClosed.get());
    group.meter(
        "successful-authentication", "connections with successful authentication", authentications);
    group.meter(
        "failed-authentication", "connections with failed authentication", failedAuthentications);
    Counter none = new Counter();
    group.total(
        "successful-authentication-no-reauth-total",
        "The total number of connections with successful authentication where the client does not"
            + " support re-authentication",
        none::get);
    group.meter("successful-reauthentication", "successful re-authentication of connections", none);
    group.meter("failed-reauthentication", "failed re-authentication of connections", none);
    group.distribution(
        "reauthentication-latency",
        "The average latency observed due to re-authentication",
        "The max latency observed due to re-authentication",
        1);
  }

  private void addTraffic() {
    group.meter(
        "network-io", "network operations (reads or writes) on all connections", ioOperations);
    group.meter("outgoing-byte", "outgoing bytes sent to all servers", requestBytes.sum());
    group.meter("incoming-byte", "bytes read off all sockets", bytesRead);
    group.meter("request", "requests sent", requestBytes.count());
    group.meter("response", "responses received", responses);
  }

  private void addLoop() {
    group.meter("select", "times the I/O layer checked for new I/O to perform", turns);
    group.average(
        "io-wait-time-ns-avg",
        "The average length of time the I/O thread spent waiting for a socket ready for reads or"
            + " writes in nanoseconds.",
        selectNanos,
        turns,
        1);
    group.share("io-wait", "waiting", selectNanos);
    group.average(
        "io-time-ns-avg",
        "The average length of time for I/O per select call in nanoseconds.",
        workNanos,
        turns,
        1);
    group.share("io", "doing I/O", workNanos);
  }

  void timeAnswers(AnswerTimes times) {
    answerTimes = times;
  }

  long requestsInFlight() {
    return inFlight.get();
  }

  @Override
  public void connectionOpened(int nodeId) {
    connectionsOpened.add(1);
    if (!closed) {
      nodes.computeIfAbsent(nodeId, id -> new NodeMetrics(registry, time, groupPrefix, id));
    }
  }

  @Override
  public void connectionClosed(int nodeId) {
    connectionsClosed.add(1);
  }

  @Override
  public void authenticated(int nodeId, boolean succeeded) {
    (succeeded ? authentications : failedAuthentications).add(1);
  }

  @Override
  public void requestSent(int nodeId, ApiKey key, int bytes, long nowNanos) {
    ioOperations.add(1);
    requestBytes.record(bytes, nowNanos);
    NodeMetrics node = nodes.get(nodeId);
    if (node != null) {
      node.requestSent(bytes, nowNanos);
    }
  }

  @Override
  public void responseReceived(
      int nodeId, ApiKey key, int bytes, long latencyNanos, int throttleTimeMs, long nowNanos) {
    responses.add(1);
    NodeMetrics node = nodes.get(nodeId);
    if (node != null) {
      node.responseReceived();
    }
    if (answerTimes != null) {
      time(node, key, latencyNanos, throttleTimeMs, nowNanos);
    }
  }

  private void time(
      NodeMetrics node, ApiKey key, long latencyNanos, int throttleTimeMs, long nowNanos) {
    answerTimes.throttleMs().record(throttleTimeMs, nowNanos);
    if (key != answerTimes.key()) {
      Distribution other = answerTimes.others().get(key);
      if (other != null) {
        other.record(latencyNanos, nowNanos);
      }
      return;
    }
    answerTimes.latencyNanos().record(latencyNanos, nowNanos);
    if (node != null) {
      node.latency(latencyNanos, nowNanos);
    }
  }

  @Override
  public void inFlight(int change) {
    inFlight.add(change);
  }

  @Override
  public void bytesRead(int nodeId, int bytes) {
    ioOperations.add(1);
    bytesRead.add(bytes);
    NodeMetrics node = nodes.get(nodeId);
    if (node != null) {
      node.bytesRead(bytes);
    }
  }

  @Override
  public void loopTurn(long selectNanos, long workNanos) {
    turns.add(1);
    this.selectNanos.add(selectNanos);
    this.workNanos.add(workNanos);
  }

  void close() {
    closed = true;
    group.close();
    nodes.values().forEach(NodeMetrics::close);
    nodes.clear();
  }
}
