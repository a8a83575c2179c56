package io.barnabas.protocol.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ByteWriterTest {

  private static final String FIELD = "Message.field";

  private final ByteWriter out = new ByteWriter(1);

  @Test
  void numbersAreBigEndian() {
    out.writeInt16((short) 0x0102);
    out.writeInt32(0x03040506);
    out.writeInt64(0x0708090A0B0C0D0EL);
    out.writeUuid(new UUID(1, 2));

    assertEquals("0102030405060708090a0b0c0d0e00000000000000010000000000000002", written());
  }

  @Test
  void unsignedValueOutOfRangeIsRefusedByName() {
    out.writeUint16(FIELD, 65535);
    out.writeUint32(FIELD, 4294967295L);
    assertEquals("ffffffffffff", written());

    refusedWithName(() -> out.writeUint16(FIELD, 65536));
    refusedWithName(() -> out.writeUint16(FIELD, -1));
    refusedWithName(() -> out.writeUint32(FIELD, 4294967296L));
  }

  @Test
  void stringTooLongForTheWireIsRefusedByName() {
    out.writeString(FIELD, "a".repeat(32767), true);

    refusedWithName(() -> out.writeString(FIELD, "a".repeat(32768), true));
    refusedWithName(() -> out.writeString(FIELD, "\u00e9".repeat(16384), false));
  }

  @Test
  void nullWhereNoneMayBeIsRefusedByName() {
    for (Runnable write :
        List.<Runnable>of(
            () -> out.writeString(FIELD, null, true),
            () -> out.writeBytes(FIELD, null, true),
            () -> out.writeRecords(FIELD, null, true),
            () -> out.writeList(FIELD, null, true, (short) 0, (e, w, v) -> {}))) {
      assertEquals(FIELD, assertThrows(NullPointerException.class, write::run).getMessage());
    }
  }

  @Test
  void recordsAreHandedOverWithoutACopyAndInTheirPlace() {
    byte[] first = {1, 2, 3};
    byte[] second = {4};
    out.writeInt8((byte) 0x77);
    out.writeRecords(FIELD, ByteBuffer.wrap(first, 1, 2), false);
    out.writeInt8((byte) 0x78);
    out.writeRecords(FIELD, ByteBuffer.wrap(second), true);
    out.writeNullableRecords(FIELD, null, true);

    ByteBuffer[] buffers = out.buffers();
    assertEquals(5, buffers.length);
    assertTrue(buffers[1].array() == first && buffers[3].array() == second);
    assertEquals("7700000002" + "0203" + "78" + "02" + "04" + "00", written());
    assertEquals(written().length() / 2, out.size());
  }

  @Test
  void aRangeOfAnArrayIsHandedOverWithoutACopy() {
    byte[] array = {1, 2, 3, 4};
    out.writeRecords(array, 1, 2, true);
    out.writeRecords(array, 4, 0, true);
    array[1] = 9;

    assertTrue(out.buffers()[1].array() == array);
    assertEquals("03" + "0903" + "01", written());
  }

  @Test
  void buffersGivenOutDoNotMoveTheOnesTheyWereMadeFrom() {
    ByteBuffer records = ByteBuffer.wrap(new byte[] {1, 2});
    out.writeRecords(FIELD, records, false);
    for (ByteBuffer buffer : out.buffers()) {
      buffer.position(buffer.limit());
    }

    assertEquals(0, records.position());
  }

  @Test
  void emptyRecordsAreNoBuffer() {
    out.writeRecords(FIELD, ByteBuffer.allocate(0), false);

    assertEquals(1, out.buffers().length);
    assertEquals("00000000", written());
  }

  @Test
  void sizeOfATaggedFieldStandsInFrontWhateverItsLength() {
    for (int length : new int[] {0, 1, 126, 127, 128, 16_383, 16_384, 300_000}) {
      ByteWriter writer = new ByteWriter();
      int start = writer.beginTag(3);
      for (int i = 0; i < length; i++) {
        writer.writeInt8((byte) i);
      }
      writer.endTag(start);
      writer.writeInt8((byte) 0x55);

      ByteReader in = new ByteReader(ByteBuffer.wrap(writer.toByteArray()));
      assertEquals(3, in.readTag(FIELD));
      int end = in.readTagEnd(FIELD);
      assertEquals(length, end - in.offset());
      for (int i = 0; i < length; i++) {
        assertEquals((byte) i, in.readInt8(FIELD));
      }
      assertEquals(0x55, in.readInt8(FIELD));
    }
  }

  @Test
  void lengthOfAFrameCanBePutInWhenItIsKnown() {
    out.writeInt32(0);
    out.writeInt8((byte) 9);
    out.setInt32(0, out.size() - Integer.BYTES);

    assertEquals("0000000109", written());
    assertThrows(IndexOutOfBoundsException.class, () -> out.setInt32(2, 0));
  }

  @Test
  void clearedWriterStartsAnew() {
    out.writeRecords(FIELD, ByteBuffer.wrap(new byte[100]), false);
    out.clear();
    out.writeBool(true);

    assertEquals(1, out.size());
    assertEquals("01", written());
  }

  @Test
  void bytesAreCopied() {
    byte[] value = {1};
    out.writeBytes(FIELD, value, true);
    value[0] = 2;

    assertEquals("0201", written());
    assertNotSame(out.toByteArray(), out.toByteArray());
  }

  @Property
  boolean everyNumberComesBack(
      @ForAll int number, @ForAll long big, @ForAll short small, @ForAll double real) {
    ByteWriter writer = new ByteWriter(0);
    writer.writeUnsignedVarint(number);
    writer.writeVarint(number);
    writer.writeVarlong(big);
    writer.writeInt64(big);
    writer.writeInt16(small);
    writer.writeFloat64(real);
    ByteReader in = new ByteReader(ByteBuffer.wrap(writer.toByteArray()));
    return in.readUnsignedVarint(FIELD) == number
        && in.readVarint(FIELD) == number
        && in.readVarlong(FIELD) == big
        && in.readInt64(FIELD) == big
        && in.readInt16(FIELD) == small
        && Double.compare(in.readFloat64(FIELD), real) == 0
        && in.remaining() == 0;
  }

  @Property
  boolean everyByteArrayComesBack(@ForAll @Size(max = 300) byte[] value, @ForAll boolean compact) {
    ByteWriter writer = new ByteWriter(0);
    writer.writeBytes(FIELD, value, compact);
    writer.writeByteBuffer(FIELD, ByteBuffer.wrap(value), compact);
    ByteReader in = new ByteReader(ByteBuffer.wrap(writer.toByteArray()));
    return Arrays.equals(value, in.readBytes(FIELD, compact))
        && ByteBuffer.wrap(value).equals(in.readByteBuffer(FIELD, compact));
  }

  @Test
  void loneSurrogateBecomesAQuestionMark() {
    out.writeString(FIELD, "a\uD800b", true);

    assertArrayEquals(new byte[] {4, 'a', '?', 'b'}, out.toByteArray());
  }

  private String written() {
    return HexFormat.of().formatHex(out.toByteArray());
  }

  private static void refusedWithName(Runnable write) {
    String message = assertThrows(IllegalArgumentException.class, write::run).getMessage();
    assertTrue(message.contains(FIELD), message);
  }
}
