package io.barnabas.network.retry;

import static io.barnabas.network.cluster.Answers.cluster;
import static io.barnabas.network.cluster.Answers.partition;
import static io.barnabas.network.cluster.Answers.topic;
import static io.barnabas.network.cluster.Answers.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.cluster.Answers;
import io.barnabas.network.cluster.Coordinators;
import io.barnabas.network.cluster.FakeRequests;
import io.barnabas.network.cluster.KnownNodes;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.SteppedLoop;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.network.settings.ConfiguredSettings;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.FindCoordinatorResponse;
import io.barnabas.protocol.message.ListGroupsRequest;
import io.barnabas.protocol.message.ListGroupsResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallRunnerTest {

  private final SteppedLoop stepped = new SteppedLoop();
  private final KnownNodes nodes = new KnownNodes(List.of(new Node(-1, "boot", 9092)));
  private final FakeRequests requests = new FakeRequests(nodes);
  private final ClientSettings settings = ConfiguredSettings.with("request.timeout.ms", 5_000);
  private final Metadata metadata = new Metadata(settings, nodes, requests, stepped.loop());
  private final Coordinators coordinators =
      new Coordinators(settings, nodes, requests, stepped.loop());
  private final CallRunner runner =
      new CallRunner(settings, nodes, requests, metadata, coordinators, stepped.loop());

  private boolean idempotent = true;
  private boolean broken;

  /** How long a call wants to wait after an error; -1 for the usual. */
  private long ownDelayMs = -1;

  @BeforeEach
  void start() {
    stepped.loop().addPoller(metadata);
    stepped.loop().addPoller(coordinators);
    stepped.loop().addPoller(runner);
    stepped.settle();
    requests.answer(
        with(cluster(1, 2), topic("t", new UUID(1, 1), partition(0, 2, 1))).controllerId(2));
    stepped.settle();
    requests.sent.clear();
  }

  @AfterEach
  void close() {
    stepped.close();
  }

  private CompletableFuture<ListGroupsResponse> call(Route route, long timeoutMs) {
    CompletableFuture<ListGroupsResponse> future =
        runner.call(
            new Call<>() {
              @Override
              public Route route() {
                return route;
              }

              @Override
              public ApiRequest<ListGroupsResponse> request() {
                if (broken) {
                  throw new IllegalStateException("the caller erred");
                }
                return new ListGroupsRequest();
              }

              @Override
              public ErrorCode errorOf(ListGroupsResponse response) {
                return ErrorCode.forCode(response.errorCode());
              }

              @Override
              public boolean idempotent() {
                return idempotent;
              }

              @Override
              public long delayMs(ErrorCode error, int failures, Backoff usual) {
                return ownDelayMs < 0 ? Call.super.delayMs(error, failures, usual) : ownDelayMs;
              }
            },
            timeoutMs);
    stepped.settle();
    return future;
  }

  private void answer(ErrorCode error) {
    requests.answer(new ListGroupsResponse().errorCode(error.code()));
    stepped.settle();
  }

  private static Throwable causeOf(CompletableFuture<?> future) {
    return assertThrows(CompletionException.class, future::join).getCause();
  }

  @Test
  void eachRouteLeadsToItsBroker() {
    call(Route.anyBroker(), 1_000);
    assertEquals(1, requests.last().nodeId());
    call(Route.controller(), 1_000);
    assertEquals(2, requests.last().nodeId());
    call(Route.broker(1), 1_000);
    assertEquals(1, requests.last().nodeId());
    call(Route.leader("t", 0), 1_000);
    assertEquals(2, requests.last().nodeId());
  }

  @Test
  void coordinatorIsLookedUpFirstAndForgottenAfterNotCoordinator() {
    CompletableFuture<ListGroupsResponse> call = call(Route.group("g"), 10_000);
    requests.answer(coordinator(7));
    stepped.settle();
    assertEquals(7, requests.last().nodeId(), "at once, without a back-off");
    answer(ErrorCode.NOT_COORDINATOR);
    stepped.advance(121);
    requests.answer(coordinator(8));
    stepped.settle();
    assertEquals(8, requests.last().nodeId());
    answer(ErrorCode.NONE);
    assertTrue(call.isDone());
  }

  private static FindCoordinatorResponse coordinator(int node) {
    return new FindCoordinatorResponse()
        .coordinators(
            List.of(
                new FindCoordinatorResponse.Coordinator().key("g").nodeId(node).host("h").port(1)));
  }

  @Test
  void retriableErrorIsTriedAgainWithGrowingBackoff() {
    CompletableFuture<ListGroupsResponse> call = call(Route.anyBroker(), 60_000);
    long[] waits = new long[6];
    for (int i = 0; i < waits.length; i++) {
      answer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
      int sent = requests.sent.size();
      while (requests.sent.size() == sent) {
        stepped.advance(1);
        waits[i]++;
      }
    }
    assertTrue(waits[0] >= 80 && waits[0] <= 121, "first " + waits[0]);
    assertTrue(waits[5] >= 800 && waits[5] <= 1_000, "sixth " + waits[5]);
    answer(ErrorCode.NONE);
    assertFalse(call.isCompletedExceptionally());
    assertTrue(call.isDone());
  }

  @Test
  void aCallMayHaveABackoffOfItsOwn() {
    ownDelayMs = 20;
    call(Route.anyBroker(), 60_000);
    answer(ErrorCode.CONCURRENT_TRANSACTIONS);
    stepped.advance(19);
    assertEquals(1, requests.sent.size());
    stepped.advance(1);
    assertEquals(2, requests.sent.size());
  }

  @Test
  void staleLeaderWaitsForNewMetadataAndGoesToTheNewOne() {
    CompletableFuture<ListGroupsResponse> call = call(Route.leader("t", 0), 10_000);
    answer(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    stepped.advance(1_000);
    assertEquals(2, requests.sent.size(), "only the metadata request");
    requests.answer(with(cluster(1, 2), topic("t", new UUID(1, 1), partition(0, 1, 2))));
    stepped.settle();
    assertEquals(1, requests.last().nodeId());
    answer(ErrorCode.NONE);
    assertTrue(call.isDone());
  }

  @Test
  void otherErrorsFailWithTheirException() {
    CompletableFuture<ListGroupsResponse> call = call(Route.anyBroker(), 10_000);
    answer(ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
    assertInstanceOf(ClusterAuthorizationException.class, causeOf(call));
    assertEquals(1, requests.sent.size());
  }

  @Test
  void whatSurelyWasNotSentIsTriedAgainWhateverItIs() {
    idempotent = false;
    CompletableFuture<ListGroupsResponse> call = call(Route.anyBroker(), 10_000);
    requests.disconnectUnsent();
    stepped.advance(200);
    assertEquals(2, requests.sent.size());
    requests.fail(new DisconnectException("after sending"), true);
    stepped.settle();
    assertInstanceOf(DisconnectException.class, causeOf(call));
  }

  @Test
  void whatMayHaveBeenSentIsTriedAgainOnlyIfThatDoesNoHarm() {
    CompletableFuture<ListGroupsResponse> call = call(Route.anyBroker(), 10_000);
    requests.fail(new DisconnectException("after sending"), true);
    stepped.advance(200);
    assertEquals(2, requests.sent.size());
    answer(ErrorCode.NONE);
    assertTrue(call.isDone());
  }

  @Test
  void versionAndAuthenticationFailAtOnce() {
    CompletableFuture<ListGroupsResponse> call = call(Route.anyBroker(), 10_000);
    requests.fail(new UnsupportedVersionException("old broker"), false);
    assertInstanceOf(UnsupportedVersionException.class, causeOf(call));
    call = call(Route.anyBroker(), 10_000);
    requests.fail(new SaslAuthenticationException("no"), false);
    assertInstanceOf(SaslAuthenticationException.class, causeOf(call));
  }

  @Test
  void deadlineSaysWhatItWaitedForAndWhy() {
    CompletableFuture<ListGroupsResponse> call = call(Route.anyBroker(), 150);
    answer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    stepped.advance(150);
    TimeoutException late = assertInstanceOf(TimeoutException.class, causeOf(call));
    assertInstanceOf(CoordinatorLoadInProgressException.class, late.getCause());
    assertTrue(late.getMessage().contains("LIST_GROUPS"), late.getMessage());
    assertTrue(late.getMessage().contains("150 ms"), late.getMessage());
  }

  @Test
  void deadlineOfARequestInFlightNamesTheBroker() {
    CompletableFuture<ListGroupsResponse> call = call(Route.broker(2), 3_000);
    assertEquals(3_000, requests.last().timeoutMs());
    stepped.advance(3_000);
    TimeoutException late = assertInstanceOf(TimeoutException.class, causeOf(call));
    assertTrue(late.getMessage().contains("broker 2"), late.getMessage());
    answer(ErrorCode.NONE);
  }

  @Test
  void oneTryWaitsNoLongerThanTheRequestTimeout() {
    call(Route.anyBroker(), 60_000);
    assertEquals(5_000, requests.last().timeoutMs());
  }

  @Test
  void anUnknownBrokerIsLookedForInNewMetadata() {
    CompletableFuture<ListGroupsResponse> call = call(Route.broker(3), 10_000);
    stepped.advance(200);
    requests.answer(cluster(1, 2, 3));
    stepped.settle();
    assertEquals(3, requests.last().nodeId());
    answer(ErrorCode.NONE);
    assertTrue(call.isDone());
  }

  @Test
  void aTopicThatMayNotBeReadHasNoLeaderToWaitFor() {
    metadata.requestRefresh();
    stepped.advance(200);
    requests.answer(
        with(cluster(1), Answers.failed("secret", ErrorCode.TOPIC_AUTHORIZATION_FAILED)));
    stepped.settle();
    CompletableFuture<ListGroupsResponse> call = call(Route.leader("secret", 0), 10_000);
    assertInstanceOf(TopicAuthorizationException.class, causeOf(call));
  }

  @Test
  void theCallersOwnErrorsReachTheCaller() {
    broken = true;
    CompletableFuture<ListGroupsResponse> call = call(Route.anyBroker(), 10_000);
    KafkaException error = assertInstanceOf(KafkaException.class, causeOf(call));
    assertInstanceOf(IllegalStateException.class, error.getCause());
  }

  @Test
  void cancelledCallsAreNotTriedAgain() {
    CompletableFuture<ListGroupsResponse> call = call(Route.anyBroker(), 10_000);
    call.cancel(false);
    answer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    stepped.advance(5_000);
    assertEquals(1, requests.sent.size());
  }

  @Test
  void closeFailsWhatWaitsAndWhatComesLater() {
    CompletableFuture<ListGroupsResponse> waiting = call(Route.anyBroker(), 10_000);
    KafkaException closed = new KafkaException("closed");
    runner.close(closed);
    assertSame(closed, causeOf(waiting));
    assertSame(closed, causeOf(call(Route.anyBroker(), 10_000)));
    stepped.close();
    assertInstanceOf(KafkaException.class, causeOf(runner.call(new UnusedCall(), 1_000)));
  }

  private static final class UnusedCall implements Call<ListGroupsResponse> {
    @Override
    public Route route() {
      throw new AssertionError("not asked");
    }

    @Override
    public ApiRequest<ListGroupsResponse> request() {
      throw new AssertionError("not asked");
    }

    @Override
    public ErrorCode errorOf(ListGroupsResponse response) {
      throw new AssertionError("not asked");
    }
  }
}
