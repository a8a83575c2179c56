package io.barnabas.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.connection.Lane;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.ClientEvents;
import io.barnabas.network.retry.Call;
import io.barnabas.network.retry.Route;
import io.barnabas.network.settings.TestSettings;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ListGroupsRequest;
import io.barnabas.protocol.message.ListGroupsResponse;
import io.barnabas.testkit.Await;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeRequest;
import io.barnabas.testkit.FaultProxy;
import io.barnabas.testkit.KafkaCluster;
import io.barnabas.testkit.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetworkClientTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String THREAD = "kafka-test-network-thread | test-1";

  @Test
  void callIsAnsweredByAnyBroker() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.on(ApiKeys.LIST_GROUPS, groups("g1"));
      NetworkClient client = started(broker.address());
      try {
        ListGroupsResponse response =
            client.call(listGroups(Route.anyBroker()), 5_000).get(10, TimeUnit.SECONDS);
        assertEquals("g1", response.groups().get(0).groupId());
      } finally {
        client.close(SOON);
      }
    }
  }

  @Test
  void namesItselfToTheBroker() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      NetworkClient client = started(broker.address());
      try {
        client.metadata().refresh().get(10, TimeUnit.SECONDS);
      } finally {
        client.close(SOON);
      }
      FakeRequest first = broker.awaitRequest(ApiKeys.API_VERSIONS, 1);
      ApiVersionsRequestData body = first.body();
      assertEquals(ApiKeys.API_VERSIONS.latestVersion(), first.version());
      assertEquals("barnabas", body.clientSoftwareName());
      assertTrue(
          body.clientSoftwareVersion().matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"),
          body.clientSoftwareVersion());
      assertEquals("test-1", first.clientId());
    }
  }

  @Test
  void olderBrokerIsSpokenToInItsOwnVersions() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.versions(ApiKeys.API_VERSIONS, 0, 2).versions(ApiKeys.METADATA, 1, 7);
      NetworkClient client = started(broker.address());
      try {
        client.metadata().refresh().get(10, TimeUnit.SECONDS);
        assertEquals(1, client.metadata().snapshot().brokers().size());
      } finally {
        client.close(SOON);
      }
      assertEquals(2, broker.awaitRequest(ApiKeys.API_VERSIONS, 2).version());
      assertEquals(7, broker.awaitRequest(ApiKeys.METADATA, 1).version());
    }
  }

  @Test
  void callWorksAgainstARealClusterInSingleByteSlices() throws Exception {
    KafkaCluster cluster = KafkaCluster.shared();
    String[] address = cluster.bootstrapServers().split(",")[0].split(":");
    try (FaultProxy proxy = FaultProxy.to(address[0], Integer.parseInt(address[1])).slice(1)) {
      NetworkClient client = started(proxy.address());
      try {
        client.metadata().refresh().get(20, TimeUnit.SECONDS);
        assertFalse(client.metadata().snapshot().brokers().isEmpty());
        ListGroupsResponse response =
            client.call(listGroups(Route.anyBroker()), 20_000).get(20, TimeUnit.SECONDS);
        assertEquals(ErrorCode.NONE, ErrorCode.forCode(response.errorCode()));
      } finally {
        client.close(SOON);
      }
    }
  }

  @Test
  void closeFailsWhatWaitsAndLeavesNothingBehind() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.on(ApiKeys.LIST_GROUPS, request -> Reply.silence());
      NetworkClient client = started("localhost:" + broker.port());
      CompletableFuture<ListGroupsResponse> call =
          client.call(listGroups(Route.anyBroker()), 60_000);
      broker.awaitRequest(ApiKeys.LIST_GROUPS, 1);

      client.close(SOON);

      ExecutionException failure = assertThrows(ExecutionException.class, call::get);
      assertTrue(failure.getCause() instanceof KafkaException, failure.toString());
      assertFalse(threadIsAlive(THREAD));
      Await.until("no socket is left", SOON, () -> broker.openConnections() == 0);
      Await.until("no resolver is left", SOON, () -> !threadIsAlive(THREAD + " resolver"));
      assertThrows(
          CompletionException.class,
          () -> client.call(listGroups(Route.anyBroker()), 1_000).join());
    }
  }

  @Test
  void closeOfAClientThatNeverStartedFailsWhatWaits() {
    NetworkClient client = created("127.0.0.1:1");
    CompletableFuture<ListGroupsResponse> call = client.call(listGroups(Route.anyBroker()), 60_000);
    client.close(SOON);
    assertThrows(CompletionException.class, call::join);
    client.close(SOON);
  }

  @Test
  void closeFromACallbackDoesNotWaitForItself() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.on(ApiKeys.LIST_GROUPS, groups("g1"));
      NetworkClient client = started(broker.address());
      CompletableFuture<Void> closed =
          client
              .call(listGroups(Route.anyBroker()), 5_000)
              .thenAccept(response -> client.close(Duration.ofMinutes(1)));
      closed.get(10, TimeUnit.SECONDS);
      Await.until("the loop has ended", SOON, () -> !threadIsAlive(THREAD));
    }
  }

  @Test
  void deathOfTheLoopFailsWhatWaits() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.on(ApiKeys.LIST_GROUPS, request -> Reply.silence());
      NetworkClient client = started(broker.address());
      AtomicBoolean told = new AtomicBoolean();
      client.loop().execute(() -> client.loop().onDeath(error -> told.set(true)));
      CompletableFuture<ListGroupsResponse> call =
          client.call(listGroups(Route.anyBroker()), 60_000);
      broker.awaitRequest(ApiKeys.LIST_GROUPS, 1);

      client
          .loop()
          .execute(
              () -> {
                throw new StackOverflowError("made by the test");
              });

      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS));
      assertTrue(failure.getMessage().contains("network thread has died"), failure.toString());
      Await.until("the handler was called", SOON, told::get);
      Await.until("no socket is left", SOON, () -> broker.openConnections() == 0);
      client.close(SOON);
    }
  }

  @Test
  void requestsOfOneBrokerAndLaneShareAConnection() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.on(ApiKeys.LIST_GROUPS, groups("g1"));
      NetworkClient client = started(broker.address());
      try {
        client.metadata().refresh().get(10, TimeUnit.SECONDS);
        client.call(listGroups(Route.broker(1)), 5_000).get(10, TimeUnit.SECONDS);
        int before = broker.connections();
        for (int i = 0; i < 5; i++) {
          client.call(listGroups(Route.broker(1)), 5_000).get(10, TimeUnit.SECONDS);
        }
        assertEquals(before, broker.connections());
        client.loop().execute(() -> client.requests().isReady(1, Lane.FETCH));
        Await.until("a lane of its own", SOON, () -> broker.connections() == before + 1);
      } finally {
        client.close(SOON);
      }
    }
  }

  private static boolean threadIsAlive(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(name));
  }

  private static ListGroupsResponseData groups(String groupId) {
    return new ListGroupsResponseData()
        .setGroups(List.of(new ListGroupsResponseData.ListedGroup().setGroupId(groupId)));
  }

  private static Call<ListGroupsResponse> listGroups(Route route) {
    return new Call<>() {
      @Override
      public Route route() {
        return route;
      }

      @Override
      public ApiRequest<ListGroupsResponse> request() {
        return new ListGroupsRequest();
      }

      @Override
      public ErrorCode errorOf(ListGroupsResponse response) {
        return ErrorCode.forCode(response.errorCode());
      }
    };
  }

  private static NetworkClient started(String bootstrap) {
    NetworkClient client = created(bootstrap);
    client.start();
    return client;
  }

  private static NetworkClient created(String bootstrap) {
    return NetworkClient.create(
        TestSettings.defaults().bootstrap(bootstrap).build(), ClientEvents.NONE, Clock.SYSTEM);
  }
}
