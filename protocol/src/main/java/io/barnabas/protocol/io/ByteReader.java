package io.barnabas.protocol.io;

import static io.barnabas.protocol.ApiMessage.EMPTY_BYTES;
import static io.barnabas.protocol.ApiMessage.ZERO_UUID;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads the protocol's types from a buffer, big-endian. Nothing is allocated before it is certain
 * that the bytes left can justify it, and nothing but {@link MalformedMessageException} is thrown,
 * whatever the bytes. Every method takes the name of the field it reads, for that error.
 *
 * <p>"Compact" is the form of flexible versions (KIP-482): a varint of the length plus one, 0 for
 * null. Owned by one thread; moves the position of a buffer of its own.
 */
public final class ByteReader {

  /** Reads one element of an array; should capture nothing, so that it is no object per array. */
  @FunctionalInterface
  public interface ElementReader<T> {
    /** The next element, in the message's version. */
    T read(ByteReader in, short version);
  }

  private static final int LONGEST_STRING = Short.MAX_VALUE;

  private final ByteBuffer buffer;
  private final int start;
  private final Utf8Decoder utf8 = new Utf8Decoder();

  /** Reads from the buffer's position to its limit; the buffer itself stays as it is. */
  public ByteReader(ByteBuffer buffer) {
    this.buffer = buffer.duplicate();
    this.start = buffer.position();
  }

  /** Bytes read so far. */
  public int offset() {
    return buffer.position() - start;
  }

  /** Where it stands, for {@link #skipTo}. */
  public int position() {
    return buffer.position();
  }

  /** Bytes left. */
  public int remaining() {
    return buffer.remaining();
  }

  /** Refuses bytes that nobody has read. */
  public void requireFullyRead(String field) {
    if (buffer.hasRemaining()) {
      throw malformed(field, buffer.remaining() + " bytes left over");
    }
  }

  public boolean readBool(String field) {
    return readInt8(field) != 0;
  }

  public byte readInt8(String field) {
    require(Byte.BYTES, field);
    return buffer.get();
  }

  public short readInt16(String field) {
    require(Short.BYTES, field);
    return buffer.getShort();
  }

  public int readUint16(String field) {
    return Short.toUnsignedInt(readInt16(field));
  }

  public int readInt32(String field) {
    require(Integer.BYTES, field);
    return buffer.getInt();
  }

  public long readUint32(String field) {
    return Integer.toUnsignedLong(readInt32(field));
  }

  public long readInt64(String field) {
    require(Long.BYTES, field);
    return buffer.getLong();
  }

  public double readFloat64(String field) {
    return Double.longBitsToDouble(readInt64(field));
  }

  /** Never null: the zero uuid is {@link io.barnabas.protocol.ApiMessage#ZERO_UUID}. */
  public UUID readUuid(String field) {
    require(2 * Long.BYTES, field);
    long mostSignificant = buffer.getLong();
    long leastSignificant = buffer.getLong();
    return mostSignificant == 0 && leastSignificant == 0
        ? ZERO_UUID
        : new UUID(mostSignificant, leastSignificant);
  }

