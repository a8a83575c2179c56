package io.barnabas.protocol.record;

import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Walks the batches of a fetch answer, in formats 0 to 2, without a copy. {@link #next} moves to a
 * batch, the accessors read its header, {@link #records} opens its records. A message of format 0
 * or 1 counts as a batch; its header knows one offset only, the last.
 *
 * <p>An answer may end with a part of a batch, which is left out, unless it is the first: brokers
 * send that whole (KIP-74). Whatever is wrong with a batch is a {@link CorruptBatchException};
 * nothing is allocated on the word of a length. Owned by one thread at a time.
 */
public final class RecordBatchReader {
  private static final int MIN_LENGTH_0 =
      BatchFormat.LEGACY_BODY_0 + BatchFormat.LEGACY_LENGTHS - BatchFormat.LOG_OVERHEAD;
  private static final int MIN_LENGTH_1 =
      BatchFormat.LEGACY_BODY_1 + BatchFormat.LEGACY_LENGTHS - BatchFormat.LOG_OVERHEAD;
  private static final int MIN_LENGTH_2 = BatchFormat.RECORDS - BatchFormat.LOG_OVERHEAD;

  private final byte[] array;
  private final int start;
  private final int end;
  private int batch;
  private int nextBatch;
  private boolean crcVerified;

  /**
   * Over the bytes between position and limit, which must not change while they are read. A buffer
   * without an accessible array is copied.
   */
  public RecordBatchReader(ByteBuffer records) {
    if (records.hasArray()) {
      array = records.array();
      nextBatch = records.arrayOffset() + records.position();
    } else {
      array = new byte[records.remaining()];
      records.get(records.position(), array);
      nextBatch = 0;
    }
    start = nextBatch;
    end = start + records.remaining();
    batch = nextBatch;
  }

  /**
   * Moves to the next whole batch. After a {@link CorruptBatchException} it goes on behind that
   * batch if the batch's length could be trusted; otherwise each call fails alike.
   *
   * @return false if there is none
   * @throws CorruptBatchException if length, format or offsets of the next batch are impossible
   */
  public boolean next() {
    if (end - nextBatch < BatchFormat.LOG_OVERHEAD) {
      return false;
    }
    batch = nextBatch;
    crcVerified = false;
    int length = BigEndian.getInt(array, batch + BatchFormat.LENGTH);
    if (length < MIN_LENGTH_0) {
      throw unwalkable("its length is " + length);
    }
    if (end - batch < BatchFormat.UP_TO_MAGIC) {
      return partial(length);
    }
    if (length < minLength(magic())) {
      throw unwalkable("its length is " + length + ", its format " + magic());
    }
    if (length > end - batch - BatchFormat.LOG_OVERHEAD) {
      return partial(length);
    }
    nextBatch = batch + BatchFormat.LOG_OVERHEAD + length;
    checkOffsets();
    return true;
  }

  /** The end of an answer may cut a batch off, but not its first one (KIP-74). */
  private boolean partial(int length) {
    if (batch == start) {
      throw unwalkable(
          "its length is " + length + ", and the answer ends after " + (end - batch) + " bytes");
    }
    return false;
  }

  private int minLength(byte magic) {
    return switch (magic) {
      case 0 -> MIN_LENGTH_0;
      case 1 -> MIN_LENGTH_1;
      case 2 -> MIN_LENGTH_2;
      default -> throw unwalkable("its format is " + magic);
    };
  }

  private CorruptBatchException unwalkable(String reason) {
    return new CorruptBatchException(baseOffset(), -1, reason, null);
  }

  private void checkOffsets() {
    if (magic() >= 2 && lastOffsetDelta() < 0) {
      throw unwalkable("its last offset delta is " + lastOffsetDelta());
    }
    if (baseOffset() < 0 || nextOffset() < 0) {
      throw unwalkable("its last offset would be " + lastOffset());
    }
  }

  /**
   * The bytes behind the last batch that {@link #next} found: the part of a batch that did not fit
   * into the answer.
   */
  public int remainingBytes() {
    return end - nextBatch;
  }

  /** The batch's size with its header. */
  public int sizeInBytes() {
    return nextBatch - batch;
  }

  /** The format: 0, 1 or 2. */
  public byte magic() {
    return array[batch + BatchFormat.MAGIC];
  }

  /**
   * The offset of the first record, also if it was compacted away; in formats 0 and 1 of the last
   * record.
   */
  public long baseOffset() {
    return BigEndian.getLong(array, batch + BatchFormat.BASE_OFFSET);
  }

  /** The offset of the last record, also if it was compacted away. */
  public long lastOffset() {
    return magic() >= 2 ? baseOffset() + lastOffsetDelta() : baseOffset();
  }

  /** The offset to go on with after this batch. */
  public long nextOffset() {
    return lastOffset() + 1;
  }

  private int lastOffsetDelta() {
    return BigEndian.getInt(array, batch + BatchFormat.LAST_OFFSET_DELTA);
  }

  /** The number of records; -1 for a compressed message of format 0 or 1, where it is not known. */
  public int count() {
    if (magic() >= 2) {
      return BigEndian.getInt(array, batch + BatchFormat.RECORD_COUNT);
    }
    return (attributes() & BatchFormat.COMPRESSION_MASK) == 0 ? 1 : -1;
  }

  /**
   * The largest timestamp, or the broker's with {@link TimestampType#LOG_APPEND_TIME}; -1 if there
   * is none.
   */
  public long maxTimestamp() {
    return switch (magic()) {
      case 0 -> BatchFormat.NO_TIMESTAMP;
      case 1 -> BigEndian.getLong(array, batch + BatchFormat.LEGACY_TIMESTAMP);
      default -> BigEndian.getLong(array, batch + BatchFormat.MAX_TIMESTAMP);
    };
  }

  /** What the timestamps of the records are. */
  public TimestampType timestampType() {
    if (magic() == 0) {
      return TimestampType.NO_TIMESTAMP_TYPE;
    }
    return has(BatchFormat.LOG_APPEND_TIME_FLAG)
        ? TimestampType.LOG_APPEND_TIME
        : TimestampType.CREATE_TIME;
  }

  /** The id of an idempotent or transactional producer, or -1. */
  public long producerId() {
    return magic() >= 2
        ? BigEndian.getLong(array, batch + BatchFormat.PRODUCER_ID)
        : BatchFormat.NO_PRODUCER_ID;
  }

  /** The producer's epoch, or -1. */
  public short producerEpoch() {
    return magic() >= 2
        ? BigEndian.getShort(array, batch + BatchFormat.PRODUCER_EPOCH)
        : BatchFormat.NO_PRODUCER_EPOCH;
  }

  /** The sequence number of the first record, or -1. */
  public int baseSequence() {
    return magic() >= 2
        ? BigEndian.getInt(array, batch + BatchFormat.BASE_SEQUENCE)
        : BatchFormat.NO_SEQUENCE;
  }

  /** The epoch of the leader that appended the batch, or -1. */
  public int partitionLeaderEpoch() {
    return magic() >= 2
        ? BigEndian.getInt(array, batch + BatchFormat.PARTITION_LEADER_EPOCH)
        : BatchFormat.NO_PARTITION_LEADER_EPOCH;
  }

  /** Whether the batch is part of a transaction. */
  public boolean isTransactional() {
    return magic() >= 2 && has(BatchFormat.TRANSACTIONAL_FLAG);
  }

  /**
   * Whether the records are control records, which no application sees; see {@link ControlRecord}.
   */
  public boolean isControl() {
    return magic() >= 2 && has(BatchFormat.CONTROL_FLAG);
  }

  /** Whether the base timestamp of the batch is its delete horizon (KIP-534). */
  public boolean hasDeleteHorizon() {
    return magic() >= 2 && has(BatchFormat.DELETE_HORIZON_FLAG);
  }

  /**
   * The codec of the records.
   *
   * @throws CorruptBatchException if there is none with this id
   */
  public Compression compression() {
    int id = attributes() & BatchFormat.COMPRESSION_MASK;
    Compression compression = Compression.forId(id);
    if (compression == null || (magic() < 2 && compression == Compression.ZSTD)) {
      throw corrupt("its codec is " + id, null);
    }
    return compression;
  }

  private boolean has(int flag) {
    return (attributes() & flag) != 0;
  }

  private int attributes() {
    return magic() >= 2
        ? BigEndian.getShort(array, batch + BatchFormat.ATTRIBUTES)
        : array[batch + BatchFormat.LEGACY_ATTRIBUTES];
  }

  /**
   * Compares the checksum with the content. In formats 0 and 1 the messages inside a compressed one
   * are checked too, when the records are read.
   *
   * @throws CorruptBatchException if they differ
   */
  public void verifyCrc() {
    boolean legacy = magic() < 2;
    int crcAt = batch + (legacy ? BatchFormat.LEGACY_CRC : BatchFormat.CRC);
    int from = batch + (legacy ? BatchFormat.MAGIC : BatchFormat.ATTRIBUTES);
    Checksum checksum = legacy ? new CRC32() : new CRC32C();
    checksum.update(array, from, nextBatch - from);
    int stored = BigEndian.getInt(array, crcAt);
    if (stored != (int) checksum.getValue()) {
      throw corrupt(
          String.format(
              "its checksum is %08x, that of its content %08x", stored, checksum.getValue()),
          null);
    }
    crcVerified = true;
  }

  /**
   * Opens the records of the batch. An uncompressed batch is read where it stands; a compressed one
   * is decompressed as a whole into {@code out}, whose array the cursor reads from.
   *
   * @param decompressor used on the calling thread only, and not after the return
   * @param out not to be used for another batch before the cursor is done; its limit bounds the
   *     batch
   * @throws CorruptBatchException if the content is malformed or larger than the limit
   */
  public RecordCursor records(Decompressor decompressor, DecompressedBytes out) {
    return magic() >= 2
        ? BatchRecordCursor.open(this, decompressor, out)
        : LegacyRecordCursor.open(this, decompressor, out);
  }

  byte[] array() {
    return array;
  }

  /** Where the batch stands in {@link #array()}. */
  int batchStart() {
    return batch;
  }

  int batchEnd() {
    return nextBatch;
  }

  boolean crcVerified() {
    return crcVerified;
  }

  CorruptBatchException corrupt(String reason, Throwable cause) {
    return new CorruptBatchException(baseOffset(), nextOffset(), reason, cause);
  }
}
