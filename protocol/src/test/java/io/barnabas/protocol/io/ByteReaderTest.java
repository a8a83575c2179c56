package io.barnabas.protocol.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.ApiMessage;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ByteReaderTest {

  private static final String FIELD = "Message.field";

  @Test
  void errorNamesFieldAndOffset() {
    ByteReader in = reader("00 00 00 01 00");
    in.readInt32(FIELD);

    MalformedMessageException refused =
        assertThrows(MalformedMessageException.class, () -> in.readInt16("Message.Struct.name"));
    assertEquals("Message.Struct.name", refused.field());
    assertEquals(4, refused.offset());
    assertTrue(refused.getMessage().contains("Message.Struct.name, offset 4"));
  }

  @Test
  void offsetCountsFromWhereTheReaderBegan() {
    ByteBuffer frame = ByteBuffer.wrap(new byte[10]).position(6);
    ByteReader in = new ByteReader(frame);
    in.readInt16(FIELD);

    assertEquals(2, in.offset());
    assertEquals(2, in.remaining());
    assertEquals(6, frame.position());
  }

  @Test
  void everyFixedSizeValueNeedsAllItsBytes() {
    refused("", in -> in.readBool(FIELD));
    refused("", in -> in.readInt8(FIELD));
    refused("00", in -> in.readInt16(FIELD));
    refused("00", in -> in.readUint16(FIELD));
    refused("00 00 00", in -> in.readInt32(FIELD));
    refused("00 00 00", in -> in.readUint32(FIELD));
    refused("00 00 00 00 00 00 00", in -> in.readInt64(FIELD));
    refused("00 00 00 00 00 00 00", in -> in.readFloat64(FIELD));
    refused("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", in -> in.readUuid(FIELD));
  }

  @Test
  void unsignedValuesAreNotNegative() {
    assertEquals(65535, reader("ff ff").readUint16(FIELD));
    assertEquals(4294967295L, reader("ff ff ff ff").readUint32(FIELD));
  }

  @Test
  void zeroUuidIsTheConstant() {
    assertSame(ApiMessage.ZERO_UUID, reader("00".repeat(16)).readUuid(FIELD));
  }

  @Test
  void varintOfMoreThanFiveBytesIsRefused() {
    assertEquals(-1, reader("ff ff ff ff 0f").readUnsignedVarint(FIELD));
    refused("ff ff ff ff 1f", in -> in.readUnsignedVarint(FIELD));
    refused("80 80 80 80 80 00", in -> in.readUnsignedVarint(FIELD));
    refused("ff ff", in -> in.readUnsignedVarint(FIELD));
    refused("", in -> in.readUnsignedVarint(FIELD));
  }

  @Test
  void varlongOfMoreThanTenBytesIsRefused() {
    assertEquals(Long.MIN_VALUE, reader("ff ff ff ff ff ff ff ff ff 01").readVarlong(FIELD));
    refused("ff ff ff ff ff ff ff ff ff 02", in -> in.readVarlong(FIELD));
    refused("80 80 80 80 80 80 80 80 80 80 00", in -> in.readVarlong(FIELD));
    refused("ff", in -> in.readVarlong(FIELD));
  }

  @Test
  void zigzagValuesComeBack() {
    assertEquals(-1, reader("01").readVarint(FIELD));
    assertEquals(Integer.MIN_VALUE, reader("ff ff ff ff 0f").readVarint(FIELD));
    assertEquals(64, reader("80 01").readVarlong(FIELD));
  }

  @Test
  void nullIsReadWhereItMayBeAndRefusedElsewhere() {
    assertNull(reader("ff ff").readNullableString(FIELD, false));
    assertNull(reader("00").readNullableString(FIELD, true));
    assertNull(reader("ff ff ff ff").readNullableBytes(FIELD, false));
    assertNull(reader("00").readNullableRecords(FIELD, true));
    refused("ff ff", in -> in.readString(FIELD, false));
    refused("00", in -> in.readString(FIELD, true));
    refused("ff ff ff ff", in -> in.readBytes(FIELD, false));
    refused("00", in -> in.readRecords(FIELD, true));
    refused("00", in -> in.readByteBuffer(FIELD, true));
    refused("ff ff ff ff", in -> readInts(in, false));
  }

  @Test
  void lengthBelowMinusOneIsRefused() {
    refused("ff fe", in -> in.readNullableString(FIELD, false));
    refused("80 00", in -> in.readNullableString(FIELD, false));
    refused("ff ff ff fe", in -> in.readNullableBytes(FIELD, false));
    refused("80 00 00 00", in -> in.readNullableRecords(FIELD, false));
    refused("80 00 00 00", in -> readInts(in, false));
  }

  @Test
  void lengthPastTheEndIsRefused() {
    refused("00 03 61 62", in -> in.readString(FIELD, false));
    refused("7f ff ff ff 00", in -> in.readBytes(FIELD, false));
    refused("ff ff ff ff 07 00", in -> in.readBytes(FIELD, true));
    refused("ff ff ff ff 0f 00", in -> in.readBytes(FIELD, true));
    refused("7f ff ff ff 00", in -> in.readRecords(FIELD, false));
  }

  @Test
  void stringOfMoreThan32767BytesIsRefused() {
    ByteWriter out = new ByteWriter();
    out.writeUnsignedVarint(32768 + 1);
    out.writeBytes(FIELD, new byte[32768], false);
    byte[] encoded = out.toByteArray();

    assertThrows(
        MalformedMessageException.class,
        () -> new ByteReader(ByteBuffer.wrap(encoded)).readString(FIELD, true));
  }

  @Test
  void countThatTheBytesCannotHoldIsRefusedBeforeAnyElementIsRead() {
    refused("00 00 00 03 00 00 00 00 00 00 00 00", in -> readInts(in, false));
    refused("7f ff ff ff 00 00 00 00", in -> readInts(in, false));
    refused("80 80 80 80 08 00", in -> readInts(in, true));
    assertEquals(List.of(7, 8), readInts(reader("03 00 00 00 07 00 00 00 08"), true));
  }

  @Test
  void emptyListIsShared() {
    assertSame(List.of(), readInts(reader("00 00 00 00"), false));
  }

  @Test
  void invalidUtf8IsRefused() {
    refused("00 02 c0 80", in -> in.readString(FIELD, false));
    refused("03 ff 61", in -> in.readString(FIELD, true));
  }

  @Test
  void recordsAreASliceOfTheFrame() {
    byte[] frame = HexFormat.of().parseHex("00000003010203ff");
    ByteReader in = new ByteReader(ByteBuffer.wrap(frame));
    ByteBuffer records = in.readRecords(FIELD, false);
    frame[4] = 9;

    assertEquals(3, records.capacity());
    assertEquals(9, records.get(0));
    assertEquals(1, in.remaining());
  }

  @Test
  void bytesThatWerePassedOverCanBeLookedAtLater() {
    ByteReader in = reader("00 00 00 03 01 02 03 ff ff ff ff 07");
    assertEquals(3, in.skipNullableBytes(FIELD, false));
    int end = in.position();
    assertEquals(-1, in.skipNullableBytes(FIELD, false));
    assertEquals(7, in.readInt8(FIELD));

    assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), in.slice(end - 3, 3));
    refused("00 00 00 03 01 02", each -> each.skipNullableBytes(FIELD, false));
    refused("ff ff ff fe", each -> each.skipNullableBytes(FIELD, false));
  }

  @Test
  void bytesAreACopyOfTheFrame() {
    byte[] frame = {0, 0, 0, 1, 5};
    byte[] bytes = new ByteReader(ByteBuffer.wrap(frame)).readBytes(FIELD, false);
    frame[4] = 9;

    assertArrayEquals(new byte[] {5}, bytes);
  }

  @Test
  void directBufferIsReadLikeOneOnTheHeap() {
    byte[] encoded = "\u0000\u0005héßa".getBytes(UTF_8);
    encoded[1] = (byte) (encoded.length - 2);
    ByteBuffer direct = ByteBuffer.allocateDirect(encoded.length).put(encoded).flip();

    assertEquals("héßa", new ByteReader(direct).readString(FIELD, false));
  }

  @Test
  void unknownTaggedFieldsArePassedOver() {
    ByteReader in = reader("02 05 01 aa 63 02 bb cc 77");
    in.skipTags("Message");

    assertEquals(0x77, in.readInt8(FIELD));
  }

  @Test
  void taggedFieldsThatTheBytesCannotHoldAreRefused() {
    refused("03 00 00 00 00", in -> in.skipTags(FIELD));
    refused("ff ff ff ff 0f 00 00", in -> in.skipTags(FIELD));
    refused("01 00 05 aa", in -> in.skipTags(FIELD));
    refused("01 00 ff ff ff ff 0f aa", in -> in.skipTags(FIELD));
    refused("01 00", in -> in.skipTags(FIELD));
  }

  @Test
  void taggedFieldWithAWrongSizeIsRefused() {
    ByteReader in = reader("02 aa bb");
    int end = in.readTagEnd(FIELD);
    in.readInt8(FIELD);

    assertThrows(MalformedMessageException.class, () -> in.endTag(FIELD, end));
    in.readInt8(FIELD);
    in.endTag(FIELD, end);
    assertEquals(0, in.remaining());
  }

  @Test
  void bytesLeftOverAreRefused() {
    refused("00", in -> in.requireFullyRead(FIELD));
    reader("").requireFullyRead(FIELD);
  }

  @Test
  void aCountIsBelievedAsFarAsTheBytesAllow() {
    assertEquals(2, reader("00000002 0000").readCount(FIELD, false, 1));
    assertEquals(2, reader("03 0000").readCount(FIELD, true, 1));
    refused("00000002 0000", in -> in.readCount(FIELD, false, 2));
    refused("FFFFFFFF", in -> in.readCount(FIELD, false, 2));
    refused("00", in -> in.readCount(FIELD, true, 2));
  }

  @Test
  void whatWasReadCanBeReadAgain() {
    ByteReader in = reader("0102");
    int start = in.position();
    assertEquals(0x0102, in.readInt16(FIELD));
    in.skipTo(start);
    assertEquals(0x0102, in.readInt16(FIELD));
  }

  private static List<Integer> readInts(ByteReader in, boolean compact) {
    return in.readList(FIELD, compact, 4, (short) 0, (r, v) -> r.readInt32(FIELD));
  }

  private static ByteReader reader(String hex) {
    return new ByteReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  private static void refused(String hex, Consumer<ByteReader> read) {
    MalformedMessageException refusal =
        assertThrows(MalformedMessageException.class, () -> read.accept(reader(hex)), hex);
    assertEquals(FIELD, refusal.field());
  }
}
