package io.barnabas.network.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.loop.SteppedLoop;
import io.barnabas.network.metrics.ClientEvents;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.network.settings.TestSettings;
import io.barnabas.network.transport.PlaintextTransport;
import io.barnabas.network.transport.TransportFactory;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.message.ApiVersionsResponse;
import io.barnabas.protocol.message.ListGroupsRequest;
import io.barnabas.protocol.message.ListGroupsResponse;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.DisconnectException;

/** A pool on a loop that the test steps, with a clock that the test moves. */
final class PoolFixture implements AutoCloseable {

  static final int NODE = 1;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  final SteppedLoop stepped = new SteppedLoop();
  final ConnectionPool pool;
  private final Map<Integer, Node> nodes = new LinkedHashMap<>();
  private final NodeAddresses addresses =
      new NodeAddresses() {
        @Override
        public Node node(int nodeId) {
          return nodes.get(nodeId);
        }

        @Override
        public Collection<Node> candidates() {
          return nodes.values();
        }
      };

  PoolFixture() {
    this(TestSettings.defaults().build());
  }

  PoolFixture(ClientSettings settings) {
    this(settings, (host, port) -> PlaintextTransport.open(-1, -1), InetAddress::getAllByName);
  }

  PoolFixture(ClientSettings settings, TransportFactory transports, HostResolver.Lookup lookup) {
    this(settings, transports, lookup, ClientEvents.NONE, () -> Authenticator.NONE);
  }

  PoolFixture(ClientEvents events, Supplier<Authenticator> authenticators) {
    this(
        TestSettings.defaults().build(),
        (host, port) -> PlaintextTransport.open(-1, -1),
        InetAddress::getAllByName,
        events,
        authenticators);
  }

  private PoolFixture(
      ClientSettings settings,
      TransportFactory transports,
      HostResolver.Lookup lookup,
      ClientEvents events,
      Supplier<Authenticator> authenticators) {
    HostResolver resolver = new HostResolver(stepped.loop()::execute, "test", lookup);
    ByteBuffer readBuffer = ByteBuffer.allocateDirect(4096);
    pool =
        new ConnectionPool(
            new NetworkContext(
                stepped.loop(),
                settings,
                events,
                transports,
                resolver,
                authenticators,
                new FrameArrays(),
                new FinalizedFeatures(),
                readBuffer),
            addresses);
  }

  void node(int id, String host, int port) {
    nodes.put(id, new Node(id, host, port));
  }

  void node(LoopbackBroker broker) {
    node(NODE, "127.0.0.1", broker.port());
  }

  /** Connects and negotiates. */
  LoopbackBroker.Peer ready(LoopbackBroker broker) {
    return ready(broker, LoopbackBroker.allVersions());
  }

  LoopbackBroker.Peer ready(LoopbackBroker broker, ApiVersionsResponse versions) {
    pool.isReady(NODE, Lane.GENERAL);
    LoopbackBroker.Peer peer = acceptAndNegotiate(broker, versions);
    await(() -> pool.isReady(NODE, Lane.GENERAL));
    return peer;
  }

  /** Accepts the connection that the pool is making, and answers its first question. */
  LoopbackBroker.Peer acceptAndNegotiate(LoopbackBroker broker, ApiVersionsResponse versions) {
    LoopbackBroker.Peer peer = accept(broker);
    LoopbackBroker.Request request = peer.read();
    assertEquals(ApiKey.API_VERSIONS, request.key());
    peer.answer(request, versions);
    return peer;
  }

  /** Accepts the connection that the pool is making, and lets its first question be written. */
  LoopbackBroker.Peer accept(LoopbackBroker broker) {
    stepped.runUntil(broker::isPending, LIMIT);
    LoopbackBroker.Peer peer = broker.accept();
    stepped.runUntil(peer::hasBytes, LIMIT);
    return peer;
  }

  Outcome<ListGroupsResponse> send() {
    return send(1_000);
  }

  Outcome<ListGroupsResponse> send(long timeoutMs) {
    return send(new ListGroupsRequest(), timeoutMs);
  }

  Outcome<ListGroupsResponse> send(ListGroupsRequest request, long timeoutMs) {
    Outcome<ListGroupsResponse> outcome = new Outcome<>();
    pool.send(NODE, Lane.GENERAL, request, timeoutMs, outcome);
    return outcome;
  }

  /** Sends, and reads at the other end what has arrived. */
  LoopbackBroker.Request read(LoopbackBroker.Peer peer) {
    assertTrue(stepped.runUntil(peer::hasBytes, LIMIT), "nothing was written");
    return peer.read();
  }

  void await(BooleanSupplier condition) {
    assertTrue(stepped.runUntil(condition, LIMIT), "not in time");
  }

  void await(Outcome<?> outcome) {
    await(outcome::isDone);
  }

  static ListGroupsResponse groups(String... ids) {
    return new ListGroupsResponse()
        .groups(
            List.of(ids).stream()
                .map(id -> new ListGroupsResponse.ListedGroup().groupId(id))
                .toList());
  }

  @Override
  public void close() {
    pool.close(new DisconnectException("the test is over"));
    stepped.close();
  }
}
