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
import io.barnabas.network.transport.Transport;
import io.barnabas.protocol.message.ListGroupsResponse;
import java.net.InetAddress;
import java.util.Arrays;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;

@Timeout(60)
class DeadlinesTest {

  private final LoopbackBroker broker = new LoopbackBroker();
  private PoolFixture fixture;

  @AfterEach
  void close() {
    fixture.close();
    broker.close();
  }

  private void use(PoolFixture made) {
    fixture = made;
    fixture.node(broker);
  }

  @Test
  void overdueRequestEndsTheConnectionAndTheOthersOnIt() {
    use(new PoolFixture());
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> patient = fixture.send(5_000);
    Outcome<ListGroupsResponse> impatient = fixture.send(1_000);
    fixture.read(peer);
    fixture.read(peer);

    fixture.stepped.advance(999);
    assertFalse(impatient.isDone());
    fixture.stepped.advance(1);

    assertInstanceOf(TimeoutException.class, impatient.failure().cause());
    assertTrue(impatient.failure().cause().getMessage().contains("within 1000 ms"));
    assertTrue(impatient.failure().maybeSent());
    assertInstanceOf(DisconnectException.class, patient.failure().cause());
    assertTrue(patient.failure().maybeSent());
    assertTrue(peer.isClosedByClient());
  }

  @Test
  void lateAnswerOnTheOldConnectionReachesNobody() {
    use(new PoolFixture());
    LoopbackBroker.Peer old = fixture.ready(broker);
    Outcome<ListGroupsResponse> late = fixture.send(1_000);
    LoopbackBroker.Request request = fixture.read(old);
    fixture.stepped.advance(1_000);
    assertInstanceOf(TimeoutException.class, late.failure().cause());
    fixture.stepped.advance(100);

    Outcome<ListGroupsResponse> next = fixture.send(1_000);
    LoopbackBroker.Peer peer = fixture.acceptAndNegotiate(broker, allVersions());
    LoopbackBroker.Request again = fixture.read(peer);
    assertEquals(request.correlationId(), again.correlationId());
    try {
      old.answer(request, groups("late"));
    } catch (java.io.UncheckedIOException expected) {
      assertTrue(old.isClosedByClient());
    }
    peer.answer(again, groups("next"));
    fixture.await(next);
    assertEquals("next", next.response().groups().get(0).groupId());
  }

  @Test
  void requestThatWaitsForAConnectionTimesOutAsUnsent() {
    use(new PoolFixture());
    Outcome<ListGroupsResponse> outcome = fixture.send(1_000);
    Outcome<ListGroupsResponse> patient = fixture.send(2_000);
    LoopbackBroker.Peer peer = fixture.accept(broker);
    fixture.stepped.advance(1_000);
    assertInstanceOf(TimeoutException.class, outcome.failure().cause());
    assertFalse(outcome.failure().maybeSent());
    assertFalse(patient.isDone(), "the connection is still being made");
    peer.answer(peer.read(), allVersions());
    peer.answer(fixture.read(peer), groups("g"));
    fixture.await(patient);
    assertEquals("g", patient.response().groups().get(0).groupId());
  }

  @Test
  void setUpTimeoutGrowsWithEachFailureUpToItsBound() {
    use(
        new PoolFixture(
            TestSettings.defaults().setupTimeout(1_000, 3_000).reconnectBackoff(1, 1).build(),
            (host, port) -> blackHole(),
            InetAddress::getAllByName));
    long[] took = new long[5];
    for (int i = 0; i < took.length; i++) {
      Outcome<ListGroupsResponse> outcome = fixture.send(60_000);
      while (!outcome.isDone()) {
        fixture.stepped.advance(1);
        took[i]++;
      }
      assertInstanceOf(DisconnectException.class, outcome.failure().cause());
      assertTrue(outcome.failure().cause().getMessage().contains("timed out while connecting"));
      assertFalse(outcome.failure().maybeSent());
    }
    String all = Arrays.toString(took);
    assertBetween(800, 1_205, took[0], all);
    assertBetween(1_600, 2_405, took[1], all);
    assertBetween(2_400, 3_005, took[2], all);
    assertBetween(2_400, 3_005, took[4], all);
  }

