package io.barnabas.consumer;

import static io.barnabas.consumer.Records.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.Reply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real broker cannot be made to answer. */
class FetchErrorsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final TopicPartition FIRST = new TopicPartition("t", 0);
  private static final TopicPartition SECOND = new TopicPartition("t", 1);

  private FakeBroker broker;
  private BarnabasConsumer<String, String> consumer;

  @BeforeEach
  void start() {
    broker = FakeBroker.start();
    broker.topic("t", 2);
    consumer = new BarnabasConsumer<>(Records.consumerConfig(broker.address(), null));
  }

  @AfterEach
  void stop() {
    consumer.close();
    broker.close();
  }

  private static MemoryRecords corrupt(MemoryRecords records) {
    ByteBuffer bytes = records.buffer();
    int last = bytes.limit() - 2;
    bytes.put(last, (byte) (bytes.get(last) ^ 1));
    return records;
  }

  private List<String> take(int count) {
    return Records.consume(consumer, count, LIMIT).stream().map(ConsumerRecord::value).toList();
  }

  @Test
  void corruptBatchIsNamedAndSeekGoesOn() {
    broker.append("t", 0, batch("a", "b"));
    broker.append("t", 0, corrupt(batch("c", "d")));
    broker.append("t", 0, batch("e"));
    consumer.assign(List.of(FIRST));
    assertEquals(List.of("a", "b"), take(2));
    for (int i = 0; i < 3; i++) {
      KafkaException failure = assertThrows(KafkaException.class, () -> consumer.poll(LIMIT));
      assertTrue(failure.getMessage().contains("t-0 at offset 2"), failure.getMessage());
      assertEquals(2, consumer.position(FIRST));
    }
    consumer.seek(FIRST, 4);
    assertEquals(List.of("e"), take(1));
  }

  @Test
  void corruptBatchDoesNotStopOtherPartitions() {
    broker.append("t", 0, corrupt(batch("a")));
    broker.append("t", 1, batch("x"));
    consumer.assign(List.of(FIRST, SECOND));
    boolean came = false;
    int failures = 0;
    while (!came && failures < 10) {
      try {
        came = !consumer.poll(LIMIT).records(SECOND).isEmpty();
      } catch (KafkaException expected) {
        failures++;
      }
    }
    assertTrue(came);
  }

  @Test
  void errorsThatPassDoNotMoveThePosition() {
    broker.append("t", 0, batch("a", "b"));
    for (Errors error :
        List.of(
            Errors.NOT_LEADER_OR_FOLLOWER,
            Errors.UNKNOWN_LEADER_EPOCH,
            Errors.FETCH_SESSION_ID_NOT_FOUND,
            Errors.UNKNOWN_TOPIC_ID,
            Errors.UNKNOWN_SERVER_ERROR)) {
      broker.once(ApiKeys.FETCH, request -> Reply.error(error));
    }
    broker.once(ApiKeys.FETCH, request -> Reply.disconnect());
    consumer.assign(List.of(FIRST));
    assertEquals(List.of("a", "b"), take(2));
  }

  @Test
  void answerFromBeforeASeekIsDropped() throws Exception {
    broker.append("t", 0, batch("a", "b", "c", "d"));
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    broker.once(
        ApiKeys.FETCH,
        request -> {
          asked.countDown();
          try {
            answer.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return broker.defaultReply(request);
        });
    consumer.assign(List.of(FIRST));
    while (asked.getCount() > 0) {
      assertTrue(consumer.poll(Duration.ofMillis(20)).isEmpty());
    }
    consumer.seek(FIRST, 3);
    consumer.poll(Duration.ZERO);
    answer.countDown();
    assertEquals(List.of("d"), take(1));
    assertEquals(4, consumer.position(FIRST));
  }

  @Test
  void pausedPartitionKeepsWhatWasFetched() {
    broker.append("t", 0, batch("a"));
    broker.append("t", 1, batch("x"));
    consumer.assign(List.of(FIRST, SECOND));
    consumer.pause(List.of(FIRST));
    assertEquals(List.of("x"), take(1));
    assertTrue(consumer.poll(Duration.ofMillis(100)).isEmpty());
    consumer.resume(List.of(FIRST));
    assertEquals(List.of("a"), take(1));
  }

  @Test
  void partitionWithoutLeaderKeepsNoOtherWaiting() {
    broker.leader("t", 0, -1);
    broker.append("t", 1, batch("x"));
    consumer.assign(List.of(FIRST, SECOND));
    assertEquals(List.of("x"), take(1));
    broker.append("t", 0, batch("a"));
    broker.leader("t", 0, 1);
    assertEquals(List.of("a"), take(1));
  }

  @Test
  void fetchesAheadOfTheApplication() {
    broker.append("t", 0, batch("a"));
    consumer.assign(List.of(FIRST));
    assertEquals(List.of("a"), take(1));
    // nobody polls, and the next fetch asks for what comes after
    int seen = broker.requests(ApiKeys.FETCH).size();
    FetchRequestData next = broker.awaitRequest(ApiKeys.FETCH, seen + 1).body();
    assertEquals(List.of(), next.forgottenTopicsData());
    broker.append("t", 0, batch("b"));
    assertEquals(List.of("b"), take(1));
  }

  @Test
  void batchBeyondTheDecompressionLimitIsNamedOnceItIsFirst() {
    Map<String, Object> config = Records.consumerConfig(broker.address(), null);
    config.put("barnabas.decompressed.batch.max.bytes", 10_000);
    byte[] large = new byte[20_000];
    broker.append("t", 0, batch("a"));
    broker.append(
        "t", 0, MemoryRecords.withRecords(Compression.gzip().build(), new SimpleRecord(large)));
    broker.append("t", 0, batch("b"));
    try (BarnabasConsumer<String, String> limited = new BarnabasConsumer<>(config)) {
      limited.assign(List.of(FIRST));
      assertEquals("a", Records.consume(limited, 1, LIMIT).get(0).value());
      int fetches = broker.requests(ApiKeys.FETCH).size();
      for (int i = 0; i < 3; i++) {
        KafkaException failure = assertThrows(KafkaException.class, () -> limited.poll(LIMIT));
        assertTrue(failure.getMessage().contains("t-0 at offset 1"), failure.getMessage());
        assertTrue(failure.getMessage().contains("(next batch: 2)"), failure.getMessage());
        assertTrue(failure.getCause().getMessage().contains("10000"), failure.toString());
        assertEquals(1, limited.position(FIRST));
      }
      assertTrue(broker.requests(ApiKeys.FETCH).size() <= fetches + 1);
      limited.seek(FIRST, 2);
      assertEquals("b", Records.consume(limited, 1, LIMIT).get(0).value());
    }
  }

  @Test
  void lagIsKnownSoonAlsoBeforeAnythingWasFetched() {
    broker.append("t", 0, batch("a", "b", "c"));
    broker.on(ApiKeys.FETCH, request -> Reply.silence());
    consumer.assign(List.of(FIRST));
    consumer.seek(FIRST, 1);
    consumer.poll(Duration.ofMillis(50));
    Await.until("the lag is known", LIMIT, () -> consumer.currentLag(FIRST).isPresent());
    assertEquals(OptionalLong.of(2), consumer.currentLag(FIRST));
    assertEquals(1, broker.requests(ApiKeys.LIST_OFFSETS).size());
  }

  @Test
  void fetchSessionIsClosedWithTheConsumer() {
    broker.on(
        ApiKeys.FETCH,
        request -> {
          FetchRequestData fetch = request.body();
          return fetch.sessionEpoch() == 0
              ? Reply.of(new FetchResponseData().setSessionId(77))
              : fetch.sessionEpoch() < 0 ? Reply.of(new FetchResponseData()) : Reply.silence();
        });
    consumer.assign(List.of(FIRST));
    while (broker.requests(ApiKeys.FETCH).size() < 2) {
      consumer.poll(Duration.ofMillis(20));
    }
    consumer.close();
    FetchRequestData last = broker.awaitRequest(ApiKeys.FETCH, 3).body();
    assertEquals(77, last.sessionId());
    assertEquals(-1, last.sessionEpoch());
  }
}
