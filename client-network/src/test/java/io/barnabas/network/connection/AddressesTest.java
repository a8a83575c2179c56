package io.barnabas.network.connection;

import static io.barnabas.network.connection.LoopbackBroker.allVersions;
import static io.barnabas.network.connection.PoolFixture.NODE;
import static io.barnabas.network.connection.PoolFixture.groups;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.settings.TestSettings;
import io.barnabas.network.transport.PlaintextTransport;
import io.barnabas.protocol.message.ListGroupsRequest;
import io.barnabas.protocol.message.ListGroupsResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.DisconnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AddressesTest {

  private final LoopbackBroker broker = new LoopbackBroker();
  private PoolFixture fixture = new PoolFixture();

  @AfterEach
  void close() {
    fixture.close();
    broker.close();
  }

  private void use(HostResolver.Lookup lookup) {
    fixture.close();
    fixture =
        new PoolFixture(
            TestSettings.defaults().build(),
            (host, port) -> PlaintextTransport.open(-1, -1),
            lookup);
  }

  @Test
  void addressesOfANameAreTriedInTurnBeforeItIsGivenUp() throws Exception {
    InetAddress[] addresses = {address("127.0.0.2"), address("127.0.0.3"), address("127.0.0.1")};
    use(host -> addresses);
    fixture.node(NODE, "broker.test", broker.port());
    Outcome<ListGroupsResponse> outcome = fixture.send();
    LoopbackBroker.Peer peer = fixture.acceptAndNegotiate(broker, allVersions());
    peer.answer(fixture.read(peer), groups("g"));
    fixture.await(outcome);
    assertEquals("g", outcome.response().groups().get(0).groupId());
  }

  @Test
  void deadAddressesFailWhatWaitsOnceAllWereTried() throws Exception {
    InetAddress[] addresses = {address("127.0.0.2"), address("127.0.0.3")};
    use(host -> addresses);
    fixture.node(NODE, "broker.test", broker.port());
    Outcome<ListGroupsResponse> outcome = fixture.send();
    fixture.await(outcome);
    assertInstanceOf(DisconnectException.class, outcome.failure().cause());
    assertTrue(fixture.pool.backoffUntilMs(NODE, Lane.GENERAL) > 0);
  }

  @Test
  void nameIsLookedUpAnewForEachConnection() throws Exception {
    InetAddress[] before = {address("127.0.0.2")};
    InetAddress[] after = {address("127.0.0.1")};
    AtomicInteger lookups = new AtomicInteger();
    use(host -> lookups.incrementAndGet() == 1 ? before : after);
    fixture.node(NODE, "broker.test", broker.port());
    fixture.await(fixture.send());
    fixture.stepped.advance(100);
    fixture.ready(broker);
    assertEquals(2, lookups.get());
  }

  @Test
  void unknownHostFailsWhatWaitsAsUnsent() {
    use(
        host -> {
          throw new UnknownHostException(host + ": made by the test");
        });
    fixture.node(NODE, "broker.test", broker.port());
    Outcome<ListGroupsResponse> outcome = fixture.send();
    fixture.await(outcome);
    assertInstanceOf(DisconnectException.class, outcome.failure().cause());
    assertTrue(outcome.failure().cause().getMessage().contains("broker.test"));
    assertFalse(outcome.failure().maybeSent());
    assertTrue(fixture.pool.backoffUntilMs(NODE, Lane.GENERAL) > 0);
  }

  @Test
  void resolverThatHangsHoldsUpItsOwnBrokerOnly() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    use(
        host -> {
          if (host.equals("slow.test")) {
            await(release);
          }
          return new InetAddress[] {address("127.0.0.1")};
        });
    fixture.node(2, "slow.test", broker.port());
    fixture.node(NODE, "fast.test", broker.port());
    Outcome<ListGroupsResponse> slow = new Outcome<>();
    fixture.pool.send(2, Lane.GENERAL, new ListGroupsRequest(), 60_000, slow);
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> fast = fixture.send();
    peer.answer(fixture.read(peer), groups("g"));
    fixture.await(fast);
    assertFalse(slow.isDone());
    fixture.stepped.advance(12_001);
    assertInstanceOf(DisconnectException.class, slow.failure().cause());
    release.countDown();
  }

  @Test
  void literalAddressNeedsNoLookUpThread() {
    use(
        host -> {
          if (Thread.currentThread().getName().contains("resolver")) {
            throw new AssertionError(host + " was looked up on another thread");
          }
          return InetAddress.getAllByName(host);
        });
    fixture.node(NODE, "127.0.0.1", broker.port());
    fixture.ready(broker);
    assertTrue(fixture.pool.isReady(NODE, Lane.GENERAL));
  }

  @Test
  void movedBrokerIsFoundAtItsNewAddress() {
    fixture.node(broker);
    LoopbackBroker.Peer old = fixture.ready(broker);
    Outcome<ListGroupsResponse> caught = fixture.send();
    fixture.read(old);
    try (LoopbackBroker elsewhere = new LoopbackBroker()) {
      fixture.node(NODE, "127.0.0.1", elsewhere.port());
      Outcome<ListGroupsResponse> outcome = fixture.send();
      assertTrue(caught.failure().maybeSent());
      LoopbackBroker.Peer peer = fixture.acceptAndNegotiate(elsewhere, allVersions());
      peer.answer(fixture.read(peer), groups("g"));
      fixture.await(outcome);
      assertEquals("g", outcome.response().groups().get(0).groupId());
      assertTrue(old.isClosedByClient());
    }
  }

  @Test
  void newAddressOfABrokerEndsItsBackOff() {
    try (LoopbackBroker dead = new LoopbackBroker()) {
      fixture.node(NODE, "127.0.0.1", dead.port());
    }
    fixture.await(fixture.send());
    assertTrue(fixture.pool.backoffUntilMs(NODE, Lane.GENERAL) > 0);
    fixture.node(broker);
    fixture.ready(broker);
    assertEquals(0, fixture.pool.backoffUntilMs(NODE, Lane.GENERAL));
  }

  @Test
  void sameAddressInANewObjectChangesNothing() {
    fixture.node(broker);
    fixture.ready(broker);
    fixture.node(broker);
    assertTrue(fixture.pool.isReady(NODE, Lane.GENERAL));
  }

  @Test
  void brokerWithoutAnAddressFailsAsUnsent() {
    Outcome<ListGroupsResponse> outcome = fixture.send();
    assertFalse(outcome.isDone(), "no failure from within the call");
    fixture.await(outcome);
    assertFalse(outcome.failure().maybeSent());
    assertFalse(fixture.pool.isReady(NODE, Lane.GENERAL));
  }

  @Test
  void lackOfFileDescriptorsIsABackOffAndPasses() {
    boolean[] none = {true};
    fixture.close();
    fixture =
        new PoolFixture(
            TestSettings.defaults().build(),
            (host, port) -> {
              if (none[0]) {
                throw new IOException("Too many open files");
              }
              return PlaintextTransport.open(-1, -1);
            },
            InetAddress::getAllByName);
    fixture.node(broker);
    Outcome<ListGroupsResponse> outcome = fixture.send();
    fixture.await(outcome);
    assertTrue(outcome.failure().cause().getMessage().contains("Too many open files"));
    assertTrue(fixture.pool.backoffUntilMs(NODE, Lane.GENERAL) > 0);
    none[0] = false;
    fixture.stepped.advance(100);
    fixture.ready(broker);
  }

  @Test
  void leastLoadedNodeIsReadyAndHasTheFewestRequests() {
    try (LoopbackBroker second = new LoopbackBroker()) {
      assertEquals(-Integer.MAX_VALUE, fixture.pool.leastLoadedNode(), "nobody is known");
      fixture.node(broker);
      assertEquals(NODE, fixture.pool.leastLoadedNode(), "never tried");
      fixture.ready(broker);
      fixture.node(2, "127.0.0.1", second.port());
      fixture.send(60_000);
      assertEquals(NODE, fixture.pool.leastLoadedNode(), "ready before untried");
      fixture.pool.isReady(2, Lane.GENERAL);
      assertEquals(NODE, fixture.pool.leastLoadedNode(), "ready before connecting");
      fixture.acceptAndNegotiate(second, allVersions());
      fixture.await(() -> fixture.pool.isReady(2, Lane.GENERAL));
      assertEquals(2, fixture.pool.leastLoadedNode(), "fewest requests");
      fixture.pool.disconnect(NODE);
      fixture.pool.disconnect(2);
      assertEquals(-Integer.MAX_VALUE, fixture.pool.leastLoadedNode(), "both in their back-off");
    }
  }

  @Test
  void nodesThatCannotBeConnectedToAreChosenInTurn() {
    List<Integer> all = List.of(1, 2, 3);
    all.forEach(id -> fixture.node(id, "127.0.0." + (id + 1), broker.port()));
    List<Integer> chosen = new ArrayList<>();
    for (int round = 0; round < 3 * all.size(); round++) {
      int node = fixture.pool.leastLoadedNode();
      chosen.add(node);
      Outcome<ListGroupsResponse> outcome = new Outcome<>();
      fixture.pool.send(node, Lane.GENERAL, new ListGroupsRequest(), 1_000, outcome);
      fixture.await(outcome);
      fixture.stepped.advance(2_000);
    }
    List<Integer> first = chosen.subList(0, 3);
    assertEquals(all, first.stream().sorted().toList());
    assertEquals(first, chosen.subList(3, 6));
    assertEquals(first, chosen.subList(6, 9));
  }

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
