package io.barnabas.protocol.record;

/**
 * What records and batches of format 2 take, in bytes and before compression. A length of -1 stands
 * for null. Sizes beyond the range of an int are given as {@link Integer#MAX_VALUE}.
 */
public final class RecordSize {
  /** The header of a batch. */
  public static final int BATCH_OVERHEAD = BatchFormat.RECORDS;

  /** Length, attributes, timestamp and offset of a record at their largest. */
  private static final int MAX_RECORD_OVERHEAD = 21;

  private static final int ATTRIBUTES = 1;

  private RecordSize() {}

  /** A record with its length field. */
  public static int ofRecord(
      int offsetDelta,
      long timestampDelta,
      int keyLength,
      int valueLength,
      RecordHeader[] headers) {
    int body = ofBody(offsetDelta, timestampDelta, keyLength, valueLength, headers);
    return saturated((long) Varint.sizeOf(body) + body);
  }

  /**
   * A batch of one record, wherever in a batch the record may come to stand: what an array must
   * hold at least so that the record can be appended to the empty batch.
   */
  public static int batchUpperBound(int keyLength, int valueLength, RecordHeader[] headers) {
    return saturated(
        BATCH_OVERHEAD + MAX_RECORD_OVERHEAD + ofContent(keyLength, valueLength, headers));
  }

  static int ofBody(
      int offsetDelta,
      long timestampDelta,
      int keyLength,
      int valueLength,
      RecordHeader[] headers) {
    return saturated(
        ATTRIBUTES
            + Varint.sizeOf(timestampDelta)
            + Varint.sizeOf(offsetDelta)
            + ofContent(keyLength, valueLength, headers));
  }

  private static long ofContent(int keyLength, int valueLength, RecordHeader[] headers) {
    long size = ofNullable(keyLength) + ofNullable(valueLength) + Varint.sizeOf(headers.length);
    for (RecordHeader header : headers) {
      if (header.key() == null) {
        throw new IllegalArgumentException("A header with a null key");
      }
      size += ofNullable(Utf8.length(header.key()));
      size += ofNullable(header.value() == null ? -1 : header.value().length);
    }
    return size;
  }

  private static long ofNullable(int length) {
    return (long) Varint.sizeOf(length) + Math.max(0, length);
  }

  private static int saturated(long size) {
    return (int) Math.min(size, Integer.MAX_VALUE);
  }
}
