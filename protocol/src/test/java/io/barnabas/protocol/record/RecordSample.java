package io.barnabas.protocol.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.Record;

/** A record by value, whoever decoded it. */
record RecordSample(
    long offset, long timestamp, ByteBuffer key, ByteBuffer value, List<HeaderSample> headers) {

  record HeaderSample(String key, ByteBuffer value) {}

  static RecordSample of(long offset, long timestamp, byte[] key, byte[] value) {
    return new RecordSample(offset, timestamp, wrap(key), wrap(value), List.of());
  }

  /** The record that a cursor of ours stands on; views and copies must agree. */
  static RecordSample of(RecordCursor cursor) {
    if (!Arrays.equals(cursor.keyBytes(), bytes(cursor.keyBuffer()))
        || !Arrays.equals(cursor.valueBytes(), bytes(cursor.valueBuffer()))) {
      throw new AssertionError("Views and copies of a record differ");
    }
    List<HeaderSample> headers = new ArrayList<>();
    for (RecordHeader header : cursor.headers()) {
      headers.add(new HeaderSample(header.key(), wrap(header.value())));
    }
    return new RecordSample(
        cursor.offset(),
        cursor.timestamp(),
        wrap(cursor.keyBytes()),
        wrap(cursor.valueBytes()),
        headers);
  }

  static RecordSample of(Record kafkaRecord) {
    List<HeaderSample> headers = new ArrayList<>();
    for (Header header : kafkaRecord.headers()) {
      headers.add(new HeaderSample(header.key(), wrap(header.value())));
    }
    return new RecordSample(
        kafkaRecord.offset(),
        kafkaRecord.timestamp(),
        wrap(bytes(kafkaRecord.key())),
        wrap(bytes(kafkaRecord.value())),
        headers);
  }

  RecordSample withTimestamp(long other) {
    return new RecordSample(offset, other, key, value, headers);
  }

  byte[] keyBytes() {
    return bytes(key);
  }

  byte[] valueBytes() {
    return bytes(value);
  }

  RecordHeader[] recordHeaders() {
    return headers.stream()
        .map(header -> new RecordHeader(header.key(), bytes(header.value())))
        .toArray(RecordHeader[]::new);
  }

  Header[] kafkaHeaders() {
    return headers.stream()
        .map(
            header ->
                new org.apache.kafka.common.header.internals.RecordHeader(
                    header.key(), bytes(header.value())))
        .toArray(Header[]::new);
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
