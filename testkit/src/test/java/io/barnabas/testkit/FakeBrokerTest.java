package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake seen through kafka-clients' admin client. */
class FakeBrokerTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final FakeBroker broker = FakeBroker.start();

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void tellsItselfAndItsTopics() throws Exception {
    broker.topic("t", 3);
    try (Admin admin = admin()) {
      assertEquals(1, admin.describeCluster().nodes().get().size());
      assertEquals(Set.of("t"), admin.listTopics().names().get());
      TopicDescription topic = describe(admin, "t");
      assertEquals(3, topic.partitions().size());
      assertEquals(broker.topicId("t"), topic.topicId());
      assertEquals(broker.port(), topic.partitions().get(2).leader().port());
    }
  }

  @Test
  void unknownTopicIsAnError() {
    try (Admin admin = admin()) {
      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> describe(admin, "none"));
      assertInstanceOf(UnknownTopicOrPartitionException.class, failure.getCause());
    }
  }

  @Test
  void replacedTopicHasAnotherId() {
    Uuid first = broker.topic("t", 1).topicId("t");
    assertNotEquals(first, broker.topic("t", 1).topicId("t"));
  }

  @Test
  void requestsAreLoggedWithTheirHeader() throws Exception {
    try (Admin admin = admin()) {
      admin.listTopics().names().get();
    }
    FakeRequest first = broker.awaitRequest(ApiKeys.API_VERSIONS, 1);
    assertEquals(first, broker.requests().get(0));
    assertEquals("fake-test", first.clientId());
    assertEquals(ApiKeys.API_VERSIONS.latestVersion(false), first.version());
    ApiVersionsRequestData body = first.body();
    assertEquals("apache-kafka-java", body.clientSoftwareName());
    MetadataRequestData metadata = broker.awaitRequest(ApiKeys.METADATA, 1).body();
    assertTrue(metadata.topics() == null || metadata.topics().isEmpty());
  }

  @Test
  void answersForOneRequestComeBeforeTheLastingOne() throws Exception {
    broker.on(ApiKeys.LIST_GROUPS, groups("lasting"));
    broker.once(ApiKeys.LIST_GROUPS, request -> Reply.error(Errors.COORDINATOR_LOAD_IN_PROGRESS));
    broker.once(ApiKeys.LIST_GROUPS, request -> Reply.of(groups("once")));
    try (Admin admin = admin()) {
      assertEquals(List.of("once"), listGroups(admin));
      assertEquals(List.of("lasting"), listGroups(admin));
      assertEquals(3, broker.requests(ApiKeys.LIST_GROUPS).size());
    }
  }

  @Test
  void disconnectAndResetAreSeenAsLostConnections() throws Exception {
    broker.on(ApiKeys.LIST_GROUPS, groups("g"));
    broker.once(ApiKeys.LIST_GROUPS, request -> Reply.disconnect());
    broker.once(ApiKeys.LIST_GROUPS, request -> Reply.reset());
    broker.once(ApiKeys.LIST_GROUPS, request -> Reply.of(groups("g")).truncatedTo(10));
    try (Admin admin = admin()) {
      assertEquals(List.of("g"), listGroups(admin));
      assertTrue(broker.connections() >= 4, () -> broker.connections() + " connections");
    }
  }

  @Test
  void silenceLastsUntilTheRequestTimesOut() {
    broker.on(ApiKeys.LIST_GROUPS, request -> Reply.silence());
    try (Admin admin = admin()) {
      ExecutionException failure = assertThrows(ExecutionException.class, () -> listGroups(admin));
      assertInstanceOf(TimeoutException.class, failure.getCause());
    }
  }

  @Test
  void newerApiVersionsRequestIsRefusedInVersionZero() throws Exception {
    broker.versions(ApiKeys.API_VERSIONS, 0, 2);
    try (Admin admin = admin()) {
      assertEquals(Set.of(), admin.listTopics().names().get());
    }
    short latest = ApiKeys.API_VERSIONS.latestVersion(false);
    assertEquals(latest, broker.awaitRequest(ApiKeys.API_VERSIONS, 1).version());
    assertEquals(2, broker.awaitRequest(ApiKeys.API_VERSIONS, 2).version());
  }

  @Test
  void cappedVersionIsWhatClientsUse() throws Exception {
    broker.versions(ApiKeys.METADATA, 0, 5);
    try (Admin admin = admin()) {
      admin.listTopics().names().get();
    }
    assertTrue(broker.requests(ApiKeys.METADATA).stream().allMatch(each -> each.version() == 5));
  }

  @Test
  void clientsHearOfFinalizedFeatures() throws Exception {
    broker.feature("transaction.version", 2);
    try (Admin admin = admin()) {
      assertEquals(
          Map.of("transaction.version", new FinalizedVersionRange((short) 2, (short) 2)),
          admin.describeFeatures().featureMetadata().get().finalizedFeatures());
    }
  }

  @Test
  void missingApiIsUnsupported() {
    broker.without(ApiKeys.LIST_GROUPS);
    try (Admin admin = admin()) {
      ExecutionException failure = assertThrows(ExecutionException.class, () -> listGroups(admin));
      assertInstanceOf(UnsupportedVersionException.class, failure.getCause());
    }
  }

  @Test
  void hostileBytesReachTheClient() throws Exception {
    broker.on(ApiKeys.LIST_GROUPS, groups("g"));
    broker.once(ApiKeys.LIST_GROUPS, request -> Reply.frameLength(-1));
    try (Admin admin = admin()) {
      assertEquals(List.of("g"), listGroups(admin));
    }
  }

  @Test
  void stoppedBrokerComesBackAtItsPort() throws Exception {
    try (Admin admin = admin()) {
      admin.listTopics().names().get();
      broker.stop();
      assertEquals(0, broker.openConnections());
      broker.restart();
      assertEquals(Set.of(), admin.listTopics().names().get());
    }
  }

  @Test
  void failureInAnAnswerFailsTheClose() {
    FakeBroker failing = FakeBroker.start();
    failing.on(
        ApiKeys.LIST_GROUPS,
        request -> {
          throw new IllegalArgumentException("a bad script");
        });
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", failing.address(), "retries", 0))) {
      assertThrows(ExecutionException.class, () -> listGroups(admin));
    }
    IllegalStateException failure = assertThrows(IllegalStateException.class, failing::close);
    assertEquals("a bad script", failure.getCause().getMessage());
  }

  @Test
  void closeEndsAnAnswerThatBlocks() {
    CountDownLatch never = new CountDownLatch(1);
    broker.on(
        ApiKeys.LIST_GROUPS,
        request -> {
          try {
            never.await();
            return Reply.silence();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    try (Admin admin = admin()) {
      KafkaFuture<?> pending = admin.listGroups().all();
      broker.awaitRequest(ApiKeys.LIST_GROUPS, 1);
      broker.close();
      assertEquals(0, broker.openConnections());
      assertFalse(pending.isDone());
    }
  }

  @Test
  void connectionsAreCounted() throws Exception {
    assertEquals(0, broker.connections());
    try (Socket socket = new Socket("127.0.0.1", broker.port())) {
      Await.until("connection is open", LIMIT, () -> broker.openConnections() == 1);
      assertEquals(1, broker.connections());
      broker.resetAll();
      assertThrows(SocketException.class, () -> socket.getInputStream().read());
    }
    Await.until("connection is closed", LIMIT, () -> broker.openConnections() == 0);
  }

  @Test
  void closeLeavesNoThread() throws Exception {
    try (Admin admin = admin()) {
      admin.listTopics().names().get();
      broker.close();
      String prefix = "fake-broker-" + broker.port();
      assertTrue(
          Thread.getAllStackTraces().keySet().stream()
              .noneMatch(thread -> thread.getName().startsWith(prefix)));
    }
  }

  @Test
  void brokersOfAClusterShareTheirMetadata() throws Exception {
    try (FakeCluster cluster = FakeCluster.start(3).topic("t", 4);
        Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.broker(2).address()))) {
      assertEquals(3, admin.describeCluster().nodes().get().size());
      assertEquals(3, describe(admin, "t").partitions().get(2).leader().id());
      cluster.leader("t", 2, 1);
      assertEquals(1, describe(admin, "t").partitions().get(2).leader().id());
      cluster.remove(3);
      assertEquals(2, admin.describeCluster().nodes().get().size());
    }
  }

  private static ListGroupsResponseData groups(String id) {
    return new ListGroupsResponseData()
        .setGroups(List.of(new ListedGroup().setGroupId(id).setProtocolType("consumer")));
  }

  private static List<String> listGroups(Admin admin) throws Exception {
    return admin.listGroups().all().get().stream().map(group -> group.groupId()).toList();
  }

  private static TopicDescription describe(Admin admin, String topic) throws Exception {
    return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            "bootstrap.servers",
            broker.address(),
            "client.id",
            "fake-test",
            "request.timeout.ms",
            500,
            "default.api.timeout.ms",
            1500));
  }
}
