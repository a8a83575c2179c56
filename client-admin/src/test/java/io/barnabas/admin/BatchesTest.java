package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.config;
import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeCluster;
import io.barnabas.testkit.FakeRequest;
import io.barnabas.testkit.Reply;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResultCollection;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Items that go to the same broker share a request, and do not wait for one another. */
class BatchesTest {

  private static final Set<String> GROUPS = Set.of("g1", "g2", "g3", "g4");

  private final FakeCluster cluster = FakeCluster.start(2);

  /** Written by the test, read by the brokers. */
  private volatile int odd = 1;

  @AfterEach
  void stop() {
    cluster.close();
  }

  private BarnabasAdmin admin() {
    for (FakeBroker broker : cluster.brokers()) {
      broker.on(ApiKeys.FIND_COORDINATOR, this::coordinators);
      broker.on(ApiKeys.DELETE_GROUPS, request -> Reply.of(deleted(broker.id(), request)));
    }
    return BarnabasAdmin.create(config(cluster.bootstrapServers()));
  }

  /** Groups of even numbers belong to broker 2. */
  private int coordinator(String groupId) {
    return groupId.endsWith("2") || groupId.endsWith("4") ? 2 : odd;
  }

  private Reply coordinators(FakeRequest request) {
    FindCoordinatorRequestData asked = request.body();
    if (request.version() < 4) {
      FakeBroker broker = cluster.broker(coordinator(asked.key()));
      return Reply.of(
          new FindCoordinatorResponseData()
              .setNodeId(broker.id())
              .setHost("127.0.0.1")
              .setPort(broker.port()));
    }
    return Reply.of(
        new FindCoordinatorResponseData()
            .setCoordinators(asked.coordinatorKeys().stream().map(this::found).toList()));
  }

  private Coordinator found(String groupId) {
    if (groupId.equals("denied")) {
      return new Coordinator()
          .setKey(groupId)
          .setErrorCode(Errors.GROUP_AUTHORIZATION_FAILED.code());
    }
    FakeBroker broker = cluster.broker(coordinator(groupId));
    return new Coordinator()
        .setKey(groupId)
        .setNodeId(broker.id())
        .setHost("127.0.0.1")
        .setPort(broker.port());
  }

  private DeleteGroupsResponseData deleted(int brokerId, FakeRequest request) {
    DeleteGroupsRequestData asked = request.body();
    DeletableGroupResultCollection results = new DeletableGroupResultCollection();
    for (String groupId : asked.groupsNames()) {
      Errors error = coordinator(groupId) == brokerId ? Errors.NONE : Errors.NOT_COORDINATOR;
      results.add(new DeletableGroupResult().setGroupId(groupId).setErrorCode(error.code()));
    }
    return new DeleteGroupsResponseData().setResults(results);
  }

  private static Set<String> names(FakeRequest request) {
    DeleteGroupsRequestData asked = request.body();
    return new TreeSet<>(asked.groupsNames());
  }

  private List<FakeRequest> requests(ApiKeys api) {
    return cluster.brokers().stream()
        .map(broker -> broker.requests(api))
        .flatMap(Collection::stream)
        .toList();
  }

  @Test
  void groupsOfOneCoordinatorShareARequest() throws Exception {
    try (BarnabasAdmin admin = admin()) {
      get(admin.deleteConsumerGroups(GROUPS).all());
    }
    assertEquals(1, requests(ApiKeys.FIND_COORDINATOR).size());
    assertEquals(2, requests(ApiKeys.DELETE_GROUPS).size());
    assertEquals(
        Set.of("g1", "g3"), names(cluster.broker(1).awaitRequest(ApiKeys.DELETE_GROUPS, 1)));
    assertEquals(
        Set.of("g2", "g4"), names(cluster.broker(2).awaitRequest(ApiKeys.DELETE_GROUPS, 1)));
  }

  @Test
  void groupsWhoseCoordinatorHasMovedFollowIt() throws Exception {
    try (BarnabasAdmin admin = admin()) {
      get(admin.deleteConsumerGroups(GROUPS).all());
      odd = 2;
      get(admin.deleteConsumerGroups(GROUPS).all());
    }
  }

  @Test
  void groupWhoseCoordinatorIsNotToldFailsAlone() throws Exception {
    try (BarnabasAdmin admin = admin()) {
      var deleted = admin.deleteConsumerGroups(Set.of("g1", "denied")).deletedGroups();
      assertInstanceOf(GroupAuthorizationException.class, failureOf(deleted.get("denied")));
      get(deleted.get("g1"));
    }
  }

  @Test
  void olderBrokersAreAskedForOneCoordinatorAtATime() throws Exception {
    cluster.brokers().forEach(broker -> broker.versions(ApiKeys.FIND_COORDINATOR, 0, 3));
    try (BarnabasAdmin admin = admin()) {
      get(admin.deleteConsumerGroups(GROUPS).all());
    }
    assertEquals(4, requests(ApiKeys.FIND_COORDINATOR).size());
  }

  @Test
  void olderBrokersAreAskedForOneGroupsOffsetsAtATime() throws Exception {
    for (FakeBroker broker : cluster.brokers()) {
      broker.versions(ApiKeys.OFFSET_FETCH, 1, 7);
      broker.on(ApiKeys.OFFSET_FETCH, new OffsetFetchResponseData());
    }
    Map<String, ListConsumerGroupOffsetsSpec> all = new HashMap<>();
    GROUPS.forEach(groupId -> all.put(groupId, new ListConsumerGroupOffsetsSpec()));
    try (BarnabasAdmin admin = admin()) {
      assertEquals(GROUPS, get(admin.listConsumerGroupOffsets(all).all()).keySet());
    }
    assertEquals(4, requests(ApiKeys.OFFSET_FETCH).size());
  }

  @Test
  void partitionWithoutALeaderDoesNotHoldOthersUp() throws Exception {
    TopicPartition orphan = new TopicPartition("t", 0);
    TopicPartition led = new TopicPartition("t", 1);
    cluster.topic("t", 2).leader("t", 0, -1).leader("t", 1, -1);
    try (BarnabasAdmin admin = admin()) {
      ListOffsetsResult offsets =
          admin.listOffsets(Map.of(orphan, OffsetSpec.latest(), led, OffsetSpec.latest()));
      awaitTwoLooks();
      cluster.leader("t", 1, 2);

      assertEquals(0, get(offsets.partitionResult(led)).offset());
      assertFalse(offsets.partitionResult(orphan).isDone());
      cluster.leader("t", 0, 1);
      assertEquals(0, get(offsets.partitionResult(orphan)).offset());
    }
  }

  /** The client has seen that there is no leader. */
  private void awaitTwoLooks() {
    Await.until(
        "metadata of t was told twice",
        Duration.ofSeconds(20),
        () -> requests(ApiKeys.METADATA).stream().filter(BatchesTest::isOfT).count() >= 2);
    assertTrue(requests(ApiKeys.LIST_OFFSETS).isEmpty());
  }

  private static boolean isOfT(FakeRequest request) {
    return request.data().toString().contains("name='t'");
  }
}
