package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeCluster;
import io.barnabas.testkit.FakeRequest;
import io.barnabas.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fetching from the replica that the leader names (KIP-392). Broker 1 leads, 2 follows. */
class FollowerFetchTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final TopicPartition TP = new TopicPartition("t", 0);

  private final FakeCluster cluster = FakeCluster.start(2).topic("t", 1);
  private final FakeBroker leader = cluster.broker(1);
  private final FakeBroker follower = cluster.broker(2);
  private BarnabasConsumer<String, String> consumer;

  @BeforeEach
  void leaderNamesTheFollower() {
    leader.on(ApiKeys.FETCH, request -> answer(request, Errors.NONE, 2, null));
    follower.on(ApiKeys.FETCH, FollowerFetchTest::oneRecord);
  }

  @AfterEach
  void stop() {
    consumer.close();
    cluster.close();
  }

  private void start(Map<String, Object> more) {
    Map<String, Object> config = Records.consumerConfig(cluster.bootstrapServers(), null);
    config.put("client.rack", "rack-b");
    config.put("auto.offset.reset", "none");
    config.put("fetch.max.wait.ms", 50);
    config.putAll(more);
    consumer = new BarnabasConsumer<>(config);
    consumer.assign(List.of(TP));
    consumer.seek(TP, 0);
  }

  private List<String> take(int count) {
    return Records.consume(consumer, count, LIMIT).stream().map(ConsumerRecord::value).toList();
  }

  private static FetchPartition partition(FakeRequest request) {
    FetchRequestData fetch = request.body();
    return fetch.topics().get(0).partitions().get(0);
  }

  /** A record named by its offset and by who gave it. */
  private static Reply oneRecord(FakeRequest request) {
    return record(request, "follower");
  }

  private static Reply record(FakeRequest request, String by) {
    long offset = partition(request).fetchOffset();
    byte[] value = (by + offset).getBytes(StandardCharsets.UTF_8);
    return answer(
        request,
        Errors.NONE,
        -1,
        MemoryRecords.withRecords(offset, Compression.NONE, new SimpleRecord(value)));
  }

  private static Reply answer(
      FakeRequest request, Errors error, int preferred, MemoryRecords records) {
    FetchRequestData fetch = request.body();
    if (fetch.topics().isEmpty()) {
      return Reply.of(new FetchResponseData());
    }
    PartitionData data =
        new PartitionData()
            .setErrorCode(error.code())
            .setHighWatermark(100)
            .setPreferredReadReplica(preferred)
            .setRecords(records == null ? MemoryRecords.EMPTY : records);
    return Reply.of(
        new FetchResponseData()
            .setResponses(
                List.of(
                    new FetchableTopicResponse()
                        .setTopicId(fetch.topics().get(0).topicId())
                        .setPartitions(List.of(data)))));
  }

  @Test
  void rackIsSentAndTheFollowerIsFetchedFrom() {
    start(Map.of());
    assertEquals(List.of("follower0", "follower1", "follower2"), take(3).subList(0, 3));
    FetchRequestData first = leader.awaitRequest(ApiKeys.FETCH, 1).body();
    assertEquals("rack-b", first.rackId());
    assertEquals(1, leader.requests(ApiKeys.FETCH).size());
  }

  @Test
  void followerThatLagsSendsUsBackToTheLeader() {
    follower.on(ApiKeys.FETCH, request -> answer(request, Errors.OFFSET_OUT_OF_RANGE, -1, null));
    leader.once(ApiKeys.FETCH, request -> answer(request, Errors.NONE, 2, null));
    leader.on(ApiKeys.FETCH, request -> record(request, "leader"));
    start(Map.of());
    assertEquals("leader0", take(1).get(0));
  }

  @Test
  void leaderHasTheLastWordOnTheRange() {
    leader.once(ApiKeys.FETCH, request -> answer(request, Errors.NONE, 2, null));
    leader.on(ApiKeys.FETCH, request -> answer(request, Errors.OFFSET_OUT_OF_RANGE, -1, null));
    follower.on(ApiKeys.FETCH, request -> answer(request, Errors.OFFSET_OUT_OF_RANGE, -1, null));
    start(Map.of());
    assertThrows(OffsetOutOfRangeException.class, () -> take(1));
  }

  @Test
  void followerThatIsLostSendsUsBackToTheLeader() {
    leader.once(ApiKeys.FETCH, request -> answer(request, Errors.NONE, 2, null));
    leader.on(ApiKeys.FETCH, request -> record(request, "leader"));
    follower.on(ApiKeys.FETCH, request -> Reply.disconnect());
    start(Map.of());
    assertEquals("leader0", take(1).get(0));
  }

  @Test
  void followerThatIsNoReplicaAnyMoreSendsUsBackToTheLeader() {
    leader.once(ApiKeys.FETCH, request -> answer(request, Errors.NONE, 2, null));
    leader.on(ApiKeys.FETCH, request -> record(request, "leader"));
    follower.on(ApiKeys.FETCH, request -> answer(request, Errors.NOT_LEADER_OR_FOLLOWER, -1, null));
    start(Map.of());
    assertEquals("leader0", take(1).get(0));
  }

  @Test
  void leaderIsAskedAnewAfterAWhile() {
    start(Map.of("metadata.max.age.ms", 200));
    while (leader.requests(ApiKeys.FETCH).size() < 3) {
      consumer.poll(Duration.ofMillis(20));
    }
    assertTrue(follower.requests(ApiKeys.FETCH).size() > 1);
  }

  @Test
  void replicaThatNobodyKnowsIsNotWaitedFor() {
    leader.once(ApiKeys.FETCH, request -> answer(request, Errors.NONE, 77, null));
    leader.on(ApiKeys.FETCH, request -> record(request, "leader"));
    start(Map.of());
    assertEquals("leader0", take(1).get(0));
  }
}
