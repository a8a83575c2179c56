package io.barnabas.protocol.record;

import io.barnabas.protocol.compress.Compressor;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Appends records straight into the array of a batch of format 2: sizes are computed once, key and
 * value copied once, nothing is allocated for a record.
 *
 * <p>A batch is filled with {@link #tryAppend}, closed with {@link #seal} and stamped with {@link
 * #build}, which may be repeated when a retry needs another producer id or sequence. The array
 * belongs to the caller, who also guards the writer: it has no lock. Memory of the records counts
 * uncompressed until the batch is sealed.
 */
public final class RecordBatchWriter {
  private byte[] array;
  private int start;
  private int limit;
  private int position;
  private int count;
  private long baseTimestamp;
  private long maxTimestamp;
  private int partitionLeaderEpoch;

  /** Codec and control flag, as they will stand in the header. */
  private short attributes;

  private boolean sealed;

  /** Over {@code length} bytes of an array, from {@code offset} on. See {@link #reset}. */
  public RecordBatchWriter(byte[] array, int offset, int length) {
    reset(array, offset, length);
  }

  /**
   * Starts an empty batch over a region of an array.
   *
   * @param length the most that the uncompressed batch may take, at least {@link
   *     RecordSize#BATCH_OVERHEAD}; a record for which it must suffice takes {@link
   *     RecordSize#batchUpperBound} at most
   */
  public void reset(byte[] array, int offset, int length) {
    if (length < RecordSize.BATCH_OVERHEAD) {
      throw new IllegalArgumentException("No room for the header of a batch: " + length);
    }
    this.array = array;
    start = offset;
    limit = offset + length;
    position = offset + RecordSize.BATCH_OVERHEAD;
    count = 0;
    baseTimestamp = BatchFormat.NO_TIMESTAMP;
    maxTimestamp = BatchFormat.NO_TIMESTAMP;
    partitionLeaderEpoch = BatchFormat.NO_PARTITION_LEADER_EPOCH;
    attributes = 0;
    sealed = false;
  }

  /** Moves an open batch to a larger region; the old array is free afterwards. */
  public void moveTo(byte[] array, int offset, int length) {
    requireOpen();
    int size = sizeInBytes();
    if (length < size) {
      throw new IllegalArgumentException(length + " bytes cannot hold a batch of " + size);
    }
    System.arraycopy(this.array, start, array, offset, size);
    this.array = array;
    start = offset;
    limit = offset + length;
    position = offset + size;
  }

  /** Whether {@link #tryAppend} would take the record now. */
  public boolean hasRoomFor(
      long timestampMs, int keyLength, int valueLength, RecordHeader[] headers) {
    return RecordSize.ofRecord(count, timestampDelta(timestampMs), keyLength, valueLength, headers)
        <= limit - position;
  }

  /**
   * Appends a record if the region has room for it.
   *
   * @param timestampMs -1 for none
   * @param key may be null
   * @param value may be null
   * @return whether the record was appended; its offset in the batch is then {@code count() - 1}
   * @throws IllegalArgumentException if the timestamp is negative and not -1, or a header's key
   *     null
   */
  public boolean tryAppend(long timestampMs, byte[] key, byte[] value, RecordHeader[] headers) {
    int keyLength = key == null ? -1 : key.length;
    int valueLength = value == null ? -1 : value.length;
    return tryAppend(timestampMs, key, 0, keyLength, value, 0, valueLength, headers);
  }

  /** Appends a record whose key and value are ranges of arrays; a length of -1 stands for null. */
  public boolean tryAppend(
      long timestampMs,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength,
      RecordHeader[] headers) {
    requireOpen();
    if (timestampMs < 0 && timestampMs != BatchFormat.NO_TIMESTAMP) {
      throw new IllegalArgumentException("Invalid negative timestamp " + timestampMs);
    }
    long timestampDelta = timestampDelta(timestampMs);
    int body = RecordSize.ofBody(count, timestampDelta, keyLength, valueLength, headers);
    if (body > limit - position - Varint.sizeOf(body)) {
      return false;
    }

    byte[] out = array;
    int at = Varint.write(out, position, body);
    out[at++] = 0; // attributes, none of which is in use
    at = Varint.write(out, at, timestampDelta);
    at = Varint.write(out, at, count);
    at = writeNullable(out, at, key, keyOffset, keyLength);
    at = writeNullable(out, at, value, valueOffset, valueLength);
    position = writeHeaders(out, at, headers);
    countIn(timestampMs);
    return true;
  }

  private long timestampDelta(long timestampMs) {
    return count == 0 ? 0 : timestampMs - baseTimestamp;
  }

  private void countIn(long timestampMs) {
    if (count == 0) {
      baseTimestamp = timestampMs;
    }
    maxTimestamp = Math.max(maxTimestamp, timestampMs);
    count++;
  }

  private static int writeNullable(byte[] out, int at, byte[] src, int offset, int length) {
    int content = Varint.write(out, at, length);
    if (length <= 0) {
      return content;
    }
    System.arraycopy(src, offset, out, content, length);
    return content + length;
  }

  private static int writeHeaders(byte[] out, int at, RecordHeader[] headers) {
    int next = Varint.write(out, at, headers.length);
    for (RecordHeader header : headers) {
      next = Varint.write(out, next, Utf8.length(header.key()));
      next = Utf8.write(out, next, header.key());
      byte[] value = header.value();
      next = writeNullable(out, next, value, 0, value == null ? -1 : value.length);
    }
    return next;
  }

  /**
   * Closes the batch for appends and compresses its records, if there is a compressor. Where the
   * compressed records would not fit into the region, the batch stays uncompressed.
   *
   * @param compressor null for a batch without compression; used on the calling thread only
   */
  public void seal(Compressor compressor) {
    requireOpen();
    sealed = true;
    if (compressor == null) {
      return;
    }
    int records = start + RecordSize.BATCH_OVERHEAD;
    ByteBuffer compressed = compressor.compress(array, records, position - records);
    int length = compressed.remaining();
    if (length <= limit - records) {
      compressed.get(array, records, length);
      position = records + length;
      attributes |= (short) compressor.compression().id();
    }
  }

  /** Marks the batch as one of control records. */
  public void control(boolean control) {
    int others = attributes & ~BatchFormat.CONTROL_FLAG;
    attributes = (short) (control ? others | BatchFormat.CONTROL_FLAG : others);
  }

  /** The leader epoch that {@link #build} writes, -1 unless set: brokers put in their own. */
  public void partitionLeaderEpoch(int partitionLeaderEpoch) {
    this.partitionLeaderEpoch = partitionLeaderEpoch;
  }

  /** {@link #build(long, short, int, boolean)} for a producer without id. */
  public ByteBuffer build() {
    return build(
        BatchFormat.NO_PRODUCER_ID, BatchFormat.NO_PRODUCER_EPOCH, BatchFormat.NO_SEQUENCE, false);
  }

  /**
   * Writes header and checksum of the sealed batch. May be called again with other values.
   *
   * @return the batch, a view of the caller's array
   */
  public ByteBuffer build(
      long producerId, short producerEpoch, int baseSequence, boolean transactional) {
    stamp(producerId, producerEpoch, baseSequence, transactional);
    return ByteBuffer.wrap(array, start, sizeInBytes()).slice();
  }

  /** The same, for who sends the batch from the array itself. */
  public void stamp(long producerId, short producerEpoch, int baseSequence, boolean transactional) {
    if (!sealed) {
      throw new IllegalStateException("The batch is not sealed");
    }
    int stamped = attributes | (transactional ? BatchFormat.TRANSACTIONAL_FLAG : 0);
    BigEndian.putLong(array, start + BatchFormat.BASE_OFFSET, 0);
    BigEndian.putInt(array, start + BatchFormat.LENGTH, sizeInBytes() - BatchFormat.LOG_OVERHEAD);
    BigEndian.putInt(array, start + BatchFormat.PARTITION_LEADER_EPOCH, partitionLeaderEpoch);
    array[start + BatchFormat.MAGIC] = BatchFormat.CURRENT_MAGIC;
    BigEndian.putShort(array, start + BatchFormat.ATTRIBUTES, (short) stamped);
    BigEndian.putInt(array, start + BatchFormat.LAST_OFFSET_DELTA, count - 1);
    BigEndian.putLong(array, start + BatchFormat.BASE_TIMESTAMP, baseTimestamp);
    BigEndian.putLong(array, start + BatchFormat.MAX_TIMESTAMP, maxTimestamp);
    BigEndian.putLong(array, start + BatchFormat.PRODUCER_ID, producerId);
    BigEndian.putShort(array, start + BatchFormat.PRODUCER_EPOCH, producerEpoch);
    BigEndian.putInt(array, start + BatchFormat.BASE_SEQUENCE, baseSequence);
    BigEndian.putInt(array, start + BatchFormat.RECORD_COUNT, count);
    writeCrc();
  }

  private void writeCrc() {
    CRC32C crc = new CRC32C();
    crc.update(array, start + BatchFormat.ATTRIBUTES, sizeInBytes() - BatchFormat.ATTRIBUTES);
    BigEndian.putInt(array, start + BatchFormat.CRC, (int) crc.getValue());
  }

  private void requireOpen() {
    if (sealed) {
      throw new IllegalStateException("The batch is sealed");
    }
  }

  /** The number of records. */
  public int count() {
    return count;
  }

  /**
   * The size of the batch with its header: before {@link #seal} uncompressed, afterwards as it will
   * be sent.
   */
  public int sizeInBytes() {
    return position - start;
  }

  /** The timestamp of the first record, -1 for an empty batch. */
  public long baseTimestamp() {
    return baseTimestamp;
  }

  /** The largest timestamp, -1 for an empty batch. */
  public long maxTimestamp() {
    return maxTimestamp;
  }

  public boolean isSealed() {
    return sealed;
  }
}
