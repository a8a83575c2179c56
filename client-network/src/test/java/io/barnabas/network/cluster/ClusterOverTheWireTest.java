package io.barnabas.network.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.NetworkClient;
import io.barnabas.network.cluster.Coordinators.Type;
import io.barnabas.network.connection.Lane;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.ClientEvents;
import io.barnabas.network.retry.Call;
import io.barnabas.network.retry.Route;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.network.settings.ConfiguredSettings;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeClusterRequest;
import io.barnabas.protocol.message.DescribeClusterResponse;
import io.barnabas.testkit.Await;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeCluster;
import io.barnabas.testkit.KafkaCluster;
import io.barnabas.testkit.Reply;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Metadata, coordinators and calls against brokers on real sockets. */
@Timeout(60)
class ClusterOverTheWireTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private NetworkClient client;

  @AfterEach
  void close() {
    if (client != null) {
      client.close(Duration.ofSeconds(5));
    }
  }

  private void start(String bootstrap, String topics, Object... config) {
    Object[] all = Arrays.copyOf(config, config.length + 2);
    all[config.length] = "bootstrap.servers";
    all[config.length + 1] = bootstrap;
    ClientSettings settings = ConfiguredSettings.with(all);
    client = NetworkClient.create(settings, ClientEvents.NONE, Clock.SYSTEM);
    List<String> names = topics.isEmpty() ? List.of() : List.of(topics.split(","));
    client
        .metadata()
        .interest(
            new TopicInterest() {
              @Override
              public boolean allowAutoTopicCreation() {
                return false;
              }

              @Override
              public Collection<String> topics(long nowMs) {
                return names;
              }
            });
    client.start();
  }

  private MetadataSnapshot refresh() throws Exception {
    return client.metadata().refresh().get(20, TimeUnit.SECONDS);
  }

  private int find(Type type, String key) throws Exception {
    CompletableFuture<Integer> found = new CompletableFuture<>();
    client
        .loop()
        .execute(
            () ->
                client
                    .coordinators()
                    .find(type, key, 15_000)
                    .whenComplete(
                        (node, error) -> {
                          found.complete(node == null ? -1 : node);
                        }));
    return found.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aRealClusterIsDescribed() throws Exception {
    KafkaCluster cluster = KafkaCluster.shared();
    cluster.createTopic("described", 3);
    start(cluster.bootstrapServers(), "described,not-there");

    Await.until("all leaders", LIMIT, () -> refresh().leader("described", 2) == 1);
    MetadataSnapshot view = client.metadata().snapshot();
    assertEquals(cluster.clusterId(), view.clusterId());
    assertEquals(3, view.topic("described").partitionCount());
    assertTrue(view.partition("described", 0).leaderEpoch() >= 0);
    assertEquals(view.topic("described"), view.topic(view.topic("described").id()));
    assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, view.topicError("not-there"));
    assertEquals(1, find(Type.GROUP, "a-group"));
    assertEquals(1, find(Type.TRANSACTION, "a-transaction"));
  }

  /** Else a leader that died before the cluster had noticed would be waited for in vain. */
  @Test
  void theClusterIsAskedAgainAsLongAsABrokerCannotBeReached() throws Exception {
    try (FakeCluster cluster = FakeCluster.start(2)) {
      cluster.topic("t", 2);
      start(cluster.broker(1).address(), "t");
      refresh();
      client.loop().execute(() -> client.requests().isReady(2, Lane.GENERAL));
      cluster.broker(2).awaitRequest(ApiKeys.API_VERSIONS, 1);

      int beforeTheEnd = cluster.broker(1).requests(ApiKeys.METADATA).size();
      cluster.broker(2).stop();
      cluster.broker(1).awaitRequest(ApiKeys.METADATA, beforeTheEnd + 1);

      int beforeTheTry = cluster.broker(1).requests(ApiKeys.METADATA).size();
      Await.until(
          "metadata after a connection that failed",
          LIMIT,
          () -> {
            client.loop().execute(() -> client.requests().isReady(2, Lane.GENERAL));
            return cluster.broker(1).requests(ApiKeys.METADATA).size() > beforeTheTry + 1;
          });
    }
  }

  @Test
  void aCallReachesTheControllersAndCoordinatorsOfARealCluster() throws Exception {
    KafkaCluster cluster = KafkaCluster.shared();
    start(cluster.bootstrapServers(), "");
    for (Route route : List.of(Route.anyBroker(), Route.controller(), Route.group("some"))) {
      DescribeClusterResponse answer =
          client.call(new DescribeCluster(route), 20_000).get(20, TimeUnit.SECONDS);
      assertEquals(cluster.clusterId(), answer.clusterId());
    }
  }

  @Test
  void aTopicThatIsDeletedAndCreatedAgainIsSeen() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic("t", 1);
      start(broker.address(), "t");
      TopicMetadata first = refresh().topic("t");
      broker.removeTopic("t");
      Await.until("gone", LIMIT, () -> refresh().topic("t") == null);
      broker.topic("t", 2);
      Await.until("back", LIMIT, () -> refresh().topic("t") != null);
      TopicMetadata second = client.metadata().snapshot().topic("t");
      assertFalse(first.id().equals(second.id()));
      assertEquals(2, second.partitionCount());
    }
  }

  @Test
  void theNewestAndTheOldestFormOfTheRequestsWork() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic("t", 2);
      broker.versions(ApiKeys.METADATA, 4, 4);
      broker.versions(ApiKeys.FIND_COORDINATOR, 1, 3);
      broker.on(
          ApiKeys.FIND_COORDINATOR,
          request -> {
            FindCoordinatorRequestData asked = request.body();
            return Reply.of(
                new FindCoordinatorResponseData()
                    .setNodeId(asked.key().equals("g") ? broker.id() : -1)
                    .setHost("localhost")
                    .setPort(broker.port()));
          });
      start(broker.address(), "t");
      assertEquals(2, refresh().topic("t").partitionCount());
      assertEquals(-1, client.metadata().snapshot().partition("t", 0).leaderEpoch());
      assertEquals(broker.id(), find(Type.GROUP, "g"));
    }
  }

  @Test
  void metadataThatMakesNoSenseLeavesTheLastGoodView() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic("t", 2);
      start(broker.address(), "t", "retry.backoff.ms", 10, "retry.backoff.max.ms", 20);
      Await.until("described", LIMIT, () -> refresh().topic("t") != null);
      MetadataResponseData bad = new MetadataResponseData().setClusterId("x");
      bad.brokers().add(new MetadataResponseBroker().setNodeId(-7).setHost("").setPort(0));
      broker.on(ApiKeys.METADATA, bad);
      int before = broker.requests(ApiKeys.METADATA).size();
      CompletableFuture<MetadataSnapshot> refreshed = client.metadata().refresh();
      broker.awaitRequest(ApiKeys.METADATA, before + 3);
      assertEquals(2, client.metadata().snapshot().topic("t").partitionCount());
      assertFalse(refreshed.isDone());
      broker.byDefault(ApiKeys.METADATA);
      assertEquals(2, refreshed.get(20, TimeUnit.SECONDS).topic("t").partitionCount());
    }
  }

  @Test
  void brokersThatAreGoneForGoodAreFoundAgainByTheBootstrapServers() throws Exception {
    try (FakeCluster cluster = FakeCluster.start(3)) {
      cluster.topic("t", 1);
      cluster.remove(3);
      String bootstrap = cluster.broker(1).address() + "," + cluster.broker(3).address();
      start(bootstrap, "t", "reconnect.backoff.max.ms", 100);
      assertEquals(2, refresh().brokers().size());
      cluster.broker(1).stop();
      cluster.broker(2).stop();
      cluster.broker(3).restart();
      CompletableFuture<MetadataSnapshot> refreshed = client.metadata().refresh();
      assertTrue(refreshed.get(20, TimeUnit.SECONDS).version() > 1);
    }
  }

  @Test
  void aCallGoesOnAfterDisconnectsAndPassingErrors() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.once(ApiKeys.DESCRIBE_CLUSTER, request -> Reply.disconnect());
      broker.once(ApiKeys.DESCRIBE_CLUSTER, request -> Reply.reset());
      broker.once(ApiKeys.DESCRIBE_CLUSTER, request -> Reply.error(Errors.NOT_CONTROLLER));
      broker.on(
          ApiKeys.DESCRIBE_CLUSTER,
          new org.apache.kafka.common.message.DescribeClusterResponseData().setClusterId("done"));
      start(broker.address(), "", "retry.backoff.ms", 10, "reconnect.backoff.ms", 10);
      DescribeClusterResponse answer =
          client.call(new DescribeCluster(Route.controller()), 20_000).get(20, TimeUnit.SECONDS);
      assertEquals("done", answer.clusterId());
      assertEquals(4, broker.requests(ApiKeys.DESCRIBE_CLUSTER).size());
    }
  }

  private record DescribeCluster(Route route) implements Call<DescribeClusterResponse> {
    @Override
    public ApiRequest<DescribeClusterResponse> request() {
      return new DescribeClusterRequest();
    }

    @Override
    public ErrorCode errorOf(DescribeClusterResponse response) {
      return ErrorCode.forCode(response.errorCode());
    }
  }
}
