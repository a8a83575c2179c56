package io.barnabas.network.cluster;

import static io.barnabas.network.cluster.Answers.cluster;
import static io.barnabas.network.cluster.Answers.failed;
import static io.barnabas.network.cluster.Answers.partition;
import static io.barnabas.network.cluster.Answers.topic;
import static io.barnabas.network.cluster.Answers.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetadataTest {

  private static final UUID ID = new UUID(1, 1);

  private final MetadataFixture fixture = new MetadataFixture();

  @BeforeEach
  void interest() {
    fixture.topics.add("t");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private MetadataResponse described() {
    return with(cluster(1, 2), topic("t", ID, partition(0, 1, 5), partition(1, 2, 5)));
  }

  @Test
  void asksABootstrapServerAtOnceAndPublishesTheAnswer() {
    assertEquals(-1, fixture.requests.last().nodeId());
    fixture.answer(described());

    MetadataSnapshot view = fixture.view();
    assertEquals(1, view.version());
    assertEquals("cluster", view.clusterId());
    assertEquals(1, view.controllerId());
    assertEquals(2, view.leader("t", 1));
    assertEquals(5, view.partition("t", 1).leaderEpoch());
    assertSame(view.topic("t"), view.topic(ID));
    assertEquals(2, fixture.nodes.candidates().size());
    assertEquals("host2", fixture.nodes.node(2).host());
  }

  @Test
  void topicsOfWhichOnlyTheIdIsKnownAreAskedForByIt() {
    fixture.answer(described());
    UUID unknown = new UUID(2, 2);
    fixture.topicIds.addAll(List.of(ID, unknown));
    fixture.metadata.requestNewTopics();
    fixture.stepped.settle();
    MetadataQuery asked = fixture.requests.last().as(MetadataQuery.class);
    assertEquals(12, asked.lowestVersion());
    assertEquals(
        List.of(unknown), asked.request().topics().stream().map(t -> t.topicId()).toList());
    fixture.topics.add("u");
    fixture.answer(with(cluster(1, 2), topic("u", unknown, partition(0, 1, 3))));
    assertEquals("u", fixture.view().topic(unknown).name());
    assertEquals("t", fixture.view().topic(ID).name());
  }

  @Test
  void idsWaitForTheNamesToBeAskedFor() {
    fixture.topicIds.add(new UUID(2, 2));
    fixture.metadata.requestNewTopics();
    fixture.answer(described());
    fixture.topics.add("u");
    fixture.metadata.requestNewTopics();
    fixture.stepped.settle();
    fixture.answer(with(cluster(1, 2), topic("u", new UUID(3, 3), partition(0, 1, 3))));
    fixture.advance(1_000);
    assertEquals(
        List.of(new UUID(2, 2)),
        fixture.requests.last().as(MetadataQuery.class).request().topics().stream()
            .map(t -> t.topicId())
            .toList());
  }

  @Test
  void oneRequestIsOutAtATime() {
    fixture.metadata.requestRefresh();
    fixture.metadata.requestNewTopics();
    fixture.advance(60_000);
    assertEquals(1, fixture.requests.sent.size());
  }

  @Test
  void refreshWaitsForTheBackoffButAgeDoesNotNeedARequest() {
    fixture.answer(described());
    fixture.metadata.requestRefresh();
    fixture.stepped.settle();
    assertEquals(1, fixture.requests.sent.size());
    fixture.advance(121);
    assertEquals(2, fixture.requests.sent.size());
    fixture.answer(described());

    fixture.advance(299_999);
    assertEquals(2, fixture.requests.sent.size());
    fixture.advance(1);
    assertEquals(3, fixture.requests.sent.size());
  }

  @Test
  void backoffGrowsALittleWhileAnswersBringNothingNew() {
    fixture.answer(described());
    long[] waits = new long[6];
    for (int i = 0; i < waits.length; i++) {
      fixture.metadata.requestRefresh();
      int sent = fixture.requests.sent.size();
      while (fixture.requests.sent.size() == sent) {
        fixture.advance(1);
        waits[i]++;
      }
      fixture.answer(described());
    }
    assertTrue(waits[0] <= 121, "first " + waits[0]);
    assertTrue(waits[5] >= 320 && waits[5] <= 481, "sixth " + waits[5]);
  }

  @Test
  void backoffGrowsWhileRequestsFail() {
    long[] waits = new long[6];
    for (int i = 0; i < waits.length; i++) {
      int sent = fixture.requests.sent.size();
      fixture.requests.fail(new DisconnectException("gone"), true);
      while (fixture.requests.sent.size() == sent) {
        fixture.advance(1);
        waits[i]++;
      }
    }
    assertTrue(waits[0] >= 80 && waits[0] <= 121, "first " + waits[0]);
    assertTrue(waits[5] >= 800 && waits[5] <= 1_001, "sixth " + waits[5]);
  }

  @Test
  void brokerThatCannotBeConnectedToDoesNotHoldUpTheNext() {
    fixture.requests.disconnectUnsent();
    fixture.requests.down.add(-1);
    fixture.stepped.settle();
    assertEquals(2, fixture.requests.sent.size());
    assertEquals(-2, fixture.requests.last().nodeId());
  }

  @Test
  void newTopicsThatComeUpDuringARequestGoTogetherIntoTheNext() {
    fixture.answer(described());
    fixture.metadata.requestRefresh();
    fixture.advance(121);
    Set<String> burst = new TreeSet<>();
    List<CompletableFuture<MetadataSnapshot>> waiting = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      burst.add("new-" + i);
      fixture.topics.add("new-" + i);
      waiting.add(fixture.metadata.refreshNewTopics());
      fixture.stepped.settle();
    }
    assertEquals(2, fixture.requests.sent.size());
    fixture.answer(described());

    assertEquals(3, fixture.requests.sent.size());
    assertEquals(burst, fixture.asked());
    assertTrue(waiting.stream().noneMatch(CompletableFuture::isDone));
    MetadataResponse all = cluster(1, 2);
    for (String name : burst) {
      all = with(all, topic(name, UUID.nameUUIDFromBytes(name.getBytes()), partition(0, 1, 0)));
    }
    fixture.answer(all);
    assertTrue(waiting.stream().allMatch(CompletableFuture::isDone));
    assertEquals(1, fixture.view().leader("t", 0), "what was known stays");

    assertSame(fixture.view(), now(fixture.metadata.refreshNewTopics()), "nothing is new");
    assertEquals(3, fixture.requests.sent.size());
  }

  private MetadataSnapshot now(CompletableFuture<MetadataSnapshot> future) {
    fixture.stepped.settle();
    return future.join();
  }

  @Test
  void newTopicsAreAskedForAloneAndAtOnce() {
    fixture.answer(described());
    fixture.topics.add("u");
    fixture.metadata.requestNewTopics();
    fixture.stepped.settle();

    assertEquals(Set.of("u"), fixture.asked());
    fixture.answer(with(cluster(1, 2), topic("u", new UUID(2, 2), partition(0, 1, 0))));
    assertEquals(1, fixture.view().leader("t", 0), "what was known stays");
    assertEquals(1, fixture.view().leader("u", 0));
  }

  @Test
  void partialAnswersDropTopicsOfNoInterestAndDoNotPutOffTheFullOne() {
    fixture.answer(described());
    fixture.advance(200_000);
    fixture.topics.clear();
    fixture.topics.add("u");
    fixture.metadata.requestNewTopics();
    fixture.stepped.settle();
    fixture.answer(with(cluster(1, 2), topic("u", new UUID(2, 2), partition(0, 1, 0))));

    assertNull(fixture.view().topic("t"));
    fixture.advance(100_000);
    assertEquals(3, fixture.requests.sent.size(), "by the age of the full answer");
  }

  @Test
  void newTopicsThatAreKnownAlreadyNeedNoRequest() {
    fixture.answer(described());
    fixture.metadata.requestNewTopics();
    fixture.advance(1_000);
    assertEquals(1, fixture.requests.sent.size());
  }

  @Test
  void aTopicAddedWhileNoBrokerIsAtHandIsAskedForLater() {
    fixture.answer(described());
    fixture.requests.down.addAll(List.of(-2, -1, 1, 2));
    fixture.topics.add("u");
    fixture.metadata.requestNewTopics();
    fixture.advance(500);
    assertEquals(1, fixture.requests.sent.size());
    fixture.requests.down.clear();
    fixture.advance(100);
    assertEquals(Set.of("u"), fixture.asked());
  }

  @Test
  void aTopicAddedWhileTheInterestIsReadIsAskedForNext() {
    fixture.answer(described());
    fixture.whenRead =
        () -> {
          fixture.whenRead = () -> {};
          fixture.metadata.requestNewTopics();
        };
    fixture.topics.add("u");
    fixture.metadata.requestNewTopics();
    fixture.stepped.settle();
    assertEquals(Set.of("u"), fixture.asked());
    fixture.topics.add("late");
    fixture.answer(with(cluster(1, 2), topic("u", new UUID(2, 2), partition(0, 1, 0))));
    assertEquals(Set.of("late"), fixture.asked());
  }

  @Test
  void allTopicsAreANullList() {
    fixture.allTopics = true;
    fixture.answer(described());
    fixture.metadata.requestRefresh();
    fixture.advance(200);
    assertNull(fixture.asked());
  }

  @Test
  void refreshCompletesWithARequestThatLeftAfterwards() {
    CompletableFuture<MetadataSnapshot> refreshed = fixture.metadata.refresh();
    fixture.stepped.settle();
    fixture.answer(described());
    assertFalse(refreshed.isDone(), "that request had left before");
    fixture.advance(200);
    fixture.answer(described());
    assertSame(fixture.view(), refreshed.join());
  }

  @Test
  void refreshSurvivesADisconnectAndAnAnswerWithoutBrokers() {
    fixture.answer(described());
    CompletableFuture<MetadataSnapshot> refreshed = fixture.metadata.refresh();
    fixture.advance(200);
    fixture.requests.fail(new DisconnectException("gone"), true);
    fixture.advance(2_000);
    fixture.answer(cluster());
    assertFalse(refreshed.isDone());
    assertEquals(1, fixture.view().version(), "the last good view is kept");
    fixture.advance(2_000);
    fixture.answer(described());
    assertTrue(refreshed.isDone());
  }

  @Test
  void refreshFailsWithAuthenticationAndMetadataGoesOnTrying() {
    List<ApiException> heard = new ArrayList<>();
    fixture.metadata.onFailure(heard::add);
    fixture.answer(described());
    CompletableFuture<MetadataSnapshot> refreshed = fixture.metadata.refresh();
    fixture.advance(200);
    SaslAuthenticationException refused = new SaslAuthenticationException("no");
    fixture.requests.fail(refused, false);

    assertSame(refused, causeOf(refreshed));
    assertEquals(List.of(refused), heard);
    int sent = fixture.requests.sent.size();
    fixture.advance(2_000);
    assertEquals(sent + 1, fixture.requests.sent.size());
  }

  @Test
  void closeFailsWhatWaitsAndWhatComesLater() {
    CompletableFuture<MetadataSnapshot> queued = fixture.metadata.refresh();
    fixture.stepped.settle();
    KafkaException closed = new KafkaException("closed");
    fixture.metadata.close(closed);
    CompletableFuture<MetadataSnapshot> late = fixture.metadata.refresh();
    fixture.stepped.settle();
    assertSame(closed, causeOf(queued));
    assertSame(closed, causeOf(late));
  }

  @Test
  void aMissingLeaderIsAskedForAgain() {
    fixture.answer(with(cluster(1), topic("t", ID, partition(0, -1, 3))));
    assertEquals(-1, fixture.view().leader("t", 0));
    fixture.advance(200);
    assertEquals(2, fixture.requests.sent.size());
  }

  @Test
  void topicErrorsAreKeptAndAskedForAgainOnlyIfTheyPass() {
    fixture.answer(with(cluster(1), failed("secret", ErrorCode.TOPIC_AUTHORIZATION_FAILED)));
    assertEquals(ErrorCode.TOPIC_AUTHORIZATION_FAILED, fixture.view().topicError("secret"));
    assertTrue(fixture.view().toCluster().unauthorizedTopics().contains("secret"));
    fixture.advance(10_000);
    assertEquals(1, fixture.requests.sent.size());

    fixture.metadata.requestRefresh();
    fixture.advance(1_000);
    fixture.answer(with(cluster(1), failed("new", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));
    fixture.advance(1_000);
    assertEquals(3, fixture.requests.sent.size());
  }

  @Test
  void listenersHearOfEverySnapshot() {
    List<Long> versions = new ArrayList<>();
    fixture.metadata.onUpdate(view -> versions.add(view.version()));
    fixture.answer(described());
    fixture.metadata.onLeaderHint("t", 0, 2, 6);
    assertEquals(List.of(1L, 2L), versions);
  }

  @Test
  void leaderHintIsTakenOverIfItIsNewerAndItsBrokerIsKnown() {
    fixture.answer(described());
    assertFalse(fixture.metadata.onLeaderHint("t", 0, 2, 5), "not newer");
    assertFalse(fixture.metadata.onLeaderHint("t", 0, 3, 6), "address unknown");
    assertFalse(fixture.metadata.onLeaderHint("other", 0, 2, 6), "topic unknown");
    assertFalse(fixture.metadata.onLeaderHint("t", 9, 2, 6), "partition unknown");

    fixture.metadata.onBrokerHint(3, "", 0, null);
    assertFalse(fixture.metadata.onLeaderHint("t", 0, 3, 6), "no address at all");
    fixture.metadata.onBrokerHint(3, "host3", 9092, "r");
    assertTrue(fixture.metadata.onLeaderHint("t", 0, 3, 6));
    assertEquals(3, fixture.view().leader("t", 0));
    assertEquals(2, fixture.view().leader("t", 1));
    assertEquals("host3", fixture.view().broker(3).host());
    assertEquals("host3", fixture.view().toCluster().leaderFor(new TopicPartition("t", 0)).host());
  }

  @Test
  void olderAnswerDoesNotUndoALeaderHint() {
    fixture.answer(described());
    fixture.metadata.onLeaderHint("t", 0, 2, 6);
    fixture.metadata.requestRefresh();
    fixture.advance(200);
    fixture.answer(described());
    assertEquals(2, fixture.view().leader("t", 0));
    assertEquals(6, fixture.view().partition("t", 0).leaderEpoch());
  }

  @Test
  void leaderEpochsOfOldMetadataVersionsAreNotTrusted() {
    fixture.answer(described());
    fixture.requests.version = 8;
    fixture.metadata.requestRefresh();
    fixture.advance(200);
    fixture.answer(described());
    assertEquals(-1, fixture.view().partition("t", 0).leaderEpoch());
  }

  @Test
  void aVersionThatCannotForbidTheCreationOfTopicsIsNotUsedWhenItMustBeForbidden() {
    assertEquals(4, new MetadataQuery(Set.of("t"), false).lowestVersion());
    assertEquals(0, new MetadataQuery(Set.of("t"), true).lowestVersion());
  }

  private static Throwable causeOf(CompletableFuture<?> future) {
    return assertThrows(CompletionException.class, future::join).getCause();
  }
}
