package io.barnabas.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For the same calls both producers send the same bytes. */
@Timeout(60)
class SameBatchesTest {
  private static final Map<String, Object> UNCOMPRESSED =
      Map.of(ProducerConfig.BATCH_SIZE_CONFIG, 2000);

  @Test
  void batchesAreEqualByteForByte() throws Exception {
    List<String> theirs = batchesOf(KafkaProducer::new, UNCOMPRESSED, SameBatchesTest::hex);
    List<String> ours = batchesOf(BarnabasProducer::new, UNCOMPRESSED, SameBatchesTest::hex);

    assertFalse(theirs.isEmpty());
    assertEquals(theirs, ours);
  }

  /** One batch of all records: how well they compress does not decide where it ends. */
  @ParameterizedTest
  @CsvSource({
    "gzip,compression.gzip.level,1",
    "gzip,compression.gzip.level,9",
    "gzip,compression.gzip.level,-1",
    "snappy,compression.zstd.level,3",
    "lz4,compression.lz4.level,1",
    "lz4,compression.lz4.level,9",
    "lz4,compression.lz4.level,17",
    "zstd,compression.zstd.level,-5",
    "zstd,compression.zstd.level,3",
    "zstd,compression.zstd.level,19"
  })
  void compressedBatchesDecodeToTheSame(String codec, String levelOption, int level)
      throws Exception {
    Map<String, Object> config =
        Map.of(
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            codec,
            levelOption,
            level,
            ProducerConfig.BATCH_SIZE_CONFIG,
            1 << 20);
    List<String> theirs = batchesOf(KafkaProducer::new, config, SameBatchesTest::decoded);
    List<String> ours = batchesOf(BarnabasProducer::new, config, SameBatchesTest::decoded);

    assertEquals(1, theirs.size());
    assertEquals(theirs, ours);
  }

  /** One partition, no linger to cut batches short: where they end is decided by their size. */
  private static List<String> batchesOf(
      Function<Map<String, Object>, Producer<byte[], byte[]>> constructor,
      Map<String, Object> more,
      Function<MemoryRecords, String> shown)
      throws Exception {
    return SentBatches.of(
            constructor,
            more,
            1,
            (producer, sent) -> {
              sent.answer();
              for (int i = 0; i < 500; i++) {
                producer.send(record(i));
              }
            })
        .get(0)
        .stream()
        .map(shown)
        .toList();
  }

  private static ProducerRecord<byte[], byte[]> record(int i) {
    byte[] key = i % 3 == 0 ? null : ("key-" + i).getBytes(UTF_8);
    byte[] value = i % 7 == 0 ? null : "v".repeat(i % 11 == 0 ? i * 10 : i).getBytes(UTF_8);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(SentBatches.TOPIC, 0, 1_000_000L + i * 7919L % 1000, key, value);
    for (int h = 0; h < i % 4; h++) {
      record.headers().add("häder-" + h, h == 1 ? null : new byte[h]);
    }
    return record;
  }

  static String hex(MemoryRecords records) {
    return hex(records.buffer());
  }

  /** All that a batch says, but for its size and checksum. */
  static String decoded(MemoryRecords records) {
    StringBuilder shown = new StringBuilder();
    for (MutableRecordBatch batch : records.batches()) {
      batch.ensureValid();
      shown
          .append(batch.magic() + " " + batch.compressionType() + " " + batch.timestampType())
          .append(" " + batch.baseOffset() + ".." + batch.lastOffset())
          .append(" " + batch.maxTimestamp() + " " + batch.producerId());
      for (Record record : batch) {
        shown
            .append("\n" + record.offset() + " " + record.timestamp())
            .append(" " + hex(record.key()) + " " + hex(record.value()));
        for (Header header : record.headers()) {
          shown.append(" " + header);
        }
      }
    }
    return shown.toString();
  }

  private static String hex(ByteBuffer bytes) {
    return bytes == null ? "null" : HexFormat.of().formatHex(Utils.toArray(bytes));
  }
}
