package io.barnabas.network.connection;

import static io.barnabas.network.connection.LoopbackBroker.allVersions;
import static io.barnabas.network.connection.LoopbackBroker.range;
import static io.barnabas.network.connection.PoolFixture.NODE;
import static io.barnabas.network.connection.PoolFixture.groups;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.message.ApiVersionsResponse;
import io.barnabas.protocol.message.ListGroupsRequest;
import io.barnabas.protocol.message.ListGroupsResponse;
import io.barnabas.protocol.message.ProduceRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestsTest {

  private final LoopbackBroker broker = new LoopbackBroker();
  private final PoolFixture fixture = new PoolFixture();

  @BeforeEach
  void locate() {
    fixture.node(broker);
  }

  @AfterEach
  void close() {
    fixture.close();
    broker.close();
  }

  @Test
  void requestsWaitForTheConnectionAndLeaveInOrder() {
    Outcome<ListGroupsResponse> first = fixture.send(request("A"), 1_000);
    Outcome<ListGroupsResponse> second = fixture.send(request("B"), 1_000);
    assertEquals(2, fixture.pool.inFlight(NODE, Lane.GENERAL));
    LoopbackBroker.Peer peer = fixture.acceptAndNegotiate(broker, allVersions());

    LoopbackBroker.Request one = fixture.read(peer);
    LoopbackBroker.Request two = fixture.read(peer);
    peer.answer(one, groups("a"));
    peer.answer(two, groups("b"));

    fixture.await(second);
    assertEquals("a", first.response().groups().get(0).groupId());
    assertEquals("b", second.response().groups().get(0).groupId());
    assertEquals("A", new ListGroupsRequest(one.body(), one.version()).statesFilter().get(0));
    assertEquals(0, fixture.pool.inFlight(NODE, Lane.GENERAL));
  }

  @Test
  void correlationIdsBeginAtZeroOnEveryConnection() {
    for (int round = 0; round < 2; round++) {
      fixture.pool.isReady(NODE, Lane.GENERAL);
      try (LoopbackBroker.Peer peer = fixture.accept(broker)) {
        LoopbackBroker.Request negotiation = peer.read();
        assertEquals(0, negotiation.correlationId());
        peer.answer(negotiation, allVersions());
        fixture.send();
        LoopbackBroker.Request request = fixture.read(peer);
        assertEquals(1, request.correlationId());
        assertEquals("test-1", request.clientId());
      }
      fixture.await(() -> fixture.pool.inFlight(NODE, Lane.GENERAL) == 0);
      fixture.stepped.advance(100);
    }
  }

  @Test
  void highestVersionOfBothSidesIsUsed() {
    ApiVersionsResponse table = table(range(ApiKey.LIST_GROUPS, 1, 3));
    LoopbackBroker.Peer peer = fixture.ready(broker, table);
    fixture.send();
    assertEquals(3, fixture.read(peer).version());
    assertEquals(3, fixture.pool.version(NODE, Lane.GENERAL, ApiKey.LIST_GROUPS));
    assertEquals(-1, fixture.pool.version(NODE, Lane.GENERAL, ApiKey.FETCH));
  }

  @Test
  void callersBoundOnTheVersionIsKept() {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    fixture.pool.send(
        NODE, Lane.GENERAL, new ListGroupsRequest(), (short) 2, 1_000, new Outcome<>());
    assertEquals(2, fixture.read(peer).version());
  }

  @Test
  void noCommonVersionFailsThatCallAloneAndNamesTheApi() {
    LoopbackBroker.Peer peer = fixture.ready(broker, table(range(ApiKey.LIST_GROUPS, 100, 101)));
    Outcome<ListGroupsResponse> outcome = fixture.send();
    assertFalse(outcome.isDone(), "no failure from within the call");
    fixture.await(outcome);

    RequestFailure failure = outcome.failure();
    assertInstanceOf(UnsupportedVersionException.class, failure.cause());
    assertTrue(failure.cause().getMessage().contains("LIST_GROUPS"), failure.toString());
    assertTrue(failure.cause().getMessage().contains("100 to 101"), failure.toString());
    assertFalse(failure.maybeSent());
    assertTrue(fixture.pool.isReady(NODE, Lane.GENERAL), "the connection goes on");
    assertFalse(peer.hasBytes());
  }

  @Test
  void fieldTheVersionCannotCarryFailsThatCallAlone() {
    LoopbackBroker.Peer peer = fixture.ready(broker, table(range(ApiKey.LIST_GROUPS, 0, 3)));
    Outcome<ListGroupsResponse> tooNew = fixture.send(request("Stable"), 1_000);
    Outcome<ListGroupsResponse> plain = fixture.send();

    LoopbackBroker.Request only = fixture.read(peer);
    assertEquals(1, only.correlationId(), "the refused one has used no id");
    peer.answer(only, groups("g"));
    fixture.await(plain);

    assertEquals("g", plain.response().groups().get(0).groupId());
    RequestFailure failure = tooNew.failure();
    assertInstanceOf(UnsupportedVersionException.class, failure.cause());
    assertTrue(failure.cause().getMessage().contains("statesFilter"), failure.toString());
    assertTrue(failure.cause().getMessage().contains("LIST_GROUPS version 3"), failure.toString());
    assertFalse(failure.maybeSent());
  }

  @Test
  void requestThatCannotBeWrittenAtAllFailsAlone() {
    fixture.ready(broker);
    Outcome<ListGroupsResponse> outcome = fixture.send(request("x".repeat(40_000)), 1_000);
    fixture.await(outcome);
    assertInstanceOf(InvalidRequestException.class, outcome.failure().cause());
    assertTrue(fixture.pool.isReady(NODE, Lane.GENERAL));
  }

  @Test
  void requestWithoutAnswerIsOverWhenItIsWritten() {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<Void> outcome = new Outcome<>();
    ProduceRequest request = new ProduceRequest().acks((short) 0).timeoutMs(1_000);
    fixture.pool.sendUnanswered(NODE, Lane.GENERAL, request, (short) 12, 1_000, outcome);
    fixture.await(outcome);
    assertNull(outcome.response());
    LoopbackBroker.Request written = fixture.read(peer);
    assertEquals(ApiKey.PRODUCE, written.key());
    assertEquals(12, written.version(), "though both sides speak a higher one");
    assertEquals(0, fixture.pool.inFlight(NODE, Lane.GENERAL));
  }

  @Test
  void endOfTheConnectionTellsSentFromUnsent() {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> sent = fixture.send();
    fixture.read(peer);
    Outcome<ListGroupsResponse> unsent = fixture.send();
    fixture.pool.disconnect(NODE);

    assertTrue(sent.failure().maybeSent());
    assertFalse(unsent.failure().maybeSent());
    assertInstanceOf(DisconnectException.class, sent.failure().cause());
    assertTrue(peer.isClosedByClient());
  }

  @Test
  void endOfTheConnectionIsToldInTheOrderOfTheCalls() {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    List<String> failed = new ArrayList<>();
    Outcome<ListGroupsResponse> first = fixture.send(60_000);
    sendNamed("written", failed);
    LoopbackBroker.Request request = fixture.read(peer);
    fixture.read(peer);
    peer.answer(request, groups("g").throttleTimeMs(1_000));
    fixture.await(first);
    sendNamed("held back by the throttle", failed);
    peer.reset();
    fixture.await(() -> failed.size() == 2);
    assertEquals(List.of("written true", "held back by the throttle false"), failed);
  }

  private void sendNamed(String name, List<String> failed) {
    fixture.pool.send(
        NODE,
        Lane.GENERAL,
        new ListGroupsRequest(),
        60_000,
        new ResponseHandler<>() {
          @Override
          public void onResponse(ListGroupsResponse response) {
            throw new AssertionError("was answered");
          }

          @Override
          public void onFailure(RequestFailure failure) {
            failed.add(name + " " + failure.maybeSent());
          }
        });
  }

  @Test
  void refusedConnectionFailsWhatWaitsAsUnsent() {
    broker.close();
    Outcome<ListGroupsResponse> outcome = fixture.send();
    assertFalse(outcome.isDone(), "no failure from within the call");
    fixture.await(outcome);
    assertInstanceOf(DisconnectException.class, outcome.failure().cause());
    assertFalse(outcome.failure().maybeSent());
  }

  @Test
  void handlerThatThrowsHarmsNobody() {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    fixture.pool.send(NODE, Lane.GENERAL, new ListGroupsRequest(), 1_000, throwing());
    Outcome<ListGroupsResponse> next = fixture.send();
    peer.answer(fixture.read(peer), groups("a"));
    peer.answer(fixture.read(peer), groups("b"));
    fixture.await(next);
    assertEquals("b", next.response().groups().get(0).groupId());
  }

  @Test
  void handlerMaySendAgainWhileItsConnectionEnds() {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> again = new Outcome<>();
    fixture.pool.send(
        NODE,
        Lane.GENERAL,
        new ListGroupsRequest(),
        1_000,
        new ResponseHandler<>() {
          @Override
          public void onResponse(ListGroupsResponse response) {
            throw new AssertionError("was answered");
          }

          @Override
          public void onFailure(RequestFailure failure) {
            fixture.pool.send(NODE, Lane.GENERAL, new ListGroupsRequest(), 1_000, again);
          }
        });
    fixture.read(peer);
    peer.reset();
    fixture.await(() -> fixture.pool.backoffUntilMs(NODE, Lane.GENERAL) > 0);
    fixture.stepped.advance(100);
    LoopbackBroker.Peer next = fixture.acceptAndNegotiate(broker, allVersions());
    next.answer(fixture.read(next), groups("g"));
    fixture.await(again);
    assertEquals("g", again.response().groups().get(0).groupId());
  }

  @Test
  void closedPoolFailsWhatWaitsAndWhatComesLater() {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> sent = fixture.send();
    fixture.read(peer);
    DisconnectException cause = new DisconnectException("closed by the test");
    fixture.pool.close(cause);
    assertEquals(cause, sent.failure().cause());
    assertTrue(sent.failure().maybeSent());

    Outcome<ListGroupsResponse> late = fixture.send();
    fixture.await(late);
    assertEquals(cause, late.failure().cause());
    assertFalse(late.failure().maybeSent());
    assertFalse(fixture.pool.isReady(NODE, Lane.GENERAL));
    assertTrue(peer.isClosedByClient());
  }

  @Test
  void answerLargerThanOneReadIsWhole() {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> outcome = fixture.send();
    String[] ids = new String[40_000];
    Arrays.setAll(ids, i -> "group-number-" + i);
    LoopbackBroker.Request request = fixture.read(peer);
    Thread writer = new Thread(() -> peer.answer(request, groups(ids)));
    writer.start();
    fixture.await(outcome);
    assertEquals(40_000, outcome.response().groups().size());
    assertEquals("group-number-39999", outcome.response().groups().get(39_999).groupId());
  }

  private static ApiVersionsResponse table(ApiVersionsResponse.ApiVersion... ranges) {
    return new ApiVersionsResponse().apiKeys(List.of(ranges));
  }

  private static ListGroupsRequest request(String state) {
    return new ListGroupsRequest().statesFilter(List.of(state));
  }

  private static ResponseHandler<ListGroupsResponse> throwing() {
    return new ResponseHandler<>() {
      @Override
      public void onResponse(ListGroupsResponse response) {
        throw new IllegalStateException("made by the test");
      }

      @Override
      public void onFailure(RequestFailure failure) {
        throw new IllegalStateException("made by the test");
      }
    };
  }
}
