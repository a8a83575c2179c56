package io.barnabas.network.metrics;

import io.barnabas.protocol.ApiKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
  private final long windowNanos;
  private final MetricGroup group;

  private final Counter connectionsOpened = new Counter();
  private final Counter connectionsClosed = new Counter();
  private final Counter authentications = new Counter();
  private final Counter failedAuthentications = new Counter();
  private final Counter ioOperations = new Counter();
  private final Counter requests = new Counter();
  private final Counter requestBytes = new Counter();
  private final Counter responses = new Counter();
  private final Counter bytesRead = new Counter();
  private final Counter turns = new Counter();
  private final Counter selectNanos = new Counter();
  private final Counter workNanos = new Counter();
  private final Peak requestSize;

  /** Filled by the loop thread, emptied by the one that closes, which may not have outwaited it. */
  private final Map<Integer, NodeMetrics> nodes = new ConcurrentHashMap<>();

  private volatile boolean closed;

  NetworkMetrics(Metrics registry, Time time, String groupPrefix) {
    this.registry = registry;
    this.time = time;
    this.groupPrefix = groupPrefix;
    this.windowNanos = TimeUnit.MILLISECONDS.toNanos(registry.config().timeWindowMs());
    this.requestSize = new Peak(windowNanos);
    this.group = new MetricGroup(registry, groupPrefix + "-metrics", Map.of(), time.milliseconds());
    addConnections();
    addTraffic();
    addLoop();
  }

  private void addConnections() {
    group.meter("connection-close", "connections closed", connectionsClosed);
    group.meter("connection-creation", "new connections established", connectionsOpened);
    group.add(
        "connection-count",
        "The current number of active connections.",
        (config, now) -> connectionsOpened.get() - connectionsClosed.get());
    group.meter(
        "successful-authentication", "connections with successful authentication", authentications);
    group.meter(
        "failed-authentication", "connections with failed authentication", failedAuthentications);
    group.total(
        "successful-authentication-no-reauth-total",
        "The total number of connections with successful authentication where the client does not"
            + " support re-authentication",
        new Counter());
    Counter none = new Counter();
    group.meter("successful-reauthentication", "successful re-authentication of connections", none);
    group.meter("failed-reauthentication", "failed re-authentication of connections", none);
    group.average(
        "reauthentication-latency-avg",
        "The average latency observed due to re-authentication",
        none,
        none);
    group.peak(
        "reauthentication-latency-max",
        "The max latency observed due to re-authentication",
        new Peak(windowNanos));
  }

  private void addTraffic() {
    group.meter(
        "network-io", "network operations (reads or writes) on all connections", ioOperations);
    group.meter("outgoing-byte", "outgoing bytes sent to all servers", requestBytes);
    group.meter("incoming-byte", "bytes read off all sockets", bytesRead);
    group.meter("request", "requests sent", requests);
    group.meter("response", "responses received", responses);
    group.average("request-size-avg", "The average size of requests sent.", requestBytes, requests);
    group.peak("request-size-max", "The maximum size of any request sent.", requestSize);
  }

  private void addLoop() {
    group.meter("select", "times the I/O layer checked for new I/O to perform", turns);
    group.average(
        "io-wait-time-ns-avg",
        "The average length of time the I/O thread spent waiting for a socket ready for reads or"
            + " writes in nanoseconds.",
        selectNanos,
        turns);
    group.share("io-wait", "waiting", selectNanos);
    group.average(
        "io-time-ns-avg",
        "The average length of time for I/O per select call in nanoseconds.",
        workNanos,
        turns);
    group.share("io", "doing I/O", workNanos);
  }

  @Override
  public void connectionOpened(int nodeId) {
    connectionsOpened.add(1);
    if (!closed) {
      nodes.computeIfAbsent(
          nodeId, id -> new NodeMetrics(registry, time, groupPrefix, id, windowNanos));
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
  public void requestSent(int nodeId, ApiKey key, int bytes) {
    ioOperations.add(1);
    requests.add(1);
    requestBytes.add(bytes);
    requestSize.record(bytes, loopNanos());
    NodeMetrics node = nodes.get(nodeId);
    if (node != null) {
      node.requestSent(bytes, loopNanos());
    }
  }

  @Override
  public void responseReceived(int nodeId, ApiKey key, int bytes, long latencyNanos) {
    responses.add(1);
    NodeMetrics node = nodes.get(nodeId);
    if (node != null) {
      node.responseReceived(latencyNanos, loopNanos());
    }
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

  /** The loop's time, put together from its turns: good enough for windows, and at hand. */
  private long loopNanos() {
    return selectNanos.get() + workNanos.get();
  }
}
