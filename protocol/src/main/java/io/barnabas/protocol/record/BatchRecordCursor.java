package io.barnabas.protocol.record;

import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.DecompressionException;
import io.barnabas.protocol.compress.Decompressor;

/** The records of a batch of format 2. */
final class BatchRecordCursor extends RecordCursor {
  /**
   * Length, attributes, timestamp, offset, key length, value length, header count: one byte each at
   * least.
   */
  private static final int MIN_RECORD_BYTES = 7;

  /** Attributes and the four small numbers around them. */
  private static final int MOST_PLAIN_BYTES_BEFORE_KEY = 1 + 4 * Varint.MAX_SMALL_BYTES;

  private final int end;
  private final long baseOffset;
  private final long baseTimestamp;
  private final int lastOffsetDelta;
  private final boolean logAppendTime;
  private int remaining;
  private int previousDelta = -1;

  static RecordCursor open(
      RecordBatchReader batch, Decompressor decompressor, DecompressedBytes out) {
    int records = batch.batchStart() + BatchFormat.RECORDS;
    Compression compression = batch.compression();
    if (compression == Compression.NONE || records == batch.batchEnd()) {
      return new BatchRecordCursor(batch, batch.array(), records, batch.batchEnd());
    }
    try {
      decompressor.decompress(
          compression, batch.magic(), batch.array(), records, batch.batchEnd() - records, out);
    } catch (DecompressionException e) {
      throw batch.corrupt(e.getMessage(), e);
    }
    return new BatchRecordCursor(batch, out.array(), 0, out.size());
  }

  private BatchRecordCursor(RecordBatchReader batch, byte[] array, int records, int end) {
    super(batch, array, records, end);
    this.end = end;
    baseOffset = batch.baseOffset();
    lastOffsetDelta = (int) (batch.lastOffset() - baseOffset);
    logAppendTime = batch.timestampType() == TimestampType.LOG_APPEND_TIME;
    baseTimestamp =
        logAppendTime
            ? batch.maxTimestamp()
            : BigEndian.getLong(batch.array(), batch.batchStart() + BatchFormat.BASE_TIMESTAMP);
    remaining = batch.count();
    checkCount(batch);
  }

  private void checkCount(RecordBatchReader batch) {
    int bytes = end - position;
    boolean possible =
        remaining == 0
            ? bytes == 0
            : remaining > 0
                && remaining <= bytes / MIN_RECORD_BYTES
                && remaining - 1 <= lastOffsetDelta;
    if (!possible) {
      throw batch.corrupt(
          "it counts "
              + remaining
              + " records in "
              + bytes
              + " bytes, offsets up to +"
              + lastOffsetDelta,
          null);
    }
  }

  @Override
  public boolean next() {
    if (remaining == 0) {
      return false;
    }
    recordStart = position;
    if (!readPlain()) {
      readAny();
    }
    previousDelta = (int) (offset - baseOffset);
    remaining--;
    return true;
  }

  /**
   * Reads a record as most are: small numbers, no headers. All is done in locals, in half the time.
   * Whatever is different, or wrong, is left to {@link #readAny}: then false, and nothing was read.
   */
  private boolean readPlain() {
    byte[] bytes = array;
    if (end - position < MOST_PLAIN_BYTES_BEFORE_KEY) {
      return false;
    }
    int length = Varint.small(bytes, position);
    int body = position + Varint.smallSize(length);
    int timestampAt = body + 1; // behind the attributes, none of which is in use
    int timestampDelta = Varint.small(bytes, timestampAt);
    int offsetAt = timestampAt + Varint.smallSize(timestampDelta);
    int offsetDelta = Varint.small(bytes, offsetAt);
    int keyAt = offsetAt + Varint.smallSize(offsetDelta);
    int keySize = Varint.small(bytes, keyAt);
    if ((length | timestampDelta | offsetDelta | keySize) < 0) {
      return false;
    }
    int recordEnd = body + Varint.unzigzag(length);
    int key = keyAt + Varint.smallSize(keySize);
    keyLength = Varint.unzigzag(keySize);
    int valueAt = key + Math.max(0, keyLength);
    if (keyLength < NULL || recordEnd > end || valueAt + 1 >= recordEnd) {
      return false;
    }
    int valueSize = Varint.small(bytes, valueAt);
    int value = valueAt + Varint.smallSize(valueSize);
    valueLength = Varint.unzigzag(valueSize);
    int headersAt = value + Math.max(0, valueLength);
    boolean noHeaders = headersAt + 1 == recordEnd && bytes[headersAt] == 0;
    int delta = Varint.unzigzag(offsetDelta);
    if (valueSize < 0
        || valueLength < NULL
        || !noHeaders
        || delta <= previousDelta
        || delta > lastOffsetDelta
        || remaining == 1 && recordEnd != end) {
      return false;
    }
    offset = baseOffset + delta;
    timestamp = logAppendTime ? baseTimestamp : baseTimestamp + Varint.unzigzag(timestampDelta);
    keyOffset = key;
    valueOffset = value;
    headerCount = 0;
    position = recordEnd;
    return true;
  }

  private void readAny() {
    limit = end;
    int bodyLength = readVarint();
    if (bodyLength < 0 || bodyLength > end - position) {
      throw corrupt("the length of a record is " + bodyLength);
    }
    limit = position + bodyLength;
    readBody();
    if (position != limit) {
      throw corrupt("a record has " + (limit - position) + " bytes too many");
    }
    if (remaining == 1 && position != end) {
      throw corrupt((end - position) + " bytes follow the last record");
    }
  }

  private void readBody() {
    if (position < limit) {
      position++; // attributes, none of which is in use
    }
    long timestampDelta = readVarlong();
    timestamp = logAppendTime ? baseTimestamp : baseTimestamp + timestampDelta;
    readOffset();
    keyLength = readLength("key");
    keyOffset = position;
    position += Math.max(0, keyLength);
    valueLength = readLength("value");
    valueOffset = position;
    position += Math.max(0, valueLength);
    headerCount = readVarint();
    headersOffset = position;
    if (headerCount != 0) {
      checkHeaders();
    }
  }

  private void readOffset() {
    int delta = readVarint();
    if (delta <= previousDelta || delta > lastOffsetDelta) {
      throw corrupt(
          "the offset +"
              + delta
              + " follows +"
              + previousDelta
              + ", the last is +"
              + lastOffsetDelta);
    }
    offset = baseOffset + delta;
  }

  /** Reads a length of -1 or more that the rest of the record can hold. */
  private int readLength(String field) {
    int length = readVarint();
    if (length < NULL || length > limit - position) {
      throw corrupt("the length of a " + field + " is " + length);
    }
    return length;
  }

  private void checkHeaders() {
    if (headerCount < 0 || headerCount > (limit - position) / 2) {
      throw corrupt("the number of headers is " + headerCount);
    }
    for (int i = 0; i < headerCount; i++) {
      int keySize = readLength("header key");
      if (keySize == NULL) {
        throw corrupt("a header key is null");
      }
      position += keySize;
      int valueSize = readLength("header value");
      position += Math.max(0, valueSize);
    }
  }
}
