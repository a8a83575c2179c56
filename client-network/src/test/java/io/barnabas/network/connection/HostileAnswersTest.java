package io.barnabas.network.connection;

import static io.barnabas.network.connection.LoopbackBroker.allVersions;
import static io.barnabas.network.connection.PoolFixture.NODE;
import static io.barnabas.network.connection.PoolFixture.groups;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.message.FetchResponse;
import io.barnabas.protocol.message.ListGroupsRequest;
import io.barnabas.protocol.message.ListGroupsResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.DisconnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer that breaks the protocol loses the connection, and nothing else is harmed. */
@Timeout(60)
class HostileAnswersTest {

  private static final short VERSION = ApiKey.LIST_GROUPS.highestStableVersion();

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

  static Stream<Arguments> hostileBytes() {
    byte[] good = LoopbackBroker.frame(ApiKey.LIST_GROUPS, 1, groups("g"), VERSION);
    byte[] foreign = LoopbackBroker.frame(ApiKey.LIST_GROUPS, 1, new FetchResponse(), (short) 4);
    return Stream.of(
        Arguments.of("negative length", length(-5), "-5"),
        Arguments.of("length of 2^31-1", length(Integer.MAX_VALUE), "2147483647"),
        Arguments.of("TLS alert", new byte[] {0x15, 3, 3, 0, 2, 2, 10}, "TLS"),
        Arguments.of("HTTP", ascii("HTTP/1.1 400 Bad Request\r\n\r\n"), "HTTP"),
        Arguments.of("SSH", ascii("SSH-2.0-OpenSSH_9\r\n"), "SSH-"),
        Arguments.of("empty frame", length(0), "too short"),
        Arguments.of("half a correlation id", new byte[] {0, 0, 0, 2, 0, 1}, "too short"),
        Arguments.of("correlation id alone", new byte[] {0, 0, 0, 4, 0, 0, 0, 1}, "LIST_GROUPS"),
        Arguments.of("wrong correlation id", withCorrelationId(good, 77), "77"),
        Arguments.of("trailing bytes", withTrailing(good), "LIST_GROUPS version " + VERSION),
        Arguments.of("body cut short", cutShort(good), "LIST_GROUPS version " + VERSION),
        Arguments.of("body of another API", foreign, "LIST_GROUPS version " + VERSION));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileBytes")
  void hostileAnswerEndsTheConnectionWithItsCause(String name, byte[] bytes, String named) {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> outcome = fixture.send();
    Outcome<ListGroupsResponse> other = fixture.send();
    fixture.read(peer);
    fixture.read(peer);

    peer.send(bytes);
    fixture.await(outcome);

    RequestFailure failure = outcome.failure();
    assertInstanceOf(DisconnectException.class, failure.cause());
    assertTrue(failure.cause().getMessage().contains(named), failure.cause().getMessage());
    assertTrue(failure.maybeSent());
    assertEquals(failure.cause(), other.failure().cause());
    assertTrue(peer.isClosedByClient());
    nextExchangeWorks();
  }

  @Test
  void answerThatNothingWaitsForEndsTheConnection() {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    peer.send(LoopbackBroker.frame(ApiKey.LIST_GROUPS, 1, groups("g"), VERSION));
    fixture.await(() -> fixture.pool.backoffUntilMs(NODE, Lane.GENERAL) > 0);
    assertTrue(peer.isClosedByClient());
    nextExchangeWorks();
  }

  @Test
  void repeatedAnswerIsDeliveredOnce() {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> outcome = fixture.send();
    LoopbackBroker.Request request = fixture.read(peer);
    peer.answer(request, groups("g"));
    peer.answer(request, groups("again"));
    fixture.await(() -> fixture.pool.backoffUntilMs(NODE, Lane.GENERAL) > 0);
    assertEquals("g", outcome.response().groups().get(0).groupId());
    nextExchangeWorks();
  }

  @Test
  void swappedAnswersAreDeliveredToNobody() {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> first = fixture.send();
    Outcome<ListGroupsResponse> second = fixture.send();
    fixture.read(peer);
    peer.answer(fixture.read(peer), groups("second"));
    fixture.await(second);
    assertTrue(first.failure().maybeSent());
    assertTrue(second.failure().cause().getMessage().contains("correlation id 2"));
    nextExchangeWorks();
  }

  @Test
  void answerToAHalfWrittenRequestIsDeliveredToNobody() {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> outcome = new Outcome<>();
    String[] states = new String[1_000_000];
    Arrays.fill(states, "Stable-and-then-some");
    fixture.pool.send(
        NODE,
        Lane.GENERAL,
        new ListGroupsRequest().statesFilter(Arrays.asList(states)),
        60_000,
        outcome);
    fixture.stepped.settle();
    peer.send(LoopbackBroker.frame(ApiKey.LIST_GROUPS, 1, groups("early"), VERSION));
    fixture.await(outcome);
    assertTrue(outcome.failure().maybeSent());
    assertTrue(outcome.failure().cause().getMessage().contains("nothing waits for"));
  }

  @Test
  void largeFrameIsRefusedBeforeTheBrokerHasShownItself() {
    fixture.pool.isReady(NODE, Lane.GENERAL);
    Outcome<ListGroupsResponse> outcome = fixture.send();
    LoopbackBroker.Peer peer = fixture.accept(broker);
    peer.send(length((1 << 20) + 1));
    fixture.await(outcome);
    assertTrue(outcome.failure().cause().getMessage().contains("1048577"));
    assertFalse(outcome.failure().maybeSent());
    nextExchangeWorks();
  }

  @Test
  void bytesBehindTheEndOfAConnectionAreNotRead() {
    LoopbackBroker.Peer peer = fixture.ready(broker);
    Outcome<ListGroupsResponse> first = fixture.send();
    Outcome<ListGroupsResponse> second = fixture.send();
    fixture.read(peer);
    LoopbackBroker.Request request = fixture.read(peer);
    byte[] good = LoopbackBroker.frame(ApiKey.LIST_GROUPS, 2, groups("g"), VERSION);
    byte[] both = Arrays.copyOf(withCorrelationId(good, 9), 2 * good.length);
    System.arraycopy(good, 0, both, good.length, good.length);
    peer.send(both);
    fixture.await(second);
    assertEquals(2, request.correlationId());
    assertTrue(first.failure().cause().getMessage().contains("correlation id 9"));
    assertTrue(second.failure().cause().getMessage().contains("correlation id 9"));
  }

  private void nextExchangeWorks() {
    fixture.stepped.advance(2_000);
    Outcome<ListGroupsResponse> next = fixture.send();
    LoopbackBroker.Peer peer = fixture.acceptAndNegotiate(broker, allVersions());
    peer.answer(fixture.read(peer), groups("next"));
    fixture.await(next);
    assertEquals("next", next.response().groups().get(0).groupId());
  }

  private static byte[] length(int length) {
    return ByteBuffer.allocate(4).putInt(length).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] withCorrelationId(byte[] frame, int id) {
    byte[] changed = frame.clone();
    ByteBuffer.wrap(changed).putInt(4, id);
    return changed;
  }

  private static byte[] withTrailing(byte[] frame) {
    byte[] longer = Arrays.copyOf(frame, frame.length + 3);
    ByteBuffer.wrap(longer).putInt(0, longer.length - 4);
    return longer;
  }

  private static byte[] cutShort(byte[] frame) {
    byte[] shorter = Arrays.copyOf(frame, frame.length - 4);
    ByteBuffer.wrap(shorter).putInt(0, shorter.length - 4);
    return shorter;
  }
}
