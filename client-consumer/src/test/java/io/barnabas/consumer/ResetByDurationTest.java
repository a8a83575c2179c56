package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where reading begins with {@code auto.offset.reset=by_duration} (KIP-1106). */
class ResetByDurationTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final TopicPartition TP = new TopicPartition("t", 0);
  private static final long LONG_AGO = 1;

  private final FakeBroker broker = FakeBroker.start().topic("t", 1);
  private BarnabasConsumer<String, String> consumer;

  @BeforeEach
  void start() {
    append(LONG_AGO, "old");
    Map<String, Object> config = Records.consumerConfig(broker.address(), null);
    config.put("auto.offset.reset", "by_duration:PT1H");
    consumer = new BarnabasConsumer<>(config);
    consumer.assign(List.of(TP));
  }

  @AfterEach
  void stop() {
    consumer.close();
    broker.close();
  }

  private void append(long timestamp, String value) {
    SimpleRecord record = new SimpleRecord(timestamp, value.getBytes());
    broker.append("t", 0, MemoryRecords.withRecords(Compression.NONE, record));
  }

  private String first() {
    return Records.consume(consumer, 1, LIMIT).get(0).value();
  }

  @Test
  void beginsWithTheFirstRecordThatIsYoungEnough() {
    append(System.currentTimeMillis(), "young");
    assertEquals("young", first());
  }

  @Test
  void beginsAtTheEndWhereNoRecordIsYoungEnough() {
    assertEquals(1, consumer.position(TP, LIMIT));
    append(LONG_AGO, "late");
    assertEquals("late", first());
  }

  @Test
  void readsWhatIsWrittenWhileItLooksWhereToBegin() {
    broker.once(
        ApiKeys.LIST_OFFSETS,
        request -> {
          Reply before = broker.defaultReply(request);
          append(System.currentTimeMillis(), "young");
          return before;
        });
    assertEquals(1, consumer.position(TP, LIMIT));
    append(System.currentTimeMillis(), "younger");
    assertEquals("young", first());
  }
}
