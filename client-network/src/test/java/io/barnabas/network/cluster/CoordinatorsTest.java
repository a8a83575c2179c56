package io.barnabas.network.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.cluster.Coordinators.Type;
import io.barnabas.network.loop.SteppedLoop;
import io.barnabas.network.settings.ConfiguredSettings;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.FindCoordinatorResponse;
import io.barnabas.protocol.message.FindCoordinatorResponse.Coordinator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoordinatorsTest {

  private final SteppedLoop stepped = new SteppedLoop();
  private final KnownNodes nodes = new KnownNodes(List.of(new Node(-1, "boot", 9092)));
  private final FakeRequests requests = new FakeRequests(nodes);
  private final Coordinators coordinators =
      new Coordinators(ConfiguredSettings.with(), nodes, requests, stepped.loop());

  @BeforeEach
  void start() {
    stepped.loop().addPoller(coordinators);
    stepped.settle();
  }

  @AfterEach
  void close() {
    stepped.close();
  }

  private CompletableFuture<Integer> find(Type type, String key, long timeoutMs) {
    CompletableFuture<Integer> found = coordinators.find(type, key, timeoutMs);
    stepped.settle();
    return found;
  }

  private static Coordinator found(String key, int node) {
    return new Coordinator().key(key).nodeId(node).host("host" + node).port(9092);
  }

  private static Coordinator failed(String key, ErrorCode error) {
    return new Coordinator().key(key).errorCode(error.code()).nodeId(-1).host("").port(-1);
  }

  private void answer(Coordinator... answers) {
    requests.answer(new FindCoordinatorResponse().coordinators(List.of(answers)));
    stepped.settle();
  }

  private static Throwable causeOf(CompletableFuture<?> future) {
    return assertThrows(CompletionException.class, future::join).getCause();
  }

  @Test
  void oneRequestServesAllWhoAskForTheSame() {
    CompletableFuture<Integer> first = find(Type.GROUP, "g", 1_000);
    CompletableFuture<Integer> second = find(Type.GROUP, "g", 1_000);
    assertEquals(1, requests.sent.size());
    answer(found("g", 7));
    assertEquals(7, first.join());
    assertEquals(7, second.join());
    assertEquals(7, coordinators.known(Type.GROUP, "g"));
    assertEquals(-1, coordinators.known(Type.TRANSACTION, "g"));
    assertEquals("host7", nodes.node(7).host(), "though no metadata named it");
    assertEquals(7, coordinators.find(Type.GROUP, "g", 1_000).join());
    assertEquals(1, requests.sent.size());
  }

  @Test
  void coordinatorThatHasLeftTheClusterIsLookedUpAnew() {
    find(Type.TRANSACTION, "t", 1_000);
    answer(found("t", 2));
    Node stays = new Node(1, "host1", 9092);
    nodes.describe(Map.of(1, stays, 2, new Node(2, "host2", 9092)));
    assertEquals(2, find(Type.TRANSACTION, "t", 1_000).join());
    nodes.describe(Map.of(1, stays));
    assertEquals(-1, coordinators.known(Type.TRANSACTION, "t"));

    CompletableFuture<Integer> anew = find(Type.TRANSACTION, "t", 1_000);
    assertEquals(2, requests.sent.size());
    answer(found("t", 1));
    assertEquals(1, anew.join());
  }

  @Test
  void severalOfOneTypeGoTogether() {
    CompletableFuture<Integer> a = coordinators.find(Type.GROUP, "a", 1_000);
    CompletableFuture<Integer> b = coordinators.find(Type.GROUP, "b", 1_000);
    CompletableFuture<Integer> c = coordinators.find(Type.GROUP, "c", 1_000);
    CompletableFuture<Integer> t = coordinators.find(Type.TRANSACTION, "t", 1_000);
    stepped.settle();
    assertEquals(2, requests.sent.size());
    FindCoordinatorResponse groups =
        new FindCoordinatorResponse()
            .coordinators(
                List.of(found("b", 2), failed("a", ErrorCode.GROUP_AUTHORIZATION_FAILED)));
    FindCoordinatorResponse transactions =
        new FindCoordinatorResponse().coordinators(List.of(found("t", 4)));
    boolean groupsFirst = requests.sent.get(0).as(CoordinatorQuery.class).keyType() == 0;
    requests.answer(groupsFirst ? groups : transactions);
    requests.answer(groupsFirst ? transactions : groups);
    stepped.settle();

    assertEquals(2, b.join());
    assertEquals(4, t.join());
    GroupAuthorizationException refused =
        assertInstanceOf(GroupAuthorizationException.class, causeOf(a));
    assertEquals("a", refused.groupId());
    assertFalse(c.isDone(), "not answered, so asked again");
    stepped.advance(200);
    answer(found("c", 3));
    assertEquals(3, c.join());
  }

  @Test
  void oldBrokersAreAskedOneByOne() {
    requests.version = 3;
    CompletableFuture<Integer> a = coordinators.find(Type.GROUP, "a", 1_000);
    CompletableFuture<Integer> b = coordinators.find(Type.GROUP, "b", 1_000);
    stepped.settle();
    assertEquals(2, requests.sent.size());
    requests.answer(new FindCoordinatorResponse().nodeId(1).host("h").port(1));
    requests.answer(new FindCoordinatorResponse().errorCode(ErrorCode.INVALID_GROUP_ID.code()));
    stepped.settle();
    assertEquals(1, a.join());
    assertTrue(b.isCompletedExceptionally());
  }

  @Test
  void notAvailableIsTriedAgainWithBackoffUntilTheTimeout() {
    CompletableFuture<Integer> found = find(Type.GROUP, "g", 1_000);
    answer(failed("g", ErrorCode.COORDINATOR_NOT_AVAILABLE));
    assertEquals(1, requests.sent.size());
    stepped.advance(121);
    assertEquals(2, requests.sent.size());
    answer(failed("g", ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
    stepped.advance(241);
    assertEquals(3, requests.sent.size());
    answer(failed("g", ErrorCode.COORDINATOR_NOT_AVAILABLE));
    stepped.advance(638);
    TimeoutException late = assertInstanceOf(TimeoutException.class, causeOf(found));
    assertInstanceOf(CoordinatorNotAvailableException.class, late.getCause());
    assertTrue(late.getMessage().contains("group g"), late.getMessage());
  }

  @Test
  void anAddressThatIsNoneIsTriedAgain() {
    CompletableFuture<Integer> found = find(Type.GROUP, "g", 5_000);
    answer(new Coordinator().key("g").nodeId(3).host("host").port(0));
    stepped.advance(200);
    answer(new Coordinator().key("g").nodeId(3).host("").port(9092));
    stepped.advance(400);
    answer(new Coordinator().key("g").nodeId(-1).host("host").port(9092));
    assertFalse(found.isDone());
    stepped.advance(900);
    answer(found("g", 3));
    assertEquals(3, found.join());
  }

  @Test
  void authorizationFailsAtOnce() {
    CompletableFuture<Integer> found = find(Type.TRANSACTION, "t", 5_000);
    answer(failed("t", ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED));
    assertInstanceOf(TransactionalIdAuthorizationException.class, causeOf(found));
  }

  @Test
  void disconnectIsTriedAgainAndAnUnsupportedVersionIsNot() {
    CompletableFuture<Integer> found = find(Type.GROUP, "g", 5_000);
    requests.disconnectUnsent();
    stepped.advance(200);
    assertEquals(2, requests.sent.size());
    UnsupportedVersionException old = new UnsupportedVersionException("old");
    requests.fail(old, false);
    assertSame(old, causeOf(found));
  }

  @Test
  void invalidateForgetsOnlyTheOneThatErred() {
    find(Type.GROUP, "g", 1_000);
    answer(found("g", 7));
    coordinators.invalidate(Type.GROUP, "g", 6);
    assertEquals(7, coordinators.known(Type.GROUP, "g"));
    coordinators.invalidate(Type.GROUP, "g", 7);
    assertEquals(-1, coordinators.known(Type.GROUP, "g"));
    CompletableFuture<Integer> again = find(Type.GROUP, "g", 1_000);
    answer(found("g", 8));
    assertEquals(8, again.join());
  }

  @Test
  void noBrokerAtHandIsTriedAgain() {
    requests.down.add(-1);
    CompletableFuture<Integer> found = find(Type.GROUP, "g", 5_000);
    assertTrue(requests.sent.isEmpty());
    requests.down.clear();
    stepped.advance(200);
    answer(found("g", 1));
    assertEquals(1, found.join());
  }

  @Test
  void closeFailsWhatWaitsAndWhatComesLater() {
    CompletableFuture<Integer> found = find(Type.GROUP, "g", 5_000);
    KafkaException closed = new KafkaException("closed");
    coordinators.close(closed);
    assertSame(closed, causeOf(found));
    assertSame(closed, causeOf(coordinators.find(Type.GROUP, "x", 5_000)));
    assertNotNull(found);
  }
}
