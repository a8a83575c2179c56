package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeRequest;
import io.barnabas.testkit.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a position when leader or topic change under it (KIP-320, KIP-516). */
class PositionValidationTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final TopicPartition TP = new TopicPartition("t", 0);

  private final FakeBroker broker = FakeBroker.start().topic("t", 1);
  private BarnabasConsumer<String, String> consumer;

  @AfterEach
  void stop() {
    consumer.close();
    broker.close();
  }

  private void start(String reset) {
    Map<String, Object> config = Records.consumerConfig(broker.address(), null);
    config.put("auto.offset.reset", reset);
    config.put("metadata.max.age.ms", 50);
    consumer = new BarnabasConsumer<>(config);
    consumer.assign(List.of(TP));
  }

  /** Records named by their offsets. */
  private void append(int first, int count) {
    SimpleRecord[] records =
        IntStream.range(first, first + count)
            .mapToObj(i -> new SimpleRecord(("v" + i).getBytes()))
            .toArray(SimpleRecord[]::new);
    broker.append("t", 0, MemoryRecords.withRecords(Compression.NONE, records));
  }

  private List<String> take(int count) {
    return Records.consume(consumer, count, LIMIT).stream().map(ConsumerRecord::value).toList();
  }

  private static Reply epochEnd(Errors error, int epoch, long endOffset) {
    EpochEndOffset end =
        new EpochEndOffset()
            .setPartition(0)
            .setErrorCode(error.code())
            .setLeaderEpoch(epoch)
            .setEndOffset(endOffset);
    OffsetForLeaderEpochResponseData response = new OffsetForLeaderEpochResponseData();
    response
        .topics()
        .add(new OffsetForLeaderTopicResult().setTopic("t").setPartitions(List.of(end)));
    return Reply.of(response);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void onEpochQuestion(int epoch, long endOffset) {
    broker.on(ApiKeys.OFFSET_FOR_LEADER_EPOCH, request -> epochEnd(Errors.NONE, epoch, endOffset));
  }

  private void readFiveAndChangeTheLeader() {
    append(0, 5);
    consumer.seek(TP, 0);
    assertEquals(List.of("v0", "v1", "v2", "v3", "v4"), take(5));
    broker.leader("t", 0, 1);
  }

  @Test
  void newLeaderIsAskedAboutTheEpochOfThePosition() {
    start("earliest");
    onEpochQuestion(0, 5);
    readFiveAndChangeTheLeader();
    while (broker.requests(ApiKeys.OFFSET_FOR_LEADER_EPOCH).isEmpty()) {
      assertTrue(consumer.poll(Duration.ofMillis(20)).isEmpty());
    }
    append(5, 1);
    assertEquals(List.of("v5"), take(1));
    FakeRequest asked = broker.awaitRequest(ApiKeys.OFFSET_FOR_LEADER_EPOCH, 1);
    OffsetForLeaderEpochRequestData question = asked.body();
    OffsetForLeaderPartition partition = question.topics().iterator().next().partitions().get(0);
    assertEquals(-1, question.replicaId());
    assertEquals(0, partition.leaderEpoch());
    assertEquals(1, partition.currentLeaderEpoch());
  }

  @Test
  void truncationIsUndoneBackToWhereTheLogsDiverge() {
    start("latest");
    onEpochQuestion(0, 3);
    readFiveAndChangeTheLeader();
    assertEquals(List.of("v3", "v4"), take(2));
  }

  @Test
  void truncationWithoutAnythingInCommonResets() {
    start("earliest");
    onEpochQuestion(-1, -1);
    readFiveAndChangeTheLeader();
    assertEquals(List.of("v0", "v1"), take(5).subList(0, 2));
  }

  @Test
  void truncationWithoutResetPolicyIsThrownAndSeekGoesOn() {
    start("none");
    onEpochQuestion(0, 3);
    readFiveAndChangeTheLeader();
    LogTruncationException thrown = assertThrows(LogTruncationException.class, () -> take(1));
    assertEquals(Map.of(TP, 5L), thrown.offsetOutOfRangePartitions());
    assertEquals(
        Map.of(TP, new OffsetAndMetadata(3, Optional.of(0), "")), thrown.divergentOffsets());
    // nothing comes before the application has decided
    assertTrue(consumer.poll(Duration.ofMillis(200)).isEmpty());
    consumer.seek(TP, 3);
    assertEquals(List.of("v3", "v4"), take(2));
  }

  @Test
  void errorsThatPassAreAskedAgain() {
    start("none");
    broker.once(
        ApiKeys.OFFSET_FOR_LEADER_EPOCH, request -> epochEnd(Errors.FENCED_LEADER_EPOCH, -1, -1));
    broker.once(
        ApiKeys.OFFSET_FOR_LEADER_EPOCH, request -> epochEnd(Errors.UNKNOWN_SERVER_ERROR, -1, -1));
    broker.once(ApiKeys.OFFSET_FOR_LEADER_EPOCH, request -> Reply.disconnect());
    onEpochQuestion(0, 5);
    readFiveAndChangeTheLeader();
    append(5, 1);
    assertEquals(List.of("v5"), take(1));
  }

  @Test
  void refusalReachesTheApplication() {
    start("none");
    broker.on(
        ApiKeys.OFFSET_FOR_LEADER_EPOCH,
        request -> epochEnd(Errors.TOPIC_AUTHORIZATION_FAILED, -1, -1));
    readFiveAndChangeTheLeader();
    assertThrows(TopicAuthorizationException.class, () -> take(1));
  }

  @Test
  void seekIsNotUndoneByAnAnswerThatComesLate() {
    start("earliest");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    broker.once(
        ApiKeys.OFFSET_FOR_LEADER_EPOCH,
        request -> {
          asked.countDown();
          await(answer);
          return epochEnd(Errors.NONE, 0, 3);
        });
    readFiveAndChangeTheLeader();
    while (asked.getCount() > 0) {
      assertTrue(consumer.poll(Duration.ofMillis(20)).isEmpty());
    }
    consumer.seek(TP, 1);
    answer.countDown();
    assertEquals(List.of("v1", "v2", "v3", "v4"), take(4));
    assertEquals(5, consumer.position(TP));
  }

  @Test
  void brokerThatIsTooOldIsNotAsked() {
    broker.versions(ApiKeys.OFFSET_FOR_LEADER_EPOCH, 2, 2);
    start("none");
    readFiveAndChangeTheLeader();
    append(5, 1);
    assertEquals(List.of("v5"), take(1));
    assertEquals(0, broker.requests(ApiKeys.OFFSET_FOR_LEADER_EPOCH).size());
  }

  @Test
  void positionWithoutEpochNeedsNoQuestion() {
    start("none");
    append(0, 2);
    consumer.seek(TP, 1);
    assertEquals(List.of("v1"), take(1));
    consumer.seek(TP, 0);
    broker.leader("t", 0, 1);
    assertEquals(List.of("v0", "v1"), take(2));
    assertEquals(0, broker.requests(ApiKeys.OFFSET_FOR_LEADER_EPOCH).size());
  }

  @Test
  void soughtEpochIsValidated() {
    start("none");
    append(0, 5);
    onEpochQuestion(0, 2);
    consumer.seek(TP, new OffsetAndMetadata(4, Optional.of(0), ""));
    LogTruncationException thrown = assertThrows(LogTruncationException.class, () -> take(1));
    assertEquals(Map.of(TP, 4L), thrown.offsetOutOfRangePartitions());
  }

  private void readTwoAndCreateTheTopicAnew() {
    append(0, 2);
    consumer.seek(TP, 0);
    assertEquals(List.of("v0", "v1"), take(2));
    broker.removeTopic("t");
    broker.topic("t", 1);
  }

  @Test
  void topicCreatedAnewIsReadByTheResetPolicy() {
    start("earliest");
    readTwoAndCreateTheTopicAnew();
    // the fake log keeps the records: what counts is from where they are read
    assertEquals(List.of("v0", "v1"), take(2));
  }

  @Test
  void topicCreatedAnewIsNotReadFromAnOldOffset() {
    start("none");
    readTwoAndCreateTheTopicAnew();
    LogTruncationException thrown = assertThrows(LogTruncationException.class, () -> take(1));
    assertTrue(thrown.getMessage().contains("created again"), thrown.getMessage());
    assertEquals(Map.of(TP, 2L), thrown.offsetOutOfRangePartitions());
    assertTrue(consumer.poll(Duration.ofMillis(200)).isEmpty());
    consumer.seek(TP, 1);
    assertEquals(List.of("v1"), take(1));
  }
}
