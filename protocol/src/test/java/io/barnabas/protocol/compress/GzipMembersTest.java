package io.barnabas.protocol.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GzipMembersTest {
  private static final int HEADER_BYTES = 10;
  private static final int FLAGS = 3;

  private final byte[] content = CodecBytes.text(new Random(5), 5_000);
  private final byte[] member = CodecBytes.compressed(Compression.GZIP, content);

  @Test
  void membersFollowOneAnother() {
    byte[] two = concat(member, member);
    assertArrayEquals(concat(content, content), decompressed(two));
    assertArrayEquals(
        CodecBytes.decompressedByKafkaClients(Compression.GZIP, two), decompressed(two));
  }

  @Test
  void whatFollowsTheLastMemberIsNotLookedAt() {
    assertArrayEquals(content, decompressed(concat(member, new byte[30])));
    assertArrayEquals(content, decompressed(concat(member, new byte[] {0x1f})));
  }

  @Test
  void optionalHeaderFieldsAreSkipped() {
    byte[] extra = {3, 0, 9, 9, 9};
    byte[] name = {'f', 0};
    byte[] comment = {'c', 'c', 0};
    byte[] crc = {1, 2};
    assertArrayEquals(content, decompressed(withFields(0x04, extra)));
    assertArrayEquals(content, decompressed(withFields(0x08, name)));
    assertArrayEquals(content, decompressed(withFields(0x10, comment)));
    assertArrayEquals(
        content, decompressed(withFields(0x1e, concat(concat(extra, name), concat(comment, crc)))));
  }

  @Test
  void headerFieldsBeyondTheEndAreRefused() {
    byte[] header = Arrays.copyOf(member, 20);
    for (int flag : new int[] {0x02, 0x04, 0x08, 0x10}) {
      header[FLAGS] = (byte) flag;
      Arrays.fill(header, HEADER_BYTES, header.length, (byte) 0xff);
      assertRefused(header, "");
    }
  }

  @Test
  void otherMethodsAndFlagsAreRefused() {
    assertRefused(withByte(0, 0x1e), "No gzip header");
    assertRefused(withByte(2, 7), "Unsupported");
    assertRefused(withByte(FLAGS, 0x20), "Unsupported");
  }

  @Test
  void wrongTrailerIsRefused() {
    assertRefused(withByte(member.length - 8, member[member.length - 8] ^ 1), "trailer");
    assertRefused(withByte(member.length - 1, 1), "trailer");
  }

  private byte[] withFields(int flags, byte[] fields) {
    return withByte(
        FLAGS,
        flags,
        ByteBuffer.allocate(member.length + fields.length)
            .put(member, 0, HEADER_BYTES)
            .put(fields)
            .put(member, HEADER_BYTES, member.length - HEADER_BYTES)
            .array());
  }

  private byte[] withByte(int index, int value) {
    return withByte(index, value, member.clone());
  }

  private static byte[] withByte(int index, int value, byte[] bytes) {
    bytes[index] = (byte) value;
    return bytes;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static byte[] decompressed(byte[] bytes) {
    return CodecBytes.decompressed(Compression.GZIP, bytes, 1 << 20);
  }

  private static void assertRefused(byte[] bytes, String reason) {
    DecompressionException e =
        assertThrows(DecompressionException.class, () -> decompressed(bytes));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }
}