  /** At most 5 bytes, at most 32 bits. */
  public int readUnsignedVarint(String field) {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte next = readInt8(field);
      if (shift == 28 && (next & 0xF0) != 0) {
        throw malformed(field, "varint of more than 32 bits");
      }
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        break;
      }
    }
    return value;
  }

  /** Zigzag, at most 5 bytes. */
  public int readVarint(String field) {
    int value = readUnsignedVarint(field);
    return (value >>> 1) ^ -(value & 1);
  }

  /** Zigzag, at most 10 bytes, at most 64 bits. */
  public long readVarlong(String field) {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = readInt8(field);
      if (shift == 63 && (next & 0xFE) != 0) {
        throw malformed(field, "varlong of more than 64 bits");
      }
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        break;
      }
    }
    return (value >>> 1) ^ -(value & 1);
  }

  public String readString(String field, boolean compact) {
    return requirePresent(readNullableString(field, compact), field);
  }

  public String readNullableString(String field, boolean compact) {
    int length = compact ? readCompactLength(field) : readInt16(field);
    if (length < 0) {
      return nullOf(length, field);
    }
    if (length > LONGEST_STRING) {
      throw malformed(field, "string of " + length + " bytes");
    }
    require(length, field);
    String value = utf8.decode(buffer, length);
    if (value == null) {
      throw malformed(field, "invalid UTF-8");
    }
    return value;
  }

  public byte[] readBytes(String field, boolean compact) {
    return requirePresent(readNullableBytes(field, compact), field);
  }

  public byte[] readNullableBytes(String field, boolean compact) {
    int length = readLength(field, compact);
    if (length < 0) {
      return nullOf(length, field);
    }
    require(length, field);
    if (length == 0) {
      return EMPTY_BYTES;
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  public ByteBuffer readByteBuffer(String field, boolean compact) {
    return requirePresent(readNullableByteBuffer(field, compact), field);
  }

  /** A slice of what is being read, no copy. */
  public ByteBuffer readNullableByteBuffer(String field, boolean compact) {
    int length = readLength(field, compact);
    if (length < 0) {
      return nullOf(length, field);
    }
    require(length, field);
    ByteBuffer slice = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    return slice;
  }

  /** Passes over bytes nobody has to look at yet; how many, -1 for null. */
  public int skipNullableBytes(String field, boolean compact) {
    int length = readLength(field, compact);
    if (length < 0) {
      nullOf(length, field);
      return length;
    }
    require(length, field);
    buffer.position(buffer.position() + length);
    return length;
  }

  /** A slice of what is being read, no copy, from a {@link #position} that was passed. */
  public ByteBuffer slice(int position, int length) {
    return buffer.slice(position, length);
  }

  public ByteBuffer readRecords(String field, boolean compact) {
    return readByteBuffer(field, compact);
  }

  /** A slice of what is being read, no copy. */
  public ByteBuffer readNullableRecords(String field, boolean compact) {
    return readNullableByteBuffer(field, compact);
  }

  /** The mark in front of a struct that may be null: negative if it is. */
  public boolean readPresence(String field) {
    return readInt8(field) >= 0;
  }

  public <T> List<T> readList(
      String field, boolean compact, int minimumSize, short version, ElementReader<T> element) {
    return requirePresent(readNullableList(field, compact, minimumSize, version, element), field);
  }

  /**
   * An array.
   *
   * @param minimumSize the fewest bytes an element takes, which bounds the count to be believed
   */
  public <T> List<T> readNullableList(
      String field, boolean compact, int minimumSize, short version, ElementReader<T> element) {
    int count = readNullableCount(field, compact, minimumSize);
    if (count < 0) {
      return null;
    }
    if (count == 0) {
      return List.of();
    }
    List<T> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(element.read(this, version));
    }
    return list;
  }

  /**
   * How many elements follow, for who reads them one by one.
   *
   * @param minimumSize the fewest bytes an element takes, which bounds the count to be believed
   */
  public int readCount(String field, boolean compact, int minimumSize) {
    int count = readNullableCount(field, compact, minimumSize);
    if (count < 0) {
      throw malformed(field, "null where none may be");
    }
    return count;
  }

  private int readNullableCount(String field, boolean compact, int minimumSize) {
    int count = readLength(field, compact);
    if (count < -1) {
      throw malformed(field, "negative length " + count);
    }
    if ((long) count * minimumSize > buffer.remaining()) {
      throw malformed(field, count + " elements in " + buffer.remaining() + " bytes");
    }
    return count;
  }

  /** How many tagged fields follow. */
  public int readTagCount(String struct) {
    int count = readUnsignedVarint(struct);
    if (count < 0 || count > buffer.remaining() / 2) {
      throw malformed(struct, Integer.toUnsignedString(count) + " tagged fields");
    }
    return count;
  }

  public int readTag(String struct) {
    return readUnsignedVarint(struct);
  }

  /** Reads the size of a tagged field; its end, as a position for {@link #skipTo}. */
  public int readTagEnd(String struct) {
    int size = readUnsignedVarint(struct);
    if (size < 0 || size > buffer.remaining()) {
      throw malformed(struct, "tagged field of " + Integer.toUnsignedString(size) + " bytes");
    }
    return buffer.position() + size;
  }

  /** Goes on from a position: behind a tagged field nobody here knows, or back to read again. */
  public void skipTo(int end) {
    buffer.position(end);
  }

  /** Refuses a tagged field that was longer or shorter than its size said. */
  public void endTag(String field, int end) {
    if (buffer.position() != end) {
      throw malformed(field, "tagged field with a wrong size");
    }
  }

  /** Passes over all tagged fields of a struct that has none of its own. */
  public void skipTags(String struct) {
    for (int left = readTagCount(struct); left > 0; left--) {
      readTag(struct);
      skipTo(readTagEnd(struct));
    }
  }

  private int readLength(String field, boolean compact) {
    return compact ? readCompactLength(field) : readInt32(field);
  }

  private int readCompactLength(String field) {
    int lengthPlusOne = readUnsignedVarint(field);
    if (lengthPlusOne < 0) {
      throw malformed(field, "length " + Integer.toUnsignedString(lengthPlusOne));
    }
    return lengthPlusOne - 1;
  }

  private <T> T nullOf(int length, String field) {
    if (length != -1) {
      throw malformed(field, "negative length " + length);
    }
    return null;
  }

  private <T> T requirePresent(T value, String field) {
    if (value == null) {
      throw malformed(field, "null where none may be");
    }
    return value;
  }

  private void require(int bytes, String field) {
    if (buffer.remaining() < bytes) {
      throw malformed(field, bytes + " bytes needed, " + buffer.remaining() + " left");
    }
  }

  private MalformedMessageException malformed(String field, String problem) {
    return new MalformedMessageException(problem, field, offset());
  }
}
