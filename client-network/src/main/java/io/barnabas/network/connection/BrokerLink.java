package io.barnabas.network.connection;

import io.barnabas.network.connection.HostResolver.Resolution;
import io.barnabas.network.loop.Poller;
import io.barnabas.network.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane to one broker: its connection at the time, the requests that wait for one, and what
 * leads from the end of a connection to the next. Tries all addresses of the broker's name in turn
 * before it gives up and lets the back-off run. Loop thread only.
 */
final class BrokerLink implements BrokerConnection.Owner {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);

  /** What a link wants of the pool. */
  interface Pool {
    void flushSoon(BrokerConnection connection);

    void deadline(long atMs);

    void brokerLost();
  }

  private final NetworkContext net;
  private final BrokerNode broker;
  private final Pool pool;

  /** Not yet encoded: the version is known only when the connection is ready. */
  private final Deque<PendingRequest<?>> waiting = new ArrayDeque<>();

  /** Null while there is none. */
  private BrokerConnection connection;

  /** True while the way to a connection is gone, and there is none yet: looking up the name. */
  private boolean attempting;

  private long attemptUntilMs;

  /** Of the broker's name, those not yet tried. */
  private Iterator<InetAddress> addresses = Collections.emptyIterator();

  BrokerLink(NetworkContext net, BrokerNode broker, Pool pool) {
    this.net = net;
    this.broker = broker;
    this.pool = pool;
  }

  /** Sends now or when there is a connection; nobody is told of a failure within this call. */
  void send(PendingRequest<?> request) {
    if (waiting.isEmpty() && isConnected()) {
      connection.send(request);
      return;
    }
    waiting.addLast(request);
    pool.deadline(request.deadlineMs());
    connect();
  }

  /** True if a request would leave at once; otherwise sees to it that it can soon. */
  boolean isReady() {
    if (isConnected()) {
      return true;
    }
    connect();
    return false;
  }

  /** True if a request would leave at once. */
  boolean isConnected() {
    return connection != null && connection.isReady(net.nowMs());
  }

  boolean isConnecting() {
    return attempting || connection != null && connection.state().isSetup();
  }

  boolean isMuted() {
    return connection != null && !connection.state().isSetup() && !isConnected();
  }

  int pendingRequests() {
    return waiting.size() + (connection == null ? 0 : connection.pendingRequests());
  }

  /** Null unless the connection is ready. */
  NegotiatedVersions versions() {
    return connection == null || connection.state().isSetup() ? null : connection.versions();
  }

  private void connect() {
    if (connection != null || attempting || broker.address() == null) {
      return;
    }
    if (broker.inBackoff(net.nowMs())) {
      pool.deadline(broker.backoffUntilMs());
      return;
    }
    attempting = true;
    broker.tried(net.nowMs());
    attemptUntilMs = net.nowMs() + broker.setupTimeoutMs();
    pool.deadline(attemptUntilMs);
    if (addresses.hasNext()) {
      connect(addresses.next());
    } else {
      String host = broker.address().host();
      net.resolver().resolve(host, resolution -> onResolved(host, resolution));
    }
  }

  private void onResolved(String host, Resolution resolution) {
    if (!attempting || !host.equals(broker.address().host())) {
      return;
    }
    if (resolution.error() != null) {
      String message = "Couldn't resolve server " + broker.address();
      LOG.warn("{}{}: {}", logPrefix(), message, resolution.error().getMessage());
      attemptFailed(new DisconnectException(message, resolution.error()));
      return;
    }
    addresses = resolution.addresses().iterator();
    connect(addresses.next());
  }

  private void connect(InetAddress ip) {
    Node node = broker.address();
    LOG.debug("{}Initiating connection to node {} using address {}", logPrefix(), node, ip);
    Transport transport;
    try {
      transport = net.transports().open(node.host(), node.port());
    } catch (IOException e) {
      net.defer(() -> attemptFailed(new DisconnectException("No socket: " + e.getMessage(), e)));
      return;
    }
    attempting = false;
    InetSocketAddress address = new InetSocketAddress(ip, node.port());
    connection = new BrokerConnection(net, node, address, transport, this);
    connection.open(broker.setupTimeoutMs());
  }

  private void attemptFailed(ApiException cause) {
    if (attempting) {
      attempting = false;
      fail(giveUp(), cause);
    }
  }

  @Override
  public void onReady(BrokerConnection ready) {
    broker.connected();
    addresses = Collections.emptyIterator();
    pool.deadline(idleAtMs(net.nowMs()));
    sendWaiting();
  }

  @Override
  public void onAnswers() {
    broker.useful();
  }

  private void sendWaiting() {
    while (isConnected() && !waiting.isEmpty()) {
      connection.send(waiting.pollFirst());
    }
  }

  @Override
  public Collection<PendingRequest<?>> onClosed(
      BrokerConnection closed, boolean duringSetup, ApiException cause) {
    if (closed != connection) {
      return List.of();
    }
    connection = null;
    logClosed(closed, duringSetup, cause);
    if (duringSetup) {
      broker.setupFailed();
      if (addresses.hasNext() && mayTryNextAddress(cause)) {
        connect();
        return List.of();
      }
    } else if (broker.isLong(net.nowMs() - closed.readyAtMs())) {
      broker.useful();
    }
    return giveUp();
  }

  /** Another address of the same broker would say the same. */
  private static boolean mayTryNextAddress(ApiException cause) {
    return !(cause instanceof AuthenticationException
        || cause instanceof UnsupportedVersionException);
  }

  private void logClosed(BrokerConnection closed, boolean duringSetup, ApiException cause) {
    if (duringSetup) {
      LOG.warn(
          "{}Connection to node {} ({}) could not be established. {}",
          logPrefix(),
          broker.id(),
          closed.address(),
          cause.getMessage());
    } else if (cause.getCause() instanceof InvalidFrameException) {
      LOG.warn("{}Node {} disconnected. {}", logPrefix(), broker.id(), cause.getMessage());
    } else {
      LOG.info("{}Node {} disconnected.", logPrefix(), broker.id());
    }
  }

  /** Leaves the broker alone for a while; what waits for a connection is the caller's to fail. */
  private Collection<PendingRequest<?>> giveUp() {
    addresses = Collections.emptyIterator();
    broker.failed(net.nowMs());
    pool.brokerLost();
    return takeWaiting();
  }

  private Collection<PendingRequest<?>> takeWaiting() {
    List<PendingRequest<?>> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  /** Handlers may send anew, which concerns the next connection. */
  private void fail(Collection<PendingRequest<?>> requests, ApiException cause) {
    requests.forEach(request -> request.fail(cause));
    net.loop().wakeup();
  }

  /** The broker has another address than before, or none. */
  void onMoved() {
    close(new DisconnectException("broker " + broker.id() + " is now at " + broker.address()));
  }

  /** Breaks off as if the peer had done so, back-off included. */
  void disconnect() {
    addresses = Collections.emptyIterator();
    if (connection != null) {
      connection.close(new DisconnectException("disconnected from " + connection.broker()));
    }
  }

  /** Ends the connection and fails what waits; the next request makes a new one. */
  void close(ApiException cause) {
    attempting = false;
    addresses = Collections.emptyIterator();
    BrokerConnection closing = connection;
    connection = null;
    Collection<PendingRequest<?>> waited = takeWaiting();
    if (closing != null) {
      closing.close(cause);
    }
    fail(waited, cause);
  }

  /**
   * Ends what is overdue, goes on with what may go on.
   *
   * @return when to be asked again, or {@link Poller#NEVER}
   */
  long onTime(long nowMs) {
    if (attempting && attemptUntilMs <= nowMs) {
      broker.setupFailed();
      attemptFailed(
          new DisconnectException("The name of " + broker.address() + " was not found in time"));
    }
    long nextMs = connection == null ? Poller.NEVER : connectionOnTime(nowMs);
    failOverdue(nowMs);
    if (!waiting.isEmpty()) {
      connect();
      nextMs = Math.min(nextMs, Deadlines.earliest(waiting));
    }
    return attempting ? Math.min(nextMs, attemptUntilMs) : nextMs;
  }

  private long connectionOnTime(long nowMs) {
    long idleAtMs = idleAtMs(nowMs);
    if (idleAtMs <= nowMs) {
      LOG.debug("{}Closing the idle connection to {}", logPrefix(), connection.broker());
      close(new DisconnectException("idle for too long"));
      return Poller.NEVER;
    }
    long nextMs = connection.onTime(nowMs);
    sendWaiting();
    return Math.min(nextMs, idleAtMs);
  }

  private long idleAtMs(long nowMs) {
    long maxIdleMs = net.settings().connectionsMaxIdleMs();
    if (maxIdleMs < 0 || connection.state().isSetup()) {
      return Poller.NEVER;
    }
    long sinceMs = waiting.isEmpty() ? connection.idleSinceMs() : Poller.NEVER;
    return Math.min(sinceMs, nowMs) + maxIdleMs;
  }

  private void failOverdue(long nowMs) {
    if (Deadlines.earliest(waiting) > nowMs) {
      return;
    }
    List<PendingRequest<?>> overdue = new ArrayList<>();
    waiting.removeIf(request -> request.isOverdue(nowMs) && overdue.add(request));
    for (PendingRequest<?> request : overdue) {
      request.fail(
          new TimeoutException(
              String.format(
                  "%s could not be sent to broker %d within %d ms: no connection was ready",
                  request.key(), broker.id(), request.timeoutMs())));
    }
    net.loop().wakeup();
  }

  @Override
  public void flushSoon(BrokerConnection asking) {
    pool.flushSoon(asking);
  }

  @Override
  public void deadline(long atMs) {
    pool.deadline(atMs);
  }

  private String logPrefix() {
    return net.settings().logPrefix();
  }
}
