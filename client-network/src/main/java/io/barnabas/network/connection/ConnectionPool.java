package io.barnabas.network.connection;

import io.barnabas.network.loop.EventLoop;
import io.barnabas.network.loop.Poller;
import io.barnabas.network.metrics.ClientEvents;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.network.transport.PlaintextTransport;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.DisconnectException;

/**
 * All connections of one client, by broker and lane. What is sent during a turn of the loop leaves
 * at its end, in one write for each connection. Loop thread only.
 */
public final class ConnectionPool implements RequestSender {

  private static final Lane[] LANES = Lane.values();
  private static final int NO_NODE = -Integer.MAX_VALUE;

  private final NetworkContext net;
  private final NodeAddresses addresses;
  private final Map<Integer, Broker> brokers = new HashMap<>();

  /** The same, to be walked through while requests to new brokers come in. */
  private final List<Broker> inOrder = new ArrayList<>();

  private final List<BrokerConnection> toFlush = new ArrayList<>();

  private final BrokerLink.Pool asPool =
      new BrokerLink.Pool() {
        @Override
        public void flushSoon(BrokerConnection connection) {
          toFlush.add(connection);
        }

        @Override
        public void deadline(long atMs) {
          nextDeadlineMs = Math.min(nextDeadlineMs, atMs);
        }

        @Override
        public void brokerLost() {
          onBrokerLost.run();
        }
      };

  private Runnable onBrokerLost = () -> {};

  private long nextDeadlineMs = Poller.NEVER;

  /** Null until closed; then what every request fails with. */
  private ApiException closed;

  /** A pool of plaintext connections that takes its turns on {@code loop}. */
  public static ConnectionPool plaintext(
      EventLoop loop, ClientSettings settings, NodeAddresses addresses, ClientEvents events) {
    HostResolver resolver =
        new HostResolver(loop::execute, settings.threadName(), InetAddress::getAllByName);
    return new ConnectionPool(
        new NetworkContext(
            loop,
            settings,
            events,
            (host, port) ->
                PlaintextTransport.open(settings.sendBufferBytes(), settings.receiveBufferBytes()),
            resolver),
        addresses);
  }

  ConnectionPool(NetworkContext net, NodeAddresses addresses) {
    this.net = net;
    this.addresses = addresses;
    net.loop().atTurnEnd(this::endTurn);
  }

  /**
   * {@code listener} runs, on the loop thread, whenever a broker has ended a connection or could
   * not be connected to. Before start.
   */
  public void onBrokerLost(Runnable listener) {
    onBrokerLost = listener;
  }

  /** What brokers have told of the cluster's features. */
  public FinalizedFeatures features() {
    return net.features();
  }

  @Override
  public <R extends ApiMessage> void send(
      int nodeId,
      Lane lane,
      ApiRequest<R> request,
      short maxVersion,
      long timeoutMs,
      ResponseHandler<R> handler) {
    send(
        nodeId,
        lane,
        new PendingRequest<>(request, maxVersion, true, timeoutMs, net.nowMs(), handler));
  }

  @Override
  public void sendUnanswered(
      int nodeId,
      Lane lane,
      ApiRequest<?> request,
      short maxVersion,
      long timeoutMs,
      ResponseHandler<Void> handler) {
    send(nodeId, lane, unanswered(request, maxVersion, timeoutMs, handler));
  }

  private <R extends ApiMessage> PendingRequest<R> unanswered(
      ApiRequest<R> request, short maxVersion, long timeoutMs, ResponseHandler<Void> handler) {
    ResponseHandler<R> whenWritten =
        new ResponseHandler<>() {
          @Override
          public void onResponse(R none) {
            handler.onResponse(null);
          }

          @Override
          public void onFailure(RequestFailure failure) {
            handler.onFailure(failure);
          }
        };
    return new PendingRequest<>(request, maxVersion, false, timeoutMs, net.nowMs(), whenWritten);
  }

  private void send(int nodeId, Lane lane, PendingRequest<?> request) {
    net.loop().assertInLoop();
    if (closed != null) {
      net.defer(() -> request.fail(closed));
      return;
    }
    Broker broker = locate(nodeId);
    if (broker.node.address() == null) {
      net.defer(
          () ->
              request.fail(
                  new DisconnectException("No address of broker " + nodeId + " is known")));
      return;
    }
    broker.link(lane).send(request);
  }

