package io.barnabas.consumer;

import static io.barnabas.consumer.Records.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeRequest;
import io.barnabas.testkit.Reply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fetch answers that no broker should give: one error, nothing lost, no loop. */
@Timeout(120)
class HostileFetchTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final TopicPartition FIRST = new TopicPartition("t", 0);
  private static final TopicPartition SECOND = new TopicPartition("t", 1);
  private static final int BEHIND = 5;

  private final AtomicInteger hostileAnswers = new AtomicInteger();
  private FakeBroker broker;
  private BarnabasConsumer<String, String> consumer;

  /** Sent for offsets up to its own; written by the test, read by the broker. */
  private volatile HostileBatch hostile;

  @BeforeEach
  void start() {
    broker = FakeBroker.start();
    broker.topic("t", 2);
    broker.append("t", 0, batch("a", "b", "c", "d", "e"));
    broker.append("t", 0, batch("f"));
    broker.append("t", 1, batch("x"));
    Map<String, Object> config = Records.consumerConfig(broker.address(), null);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1);
    config.put("barnabas.decompressed.batch.max.bytes", 1 << 20);
    consumer = new BarnabasConsumer<>(config);
    consumer.assign(List.of(FIRST, SECOND));
  }

  @AfterEach
  void stop() {
    consumer.close();
    broker.close();
  }

  private Reply answer(FakeRequest request) {
    FetchRequestData fetch = request.body();
    for (FetchTopic topic : fetch.topics()) {
      for (FetchPartition partition : topic.partitions()) {
        if (partition.partition() == 0 && partition.fetchOffset() <= HostileBatch.OFFSET) {
          hostileAnswers.incrementAndGet();
          return Reply.of(hostileAnswer(topic, partition.fetchOffset()));
        }
      }
    }
    return broker.defaultReply(request);
  }

  /** A good batch before the hostile one, if that was asked for. */
  private FetchResponseData hostileAnswer(FetchTopic topic, long offset) {
    ByteBuffer good = offset == 0 ? batch("a").buffer() : ByteBuffer.allocate(0);
    ByteBuffer bytes = ByteBuffer.allocate(good.remaining() + hostile.bytes().length);
    bytes.put(good).put(hostile.bytes()).flip();
    return new FetchResponseData()
        .setResponses(List.of(response(topic, data(0, MemoryRecords.readableRecords(bytes)))));
  }

  @Test
  void everyHostileBatchIsNamedAndCanBePassed() {
    for (HostileBatch each : HostileBatch.all()) {
      hostile = each;
      hostileAnswers.set(0);
      broker.on(ApiKeys.FETCH, this::answer);
      consumer.seek(FIRST, 0);
      consumer.seek(SECOND, 0);
      isNamed(each);
      consumer.seek(FIRST, BEHIND);
      assertEquals("f", valuesOf(FIRST), each.what());
    }
  }

  private void isNamed(HostileBatch batch) {
    String what = batch.what();
    int offset = HostileBatch.OFFSET + batch.goodRecords();
    int failures = 0;
    StringBuilder first = new StringBuilder();
    StringBuilder second = new StringBuilder();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (failures < 3 || second.isEmpty()) {
      assertTrue(System.nanoTime() < end, what + ": " + failures + " failures, " + second);
      try {
        var records = consumer.poll(Duration.ofMillis(20));
        records.records(FIRST).forEach(record -> first.append(record.value()));
        records.records(SECOND).forEach(record -> second.append(record.value()));
      } catch (KafkaException e) {
        failures++;
        assertTrue(e.getMessage().contains("t-0"), what + ": " + e.getMessage());
        assertTrue(e.getMessage().contains("" + offset), what + ": " + e.getMessage());
        assertEquals(offset, consumer.position(FIRST), what);
      }
    }
    assertEquals("a" + "v".repeat(batch.goodRecords()), first.toString(), what);
    assertEquals("x", second.toString(), what);
    assertTrue(hostileAnswers.get() <= 3, what + " was fetched " + hostileAnswers + " times");
  }

  private String valuesOf(TopicPartition partition) {
    for (int i = 0; i < 100; i++) {
      var records = consumer.poll(LIMIT).records(partition);
      if (!records.isEmpty()) {
        return records.get(0).value();
      }
    }
    return "nothing";
  }

  /** Item 40 of the catalogue: what one answer says beyond what was asked. */
  private enum Odd {
    REPEATED,
    FOREIGN_PARTITION,
    FOREIGN_TOPIC,
    WITHOUT_THE_PARTITION,
    NEGATIVE_OFFSETS,
    END_BEFORE_STABLE_END,
    UNKNOWN_REPLICA,
    OLDER_THAN_ASKED
  }

  private static PartitionData data(int partition, MemoryRecords records) {
    return new PartitionData()
        .setPartitionIndex(partition)
        .setHighWatermark(BEHIND + 1)
        .setLastStableOffset(BEHIND + 1)
        .setLogStartOffset(0)
        .setRecords(records);
  }

  private static FetchableTopicResponse response(FetchTopic asked, PartitionData... data) {
    return new FetchableTopicResponse()
        .setTopic(asked.topic())
        .setTopicId(asked.topicId())
        .setPartitions(List.of(data));
  }

  private static List<FetchableTopicResponse> odd(Odd odd, FetchTopic asked) {
    PartitionData first = data(0, batch("a", "b", "c", "d", "e"));
    return switch (odd) {
      case REPEATED -> List.of(response(asked, first, data(0, batch("a", "b", "c", "d", "e"))));
      case FOREIGN_PARTITION -> List.of(response(asked, data(99, batch("z")), first));
      case FOREIGN_TOPIC ->
          List.of(
              response(new FetchTopic().setTopic("z").setTopicId(Uuid.randomUuid()), first),
              response(asked, first));
      case WITHOUT_THE_PARTITION -> List.of();
      case NEGATIVE_OFFSETS ->
          List.of(
              response(
                  asked, first.setHighWatermark(-5).setLastStableOffset(-6).setLogStartOffset(-7)));
      case END_BEFORE_STABLE_END -> List.of(response(asked, first.setHighWatermark(1)));
      case UNKNOWN_REPLICA ->
          List.of(response(asked, data(0, MemoryRecords.EMPTY).setPreferredReadReplica(77)));
      case OLDER_THAN_ASKED -> List.of(response(asked, data(0, batch("a"))));
    };
  }

  @ParameterizedTest
  @EnumSource(Odd.class)
  void oddAnswerNeitherLosesNorDoublesARecord(Odd odd) {
    int from = odd == Odd.OLDER_THAN_ASKED ? BEHIND : 0;
    consumer.seek(FIRST, from);
    broker.once(
        ApiKeys.FETCH,
        request -> {
          FetchRequestData fetch = request.body();
          return Reply.of(new FetchResponseData().setResponses(odd(odd, fetch.topics().get(0))));
        });
    StringBuilder first = new StringBuilder();
    StringBuilder second = new StringBuilder();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (first.indexOf("f") < 0 || second.isEmpty()) {
      assertTrue(System.nanoTime() < end, first + " and " + second);
      var records = consumer.poll(Duration.ofMillis(20));
      records.records(FIRST).forEach(record -> first.append(record.value()));
      records.records(SECOND).forEach(record -> second.append(record.value()));
    }
    assertEquals("abcdef".substring(from), first.toString());
    assertEquals("x", second.toString());
  }
}
