package io.barnabas.protocol.record;

import io.barnabas.protocol.record.RecordSample.HeaderSample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random records, the odd cases often: nulls, empty and 1 MiB values, many headers, keys of all
 * planes.
 */
final class RandomRecords {
  private static final String[] HEADER_KEYS = {
    "", "k", "trace-id", "schlüssel", "ключ", "键", "🔑", "a\u0000b"
  };
  private static final long BASE_TIMESTAMP = 1_700_000_000_000L;

  private final Random random;

  RandomRecords(Random random) {
    this.random = random;
  }

  /** Records with consecutive offsets from 0. */
  List<RecordSample> consecutive(boolean withHeaders) {
    return records(0, 1, withHeaders);
  }

  /** Records with gaps between their offsets, as compaction leaves them. */
  List<RecordSample> withGaps(long firstOffset, boolean withHeaders) {
    return records(firstOffset, 1 + random.nextInt(1000), withHeaders);
  }

  private List<RecordSample> records(long firstOffset, int maxStep, boolean withHeaders) {
    int count = 1 + (random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(5));
    List<RecordSample> records = new ArrayList<>(count);
    long offset = firstOffset;
    for (int i = 0; i < count; i++) {
      records.add(
          new RecordSample(
              offset,
              timestamp(),
              bytes(64),
              random.nextInt(2000) == 0 ? large() : bytes(300),
              withHeaders ? headers() : List.of()));
      offset += 1 + random.nextInt(maxStep);
    }
    return records;
  }

  private long timestamp() {
    return switch (random.nextInt(8)) {
      case 0 -> -1;
      case 1 -> 0;
      case 2 -> random.nextLong() & Long.MAX_VALUE;
      default -> BASE_TIMESTAMP + random.nextInt(10_000);
    };
  }

  private List<HeaderSample> headers() {
    int count = random.nextInt(3) > 0 ? 0 : random.nextInt(random.nextInt(20) == 0 ? 200 : 4);
    List<HeaderSample> headers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      headers.add(new HeaderSample(HEADER_KEYS[random.nextInt(HEADER_KEYS.length)], bytes(100)));
    }
    return headers;
  }

  private ByteBuffer bytes(int maxLength) {
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> ByteBuffer.allocate(0);
      case 2 -> noise(random.nextInt(maxLength));
      default -> text(random.nextInt(maxLength));
    };
  }

  private ByteBuffer large() {
    return random.nextBoolean() ? noise(1 << 20) : text(1 << 20);
  }

  private ByteBuffer noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private ByteBuffer text(int length) {
    StringBuilder text = new StringBuilder(length + 16);
    while (text.length() < length) {
      text.append("\"delay\":").append(random.nextInt(100)).append(',');
    }
    return ByteBuffer.wrap(text.substring(0, length).getBytes(StandardCharsets.US_ASCII));
  }
}
