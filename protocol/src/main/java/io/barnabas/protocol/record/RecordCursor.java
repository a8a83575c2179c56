package io.barnabas.protocol.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The records of one batch, one after another. {@link #next} checks a record as a whole; the
 * accessors then read it from {@link #array()}, where key and value stay as long as the fetch
 * answer (or the decompressed batch) does. Owned by one thread at a time.
 */
public abstract class RecordCursor {
  static final int NULL = -1;

  private static final byte[] EMPTY = {};

  final byte[] array;
  private final long baseOffset;
  private final long nextOffset;

  long offset;
  long timestamp;
  int recordStart;
  int position;

  /**
   * Where the bytes end that may be read now: those of the batch, or within a record those of the
   * record.
   */
  int limit;

  int keyOffset;
  int keyLength;
  int valueOffset;
  int valueLength;
  int headerCount;
  int headersOffset;

  RecordCursor(RecordBatchReader batch, byte[] array, int position, int limit) {
    this.array = array;
    this.position = position;
    this.limit = limit;
    baseOffset = batch.baseOffset();
    nextOffset = batch.nextOffset();
  }

  /**
   * Moves to the next record.
   *
   * @return false after the last one
   * @throws CorruptBatchException if the record is malformed; further calls fail alike
   */
  public abstract boolean next();

  /** The record's offset in the partition. */
  public final long offset() {
    return offset;
  }

  /**
   * The record's timestamp in ms, -1 if it has none; see {@link RecordBatchReader#timestampType()}.
   */
  public final long timestamp() {
    return timestamp;
  }

  /** What the record takes in the uncompressed batch. */
  public final int sizeInBytes() {
    return position - recordStart;
  }

  /** The array that key, value and headers stand in. */
  public final byte[] array() {
    return array;
  }

  public final boolean hasKey() {
    return keyLength != NULL;
  }

  /** The index of the key in {@link #array()}. */
  public final int keyOffset() {
    return keyOffset;
  }

  /** The key's length, -1 if it is null. */
  public final int keyLength() {
    return keyLength;
  }

  /** A copy of the key, or null. */
  public final byte[] keyBytes() {
    return bytes(keyOffset, keyLength);
  }

  /** A view of the key, or null. */
  public final ByteBuffer keyBuffer() {
    return buffer(keyOffset, keyLength);
  }

  public final boolean hasValue() {
    return valueLength != NULL;
  }

  /** The index of the value in {@link #array()}. */
  public final int valueOffset() {
    return valueOffset;
  }

  /** The value's length, -1 if it is null. */
  public final int valueLength() {
    return valueLength;
  }

  /** A copy of the value, or null. */
  public final byte[] valueBytes() {
    return bytes(valueOffset, valueLength);
  }

  /** A view of the value, or null. */
  public final ByteBuffer valueBuffer() {
    return buffer(valueOffset, valueLength);
  }

  public final int headerCount() {
    return headerCount;
  }

  /** Decodes the headers; their values are copies. Costs nothing for a record without headers. */
  public final RecordHeader[] headers() {
    if (headerCount == 0) {
      return RecordHeader.NONE;
    }
    RecordHeader[] headers = new RecordHeader[headerCount];
    int resume = position;
    position = headersOffset;
    for (int i = 0; i < headers.length; i++) {
      headers[i] = readHeader();
    }
    position = resume;
    return headers;
  }

  private RecordHeader readHeader() {
    int keySize = readVarint();
    String key = keySize == 0 ? "" : new String(array, position, keySize, StandardCharsets.UTF_8);
    position += keySize;
    int valueSize = readVarint();
    byte[] value = bytes(position, valueSize);
    position += Math.max(0, valueSize);
    return new RecordHeader(key, value);
  }

  private byte[] bytes(int from, int length) {
    if (length <= 0) {
      return length == NULL ? null : EMPTY;
    }
    return Arrays.copyOfRange(array, from, from + length);
  }

  private ByteBuffer buffer(int from, int length) {
    return length == NULL ? null : ByteBuffer.wrap(array, from, length).slice();
  }

  /**
   * Reads an int at {@link #position} and moves it on. Nearly all are of one byte (deltas, small
   * lengths) or of two (lengths of values).
   */
  final int readVarint() {
    int at = position;
    if (at < limit) {
      int first = array[at];
      if (first >= 0) {
        position = at + 1;
        return Varint.unzigzag(first);
      }
      if (at + 1 < limit) {
        int second = array[at + 1];
        if (second >= 0) {
          position = at + 2;
          int zigzag = first & 0x7f | second << 7;
          return Varint.unzigzag(zigzag);
        }
      }
    }
    return readVarintOfSeveralBytes();
  }

  private int readVarintOfSeveralBytes() {
    int zigzag = 0;
    for (int shift = 0; shift < 7 * Varint.MAX_VARINT_BYTES; shift += 7) {
      if (position >= limit) {
        throw corrupt("a record ends within a number");
      }
      byte b = array[position++];
      zigzag |= (b & 0x7f) << shift;
      if (b >= 0) {
        return Varint.unzigzag(zigzag);
      }
    }
    throw corrupt("a number of more than " + Varint.MAX_VARINT_BYTES + " bytes");
  }

  /** Reads a long at {@link #position} and moves it on. */
  final long readVarlong() {
    if (position < limit) {
      int first = array[position];
      if (first >= 0) {
        position++;
        return (first >>> 1) ^ -(first & 1);
      }
    }
    return readVarlongOfSeveralBytes();
  }

  private long readVarlongOfSeveralBytes() {
    long zigzag = 0;
    for (int shift = 0; shift < 7 * Varint.MAX_VARLONG_BYTES; shift += 7) {
      if (position >= limit) {
        throw corrupt("a record ends within a number");
      }
      byte b = array[position++];
      zigzag |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw corrupt("a number of more than " + Varint.MAX_VARLONG_BYTES + " bytes");
  }

  /** The failure of the record that {@link #next} was reading, to which the cursor goes back. */
  final CorruptBatchException corrupt(String reason) {
    String where = reason + " (" + (position - recordStart) + " bytes into a record)";
    position = recordStart;
    return new CorruptBatchException(baseOffset, nextOffset, where, null);
  }
}