  @Test
  void idleConnectionIsClosedAndTheNextRequestMakesANewOne() {
    use(new PoolFixture());
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> outcome = fixture.send(TestSettings.REQUEST_TIMEOUT_MS);
    peer.answer(fixture.read(peer), groups("g"));
    fixture.await(outcome);
    fixture.stepped.advance(TestSettings.MAX_IDLE_MS - 1);
    assertTrue(fixture.pool.isReady(NODE, Lane.GENERAL));
    fixture.stepped.advance(1);
    assertTrue(peer.isClosedByClient());
    assertEquals(0, fixture.pool.backoffUntilMs(NODE, Lane.GENERAL), "no failure, no back-off");
    fixture.ready(broker);
  }

  @Test
  void connectionWithARequestInFlightIsNotIdle() {
    use(new PoolFixture());
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> outcome = fixture.send(10L * TestSettings.MAX_IDLE_MS);
    LoopbackBroker.Request request = fixture.read(peer);
    fixture.stepped.advance(2L * TestSettings.MAX_IDLE_MS);
    peer.answer(request, groups("g"));
    fixture.await(outcome);
    assertEquals("g", outcome.response().groups().get(0).groupId());
    fixture.stepped.advance(TestSettings.MAX_IDLE_MS);
    assertTrue(peer.isClosedByClient());
  }

  @Test
  void connectionIsKeptForEverWhereIdleCloseIsOff() {
    use(new PoolFixture(TestSettings.defaults().maxIdleMs(-1).build()));
    fixture.ready(broker);
    fixture.stepped.advance(1_000_000_000L);
    assertTrue(fixture.pool.isReady(NODE, Lane.GENERAL));
  }

  @Test
  void backOffGrowsWithJitterUpToItsBound() {
    broker.close();
    use(new PoolFixture(TestSettings.defaults().reconnectBackoff(100, 1_000).build()));
    long[] waits = new long[8];
    for (int i = 0; i < waits.length; i++) {
      fixture.await(fixture.send(10_000));
      waits[i] = fixture.pool.backoffUntilMs(NODE, Lane.GENERAL) - fixture.stepped.clock().nowMs();
      assertFalse(fixture.pool.isReady(NODE, Lane.GENERAL));
      fixture.stepped.advance(waits[i]);
      assertEquals(0, fixture.pool.backoffUntilMs(NODE, Lane.GENERAL));
    }
    String all = Arrays.toString(waits);
    assertBetween(80, 120, waits[0], all);
    assertBetween(160, 240, waits[1], all);
    assertBetween(320, 480, waits[2], all);
    assertBetween(800, 1_000, waits[7], all);
  }

  @Test
  void brokerThatIsGoneIsTriedAFewTimesASecondAtMost() {
    int[] sockets = {0};
    use(
        new PoolFixture(
            TestSettings.defaults().build(),
            (host, port) -> {
              sockets[0]++;
              throw new java.io.IOException("made by the test");
            },
            InetAddress::getAllByName));
    for (int ms = 0; ms < 1_000; ms += 5) {
      fixture.pool.isReady(NODE, Lane.GENERAL);
      fixture.pool.isReady(NODE, Lane.FETCH);
      fixture.pool.isReady(NODE, Lane.COORDINATOR);
      fixture.stepped.advance(5);
    }
    assertBetween(4, 20, sockets[0], "sockets in the first second");
    int first = sockets[0];
    for (int ms = 0; ms < 10_000; ms += 5) {
      fixture.pool.isReady(NODE, Lane.GENERAL);
      fixture.stepped.advance(5);
    }
    assertBetween(9, 13, sockets[0] - first, "sockets in the ten seconds after");
  }

  @Test
  void requestDuringTheBackOffLeavesWhenItIsOver() {
    use(new PoolFixture());
    LoopbackBroker.Peer peer = fixture.ready(broker);
    peer.close();
    fixture.await(() -> fixture.pool.backoffUntilMs(NODE, Lane.GENERAL) > 0);
    Outcome<ListGroupsResponse> outcome = fixture.send(10_000);
    fixture.stepped.settle();
    assertFalse(broker.isPending(), "connected during the back-off");
    fixture.stepped.advance(60);
    LoopbackBroker.Peer next = fixture.acceptAndNegotiate(broker, allVersions());
    next.answer(fixture.read(next), groups("g"));
    fixture.await(outcome);
    assertEquals("g", outcome.response().groups().get(0).groupId());
  }

