package io.barnabas.protocol.record;

import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.DecompressionException;
import io.barnabas.protocol.compress.Decompressor;
import java.util.zip.CRC32;

/**
 * The records of a message of format 0 or 1: the message itself, or if it is compressed the
 * messages that its value wraps. The wrapper has the offset of the last of them; in format 1 the
 * inner offsets count from the first (KIP-31).
 */
final class LegacyRecordCursor extends RecordCursor {
  private final int end;
  private final boolean wrapped;
  private final boolean verifyCrcs;
  private final long offsetShift;
  private final long lastOffset;
  private final long logAppendTime;
  private final boolean hasLogAppendTime;
  private long previousOffset = -1;

  static RecordCursor open(
      RecordBatchReader batch, Decompressor decompressor, DecompressedBytes out) {
    Compression compression = batch.compression();
    LegacyRecordCursor wrapper =
        new LegacyRecordCursor(batch, batch.array(), batch.batchStart(), batch.batchEnd(), false);
    if (compression == Compression.NONE) {
      return wrapper;
    }
    wrapper.next();
    if (!wrapper.hasValue()) {
      throw batch.corrupt("a compressed message without a value", null);
    }
    try {
      decompressor.decompress(
          compression,
          batch.magic(),
          wrapper.array(),
          wrapper.valueOffset(),
          wrapper.valueLength(),
          out);
    } catch (DecompressionException e) {
      throw batch.corrupt(e.getMessage(), e);
    }
    return new LegacyRecordCursor(batch, out.array(), 0, out.size(), true);
  }

  private LegacyRecordCursor(
      RecordBatchReader batch, byte[] array, int position, int end, boolean wrapped) {
    super(batch, array, position, end);
    this.end = end;
    this.wrapped = wrapped;
    lastOffset = batch.lastOffset();
    verifyCrcs = wrapped && batch.crcVerified();
    hasLogAppendTime = wrapped && batch.timestampType() == TimestampType.LOG_APPEND_TIME;
    logAppendTime = batch.maxTimestamp();
    offsetShift = wrapped && batch.magic() == 1 ? lastOffset - lastInnerOffset() : 0;
  }

  /** Walks over the wrapped messages; there is no other way to the last one. */
  private long lastInnerOffset() {
    int start = position;
    long last = -1;
    while (position < end) {
      recordStart = position;
      int messageEnd = messageEnd();
      last = BigEndian.getLong(array, position);
      position = messageEnd;
    }
    position = start;
    return last;
  }

  @Override
  public boolean next() {
    recordStart = position;
    if (position == end) {
      if (wrapped && previousOffset == -1) {
        throw corrupt("a compressed message wraps none");
      }
      return false;
    }
    int messageEnd = messageEnd();
    byte magic = array[position + BatchFormat.MAGIC];
    if (wrapped) {
      checkWrapped(messageEnd);
    }
    readOffset();
    readTimestamp(magic);
    position += magic == 0 ? BatchFormat.LEGACY_BODY_0 : BatchFormat.LEGACY_BODY_1;
    readKeyAndValue(messageEnd);
    previousOffset = offset;
    return true;
  }

  private int messageEnd() {
    int available = end - position;
    if (available < BatchFormat.LEGACY_BODY_0 + BatchFormat.LEGACY_LENGTHS) {
      throw corrupt("a message of " + available + " bytes");
    }
    int length = BigEndian.getInt(array, position + BatchFormat.LENGTH);
    int magic = array[position + BatchFormat.MAGIC];
    if (magic < 0 || magic > 1) {
      throw corrupt("a wrapped message of format " + magic);
    }
    int minSize =
        (magic == 0 ? BatchFormat.LEGACY_BODY_0 : BatchFormat.LEGACY_BODY_1)
            + BatchFormat.LEGACY_LENGTHS;
    if (length < minSize - BatchFormat.LOG_OVERHEAD
        || length > available - BatchFormat.LOG_OVERHEAD) {
      throw corrupt("the length of a message is " + length);
    }
    return position + BatchFormat.LOG_OVERHEAD + length;
  }

  private void checkWrapped(int messageEnd) {
    if ((array[position + BatchFormat.LEGACY_ATTRIBUTES] & BatchFormat.COMPRESSION_MASK) != 0) {
      throw corrupt("a compressed message within a compressed one");
    }
    if (verifyCrcs) {
      CRC32 crc = new CRC32();
      int from = position + BatchFormat.MAGIC;
      crc.update(array, from, messageEnd - from);
      if ((int) crc.getValue() != BigEndian.getInt(array, position + BatchFormat.LEGACY_CRC)) {
        throw corrupt("the checksum of a wrapped message is wrong");
      }
    }
  }

  private void readOffset() {
    long inner = BigEndian.getLong(array, position);
    long absolute = inner + offsetShift;
    if (inner < 0 || absolute <= previousOffset || absolute > lastOffset) {
      throw corrupt(
          "the offset " + absolute + " follows " + previousOffset + ", the last is " + lastOffset);
    }
    offset = absolute;
  }

  private void readTimestamp(byte magic) {
    if (magic == 0) {
      timestamp = BatchFormat.NO_TIMESTAMP;
    } else {
      timestamp =
          hasLogAppendTime
              ? logAppendTime
              : BigEndian.getLong(array, position + BatchFormat.LEGACY_TIMESTAMP);
    }
  }

  private void readKeyAndValue(int messageEnd) {
    keyLength = readLength(messageEnd - Integer.BYTES);
    keyOffset = position;
    position += Math.max(0, keyLength);
    valueLength = readLength(messageEnd);
    valueOffset = position;
    position += Math.max(0, valueLength);
    if (position != messageEnd) {
      throw corrupt("a message has " + (messageEnd - position) + " bytes too many");
    }
  }

  /** Reads a length of -1 or more for which there is room up to an index. */
  private int readLength(int limit) {
    int length = BigEndian.getInt(array, position);
    position += Integer.BYTES;
    if (length < NULL || length > limit - position) {
      throw corrupt("the length of a key or value is " + length);
    }
    return length;
  }
}
