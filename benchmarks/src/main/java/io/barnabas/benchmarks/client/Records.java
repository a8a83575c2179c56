package io.barnabas.benchmarks.client;

import io.barnabas.benchmarks.SampleValues;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records that are made once and sent round and round: what is allocated while they are sent is the
 * client's.
 */
final class Records {
  private static final int COUNT = 1 << 10;
  private static final int KEYED_COUNT = 1 << 14;

  private final ProducerRecord<byte[], byte[]>[] records;
  private int next;

  private Records(ProducerRecord<byte[], byte[]>[] records) {
    this.records = records;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  static Records of(int valueBytes, boolean keyed) {
    byte[][] values = SampleValues.documents(keyed ? KEYED_COUNT : COUNT, valueBytes);
    Random keys = new Random(values.length);
    ProducerRecord<byte[], byte[]>[] records = new ProducerRecord[values.length];
    for (int i = 0; i < values.length; i++) {
      byte[] key = keyed ? ByteBuffer.allocate(Long.BYTES).putLong(keys.nextLong()).array() : null;
      records[i] = new ProducerRecord<>(Workload.TOPIC, key, values[i]);
    }
    return new Records(records);
  }

  ProducerRecord<byte[], byte[]> next() {
    next = (next + 1) & (records.length - 1);
    return records[next];
  }
}