  /** The broker at its present address. */
  private Broker locate(int nodeId) {
    Broker broker = brokers.get(nodeId);
    if (broker == null) {
      broker = new Broker(nodeId);
      brokers.put(nodeId, broker);
      inOrder.add(broker);
    }
    if (broker.node.moveTo(addresses.node(nodeId))) {
      broker.links().forEach(BrokerLink::onMoved);
    }
    return broker;
  }

  @Override
  public boolean isReady(int nodeId, Lane lane) {
    return closed == null && locate(nodeId).link(lane).isReady();
  }

  @Override
  public int inFlight(int nodeId, Lane lane) {
    Broker broker = brokers.get(nodeId);
    return broker == null ? 0 : broker.link(lane).pendingRequests();
  }

  @Override
  public long backoffUntilMs(int nodeId, Lane lane) {
    Broker broker = brokers.get(nodeId);
    return broker != null && broker.node.inBackoff(net.nowMs()) ? broker.node.backoffUntilMs() : 0;
  }

  @Override
  public short version(int nodeId, Lane lane, ApiKey key) {
    Broker broker = brokers.get(nodeId);
    NegotiatedVersions versions = broker == null ? null : broker.link(lane).versions();
    return versions == null ? -1 : versions.highestCommon(key);
  }

  @Override
  public void disconnect(int nodeId) {
    Broker broker = brokers.get(nodeId);
    if (broker != null) {
      broker.links().forEach(BrokerLink::disconnect);
    }
  }

  @Override
  public int leastLoadedNode() {
    LeastLoaded choice = new LeastLoaded();
    for (Node node : addresses.candidates()) {
      Broker broker = brokers.get(node.id());
      if (broker == null) {
        choice.offer(node.id(), LeastLoaded.UNCONNECTED, BrokerNode.LONG_AGO);
      } else {
        broker.offerTo(choice, net.nowMs());
      }
    }
    return choice.nodeId(NO_NODE);
  }

  /** Ends what is overdue, then writes what this turn has brought. */
  private long endTurn(long nowMs) {
    if (nextDeadlineMs <= nowMs) {
      nextDeadlineMs = Poller.NEVER;
      for (int i = 0; i < inOrder.size(); i++) {
        for (BrokerLink link : inOrder.get(i).links()) {
          asPool.deadline(link.onTime(nowMs));
        }
      }
    }
    for (int i = 0; i < toFlush.size(); i++) {
      toFlush.get(i).flush();
    }
    toFlush.clear();
    return nextDeadlineMs;
  }

  /** Where the memory of large answers comes from. */
  public FrameArrays frames() {
    return net.frames();
  }

  /** Fails all that waits with {@code cause}, and all that comes later; ends every connection. */
  public void close(ApiException cause) {
    closed = cause;
    for (int i = 0; i < inOrder.size(); i++) {
      inOrder.get(i).links().forEach(link -> link.close(cause));
    }
    net.resolver().close();
  }

  /** A broker and its lanes. */
  private final class Broker {
    private final BrokerNode node;
    private final List<BrokerLink> links;

    private Broker(int nodeId) {
      node = new BrokerNode(nodeId, net.settings());
      BrokerLink[] all = new BrokerLink[LANES.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = new BrokerLink(net, node, asPool);
      }
      links = List.of(all);
    }

    private List<BrokerLink> links() {
      return links;
    }

    private BrokerLink link(Lane lane) {
      return links.get(lane.ordinal());
    }

    private void offerTo(LeastLoaded choice, long nowMs) {
      BrokerLink general = link(Lane.GENERAL);
      if (general.isConnected()) {
        choice.offer(node.id(), LeastLoaded.READY, general.pendingRequests());
      } else if (general.isConnecting()) {
        choice.offer(node.id(), LeastLoaded.CONNECTING, general.pendingRequests());
      } else if (!general.isMuted() && !node.inBackoff(nowMs)) {
        choice.offer(node.id(), LeastLoaded.UNCONNECTED, node.triedAtMs());
      }
    }
  }
}