  @Test
  void backOffBeginsAnewAfterASuccess() {
    use(new PoolFixture(TestSettings.defaults().reconnectBackoff(100, 10_000).build()));
    for (int i = 0; i < 5; i++) {
      LoopbackBroker.Peer peer = fixture.ready(broker);
      Outcome<ListGroupsResponse> outcome = fixture.send(1_000);
      peer.answer(fixture.read(peer), groups("g"));
      fixture.await(outcome);
      peer.close();
      assertBetween(80, 120, waitOutBackoff(), "round " + i);
    }
  }

  @Test
  void backOffGrowsWhileConnectionsEndBeforeTheyAreOfUse() {
    use(new PoolFixture(TestSettings.defaults().reconnectBackoff(100, 1_000).build()));
    long[] waits = new long[5];
    for (int i = 0; i < waits.length; i++) {
      fixture.ready(broker).close();
      waits[i] = waitOutBackoff();
    }
    String all = Arrays.toString(waits);
    assertBetween(80, 120, waits[0], all);
    assertBetween(160, 240, waits[1], all);
    assertBetween(800, 1_000, waits[4], all);

    LoopbackBroker.Peer lasting = fixture.ready(broker);
    fixture.stepped.advance(1_001);
    lasting.close();
    assertBetween(80, 120, waitOutBackoff(), "after a connection that lasted");
  }

  private long waitOutBackoff() {
    fixture.await(() -> fixture.pool.backoffUntilMs(NODE, Lane.GENERAL) > 0);
    long waitMs = fixture.pool.backoffUntilMs(NODE, Lane.GENERAL) - fixture.stepped.clock().nowMs();
    fixture.stepped.advance(waitMs);
    return waitMs;
  }

  @ParameterizedTest
  @CsvSource({"200, 200", "2147483647, 300000"})
  void throttledBrokerIsLeftAlone(int throttleTimeMs, int mutedMs) {
    use(new PoolFixture());
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> outcome = fixture.send(1_000);
    peer.answer(fixture.read(peer), groups("g").throttleTimeMs(throttleTimeMs));
    fixture.await(outcome);
    assertFalse(fixture.pool.isReady(NODE, Lane.GENERAL));
    assertEquals(-Integer.MAX_VALUE, fixture.pool.leastLoadedNode(), "no node is free");

    Outcome<ListGroupsResponse> waiting = fixture.send(10_000_000);
    fixture.stepped.advance(mutedMs - 1);
    assertFalse(peer.hasBytes());
    fixture.stepped.advance(1);
    peer.answer(fixture.read(peer), groups("h"));
    fixture.await(waiting);
    assertTrue(fixture.pool.isReady(NODE, Lane.GENERAL));
  }

  @Test
  void negativeThrottleTimeIsNone() {
    use(new PoolFixture());
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> outcome = fixture.send(1_000);
    peer.answer(fixture.read(peer), groups("g").throttleTimeMs(-7));
    fixture.await(outcome);
    assertTrue(fixture.pool.isReady(NODE, Lane.GENERAL));
  }

  @Test
  void endOfTheThrottleIsToldToPollers() {
    use(new PoolFixture());
    boolean[] ready = {false};
    fixture.stepped.loop().addPoller(nowMs -> poll(ready));
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> outcome = fixture.send(1_000);
    peer.answer(fixture.read(peer), groups("g").throttleTimeMs(200));
    fixture.await(outcome);
    fixture.stepped.settle();
    assertFalse(ready[0]);
    fixture.stepped.advance(200);
    assertTrue(ready[0]);
  }

  private long poll(boolean[] ready) {
    ready[0] = fixture.pool.isReady(NODE, Lane.GENERAL);
    return Long.MAX_VALUE;
  }

  /** A socket that never gets connected. */
  private static Transport blackHole() throws java.io.IOException {
    PlaintextTransport real = PlaintextTransport.open(-1, -1);
    Transport never = Mockito.mock(Transport.class);
    Mockito.when(never.channel()).thenReturn(real.channel());
    Mockito.doAnswer(
            call -> {
              real.close();
              return null;
            })
        .when(never)
        .close();
    return never;
  }

  private static void assertBetween(long low, long high, long actual, String message) {
    assertTrue(actual >= low && actual <= high, actual + " in " + message);
  }
}
