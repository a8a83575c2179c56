package io.barnabas.consumer;

import static io.barnabas.consumer.Records.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.Reply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches that are legal though seldom seen are read, by kafka-clients and by ours alike. */
@Timeout(60)
class OddBatchTest {
  private static final TopicPartition TP = new TopicPartition("t", 0);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Where the fields of a batch stand (KIP-98). */
  private static final int LENGTH = 8;

  private static final int CRC = 17;
  private static final int ATTRIBUTES = 21;
  private static final int LAST_OFFSET_DELTA = 23;
  private static final int COUNT = 57;
  private static final int RECORDS = 61;

  private static final int CONTROL = 0x20;
  private static final int RESERVED = 0x7f80;

  /** What the first fetch brings of a log with a to e in one batch, and f behind it. */
  private enum Odd {
    CUT_OFF("abcdef"),
    OLDEST_FORMAT("abcdef"),
    OLD_FORMAT("abcdef"),
    RESERVED_ATTRIBUTES("abcdef"),
    CONTROL_BIT_ON_DATA("f"),
    EMPTY_BATCH("f"),
    COMPACTED("acf"),
    FROM_BEFORE_THE_POSITION("def");

    private final String values;

    Odd(String values) {
      this.values = values;
    }

    int position() {
      return this == FROM_BEFORE_THE_POSITION ? 3 : 0;
    }

    ByteBuffer bytes() {
      return switch (this) {
        case CUT_OFF -> cutOff();
        case OLDEST_FORMAT -> written(RecordBatch.MAGIC_VALUE_V0, "abcde");
        case OLD_FORMAT -> written(RecordBatch.MAGIC_VALUE_V1, "abcde");
        case RESERVED_ATTRIBUTES -> withAttributes(RESERVED);
        case CONTROL_BIT_ON_DATA -> withAttributes(CONTROL);
        case EMPTY_BATCH -> empty();
        case COMPACTED -> lastOffset(written(RecordBatch.MAGIC_VALUE_V2, "a c"));
        case FROM_BEFORE_THE_POSITION -> whole();
      };
    }
  }

  private static ByteBuffer whole() {
    return batch("a", "b", "c", "d", "e").buffer();
  }

  /** The answer's size limit comes in the middle of a batch. */
  private static ByteBuffer cutOff() {
    ByteBuffer second = batch("c", "d", "e").buffer();
    second.putLong(0, 2).limit(second.limit() - 3);
    return joined(batch("a", "b").buffer(), second);
  }

  private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
    return ByteBuffer.allocate(first.remaining() + second.remaining())
        .put(first)
        .put(second)
        .flip();
  }

  /** A record for each character, at its index; none for a blank. */
  private static ByteBuffer written(byte magic, String values) {
    ByteBuffer out = ByteBuffer.allocate(1_000);
    try (MemoryRecordsBuilder builder =
        MemoryRecords.builder(out, magic, Compression.NONE, TimestampType.CREATE_TIME, 0)) {
      for (int i = 0; i < values.length(); i++) {
        if (values.charAt(i) != ' ') {
          builder.appendWithOffset(i, 1, null, values.substring(i, i + 1).getBytes());
        }
      }
      return builder.build().buffer();
    }
  }

  private static ByteBuffer withAttributes(int bits) {
    ByteBuffer bytes = whole();
    return sealed(bytes.putShort(ATTRIBUTES, (short) bits));
  }

  /** All of its records were compacted away. */
  private static ByteBuffer empty() {
    ByteBuffer bytes = whole().limit(RECORDS);
    return sealed(bytes.putInt(LENGTH, RECORDS - LENGTH - Integer.BYTES).putInt(COUNT, 0));
  }

  /** As it was before compaction. */
  private static ByteBuffer lastOffset(ByteBuffer bytes) {
    return sealed(bytes.putInt(LAST_OFFSET_DELTA, 4));
  }

  private static ByteBuffer sealed(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(ATTRIBUTES));
    return bytes.putInt(CRC, (int) crc.getValue());
  }

  @ParameterizedTest
  @EnumSource(Odd.class)
  void itIsReadAsByKafkaClients(Odd odd) {
    assertEquals(odd.values, read(odd, KafkaConsumer::new));
    assertEquals(odd.values, read(odd, BarnabasConsumer::new));
  }

  private static String read(
      Odd odd, Function<Map<String, Object>, Consumer<String, String>> client) {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic("t", 1);
      broker.append("t", 0, MemoryRecords.readableRecords(whole()));
      broker.append("t", 0, batch("f"));
      broker.once(ApiKeys.FETCH, request -> Reply.of(answer(request.body(), odd)));
      try (Consumer<String, String> consumer =
          client.apply(Records.consumerConfig(broker.address(), null))) {
        consumer.assign(List.of(TP));
        consumer.seek(TP, odd.position());
        StringBuilder values = new StringBuilder();
        long end = System.nanoTime() + LIMIT.toNanos();
        while (values.indexOf("f") < 0) {
          assertTrue(System.nanoTime() < end, values.toString());
          consumer.poll(Duration.ofMillis(50)).forEach(record -> values.append(record.value()));
        }
        assertEquals(6, consumer.position(TP));
        return values.toString();
      }
    }
  }

  private static FetchResponseData answer(FetchRequestData fetch, Odd odd) {
    return new FetchResponseData()
        .setResponses(
            List.of(
                new FetchableTopicResponse()
                    .setTopic(fetch.topics().get(0).topic())
                    .setTopicId(fetch.topics().get(0).topicId())
                    .setPartitions(
                        List.of(
                            new PartitionData()
                                .setPartitionIndex(0)
                                .setHighWatermark(6)
                                .setLastStableOffset(6)
                                .setLogStartOffset(0)
                                .setRecords(MemoryRecords.readableRecords(odd.bytes()))))));
  }
}
