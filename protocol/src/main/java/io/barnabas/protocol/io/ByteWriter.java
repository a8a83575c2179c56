package io.barnabas.protocol.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Writes the protocol's types, big-endian, into memory that grows. Records are not copied: {@link
 * #buffers()} gives them in their place, for a gathered write.
 *
 * <p>"Compact" is the form of flexible versions (KIP-482): a varint of the length plus one, 0 for
 * null. Owned by one thread.
 */
public final class ByteWriter {

  /** Writes one element of an array; should capture nothing. */
  @FunctionalInterface
  public interface ElementWriter<T> {
    /** Appends the element, in the message's version. */
    void write(T element, ByteWriter out, short version);
  }

  /** As much as a request takes that carries records of one partition. */
  private static final int INITIAL_CAPACITY = 96;

  private static final int LONGEST_STRING = Short.MAX_VALUE;

  private byte[] bytes;
  private int position;

  /** Buffers written by reference, and beside each the position it comes in at. */
  private ByteBuffer[] referenced = new ByteBuffer[1];

  private int[] referencedAt = new int[1];
  private int referencedCount;
  private int referencedBytes;

  public ByteWriter() {
    this(INITIAL_CAPACITY);
  }

  /** Room for so many bytes before it grows. */
  public ByteWriter(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** Bytes written so far, referenced records included. */
  public int size() {
    return position + referencedBytes;
  }

  /**
   * All that was written, in order, to be read or sent. The buffers share their content with this
   * writer and with the records given to it: neither may change before they are sent. Those of
   * records are the same ones at each call.
   */
  public ByteBuffer[] buffers() {
    ByteBuffer[] parts = new ByteBuffer[2 * referencedCount + 1];
    int count = 0;
    int from = 0;
    for (int i = 0; i < referencedCount; i++) {
      count = addPart(parts, count, from, referencedAt[i]);
      parts[count++] = referenced[i];
      from = referencedAt[i];
    }
    count = addPart(parts, count, from, position);
    return count == parts.length ? parts : Arrays.copyOf(parts, count);
  }

  private int addPart(ByteBuffer[] parts, int count, int from, int to) {
    if (to == from) {
      return count;
    }
    parts[count] = ByteBuffer.wrap(bytes, from, to - from);
    return count + 1;
  }

  /** All that was written, in one copy. */
  public byte[] toByteArray() {
    ByteBuffer all = ByteBuffer.allocate(size());
    for (ByteBuffer part : buffers()) {
      all.put(part.duplicate());
    }
    return all.array();
  }

  /** Starts anew with the same memory; buffers given out before must not be in use. */
  public void clear() {
    position = 0;
    Arrays.fill(referenced, 0, referencedCount, null);
    referencedCount = 0;
    referencedBytes = 0;
  }

  /**
   * Overwrites four bytes written before, such as a frame's length when it is known.
   *
   * @param at a {@link #size()} of a time when no records had been written yet
   */
  public void setInt32(int at, int value) {
    Objects.checkFromIndexSize(at, Integer.BYTES, position);
    putInt(at, value);
  }

  public void writeBool(boolean value) {
    writeInt8((byte) (value ? 1 : 0));
  }

  public void writeInt8(byte value) {
    ensure(Byte.BYTES);
    bytes[position++] = value;
  }

  public void writeInt16(short value) {
    ensure(Short.BYTES);
    bytes[position++] = (byte) (value >> 8);
    bytes[position++] = (byte) value;
  }

  public void writeUint16(String field, int value) {
    requireRange(field, value, 0xFFFF);
    writeInt16((short) value);
  }

  public void writeInt32(int value) {
    ensure(Integer.BYTES);
    putInt(position, value);
    position += Integer.BYTES;
  }

  public void writeUint32(String field, long value) {
    requireRange(field, value, 0xFFFF_FFFFL);
    writeInt32((int) value);
  }

  public void writeInt64(long value) {
    ensure(Long.BYTES);
    putInt(position, (int) (value >> 32));
    putInt(position + Integer.BYTES, (int) value);
    position += Long.BYTES;
  }

  public void writeFloat64(double value) {
    writeInt64(Double.doubleToLongBits(value));
  }

  public void writeUuid(UUID value) {
    writeInt64(value.getMostSignificantBits());
    writeInt64(value.getLeastSignificantBits());
  }

  public void writeUnsignedVarint(int value) {
    ensure(5);
    int left = value;
    while ((left & ~0x7F) != 0) {
      bytes[position++] = (byte) (left & 0x7F | 0x80);
      left >>>= 7;
    }
    bytes[position++] = (byte) left;
  }

  /** Where a struct may have tagged fields, says that it has none; else writes nothing. */
  public void writeNoTags(boolean flexible) {
    if (flexible) {
      writeUnsignedVarint(0);
    }
  }

  /** Zigzag. */
  public void writeVarint(int value) {
    writeUnsignedVarint((value << 1) ^ (value >> 31));
  }

  /** Zigzag. */
  public void writeVarlong(long value) {
    ensure(10);
    long left = (value << 1) ^ (value >> 63);
    while ((left & ~0x7FL) != 0) {
      bytes[position++] = (byte) (left & 0x7F | 0x80);
      left >>>= 7;
    }
    bytes[position++] = (byte) left;
  }

  public void writeString(String field, String value, boolean compact) {
    writeNullableString(field, Objects.requireNonNull(value, field), compact);
  }

  public void writeNullableString(String field, String value, boolean compact) {
    if (value == null) {
      writeStringLength(-1, compact);
      return;
    }
    if (isAscii(value)) {
      writeStringLength(requireSendable(field, value.length()), compact);
      writeAscii(value);
    } else {
      byte[] encoded = value.getBytes(UTF_8);
      writeStringLength(requireSendable(field, encoded.length), compact);
      writeRaw(encoded);
    }
  }

  private static boolean isAscii(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private void writeAscii(String value) {
    ensure(value.length());
    for (int i = 0; i < value.length(); i++) {
      bytes[position++] = (byte) value.charAt(i);
    }
  }

  private static int requireSendable(String field, int length) {
    if (length > LONGEST_STRING) {
      throw new IllegalArgumentException(
          field + " is a string of " + length + " bytes; " + LONGEST_STRING + " can be sent");
    }
    return length;
  }

  private void writeStringLength(int length, boolean compact) {
    if (compact) {
      writeUnsignedVarint(length + 1);
    } else {
      writeInt16((short) length);
    }
  }

  public void writeBytes(String field, byte[] value, boolean compact) {
    writeNullableBytes(field, Objects.requireNonNull(value, field), compact);
  }

  public void writeNullableBytes(String field, byte[] value, boolean compact) {
    writeLength(value == null ? -1 : value.length, compact);
    if (value != null) {
      writeRaw(value);
    }
  }

  public void writeByteBuffer(String field, ByteBuffer value, boolean compact) {
    writeNullableByteBuffer(field, Objects.requireNonNull(value, field), compact);
  }

  /** Copies what the buffer has left; the buffer itself stays as it is. */
  public void writeNullableByteBuffer(String field, ByteBuffer value, boolean compact) {
    writeLength(value == null ? -1 : value.remaining(), compact);
    if (value != null) {
      int length = value.remaining();
      ensure(length);
      value.get(value.position(), bytes, position, length);
      position += length;
    }
  }

  public void writeRecords(String field, ByteBuffer value, boolean compact) {
    writeNullableRecords(field, Objects.requireNonNull(value, field), compact);
  }

  /** Appends what the buffer has left by reference; the buffer itself stays as it is. */
  public void writeNullableRecords(String field, ByteBuffer value, boolean compact) {
    writeLength(value == null ? -1 : value.remaining(), compact);
    if (value != null && value.hasRemaining()) {
      refer(value.duplicate());
    }
  }

  /** Appends a range of an array by reference. */
  public void writeRecords(byte[] array, int offset, int length, boolean compact) {
    writeLength(length, compact);
    if (length > 0) {
      refer(ByteBuffer.wrap(array, offset, length));
    }
  }

  private void refer(ByteBuffer records) {
    if (referencedCount == referenced.length) {
      referenced = Arrays.copyOf(referenced, 2 * referencedCount);
      referencedAt = Arrays.copyOf(referencedAt, 2 * referencedCount);
    }
    referencedAt[referencedCount] = position;
    referenced[referencedCount++] = records;
    referencedBytes += records.remaining();
  }

  /** The mark in front of a struct that may be null. */
  public void writePresence(boolean present) {
    writeInt8((byte) (present ? 1 : -1));
  }

  public <T> void writeList(
      String field,
      List<T> list,
      boolean compact,
      short version,
      ElementWriter<? super T> element) {
    writeNullableList(field, Objects.requireNonNull(list, field), compact, version, element);
  }

  public <T> void writeNullableList(
      String field,
      List<T> list,
      boolean compact,
      short version,
      ElementWriter<? super T> element) {
    if (list == null) {
      writeLength(-1, compact);
      return;
    }
    writeLength(list.size(), compact);
    for (T each : list) {
      element.write(Objects.requireNonNull(each, field), this, version);
    }
  }

  /** Begins a tagged field; what is written up to {@link #endTag} is its value. */
  public int beginTag(int tag) {
    writeUnsignedVarint(tag);
    writeInt8((byte) 0);
    return position;
  }

  /** Ends the tagged field that {@link #beginTag} gave {@code start} for, and puts in its size. */
  public void endTag(int start) {
    int size = position - start;
    int extra = varintLength(size) - 1;
    ensure(extra);
    System.arraycopy(bytes, start, bytes, start + extra, size);
    position = start - 1;
    writeUnsignedVarint(size);
    position = start + extra + size;
  }

  private static int varintLength(int value) {
    return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }

  private void writeLength(int length, boolean compact) {
    if (compact) {
      writeUnsignedVarint(length + 1);
    } else {
      writeInt32(length);
    }
  }

  private void writeRaw(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, bytes, position, value.length);
    position += value.length;
  }

  private void putInt(int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }

  private static void requireRange(String field, long value, long highest) {
    if (value < 0 || value > highest) {
      throw new IllegalArgumentException(field + " is " + value + ", not in 0 to " + highest);
    }
  }

  private void ensure(int more) {
    if (bytes.length - position < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + more));
    }
  }
}
