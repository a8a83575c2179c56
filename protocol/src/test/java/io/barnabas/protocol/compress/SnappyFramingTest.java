package io.barnabas.protocol.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class SnappyFramingTest {
  private static final int FIRST_BLOCK = XerialFraming.HEADER_BYTES;

  private final byte[] content = CodecBytes.text(new Random(7), 50_000);
  private final byte[] stream = CodecBytes.compressed(Compression.SNAPPY, content);

  @Test
  void bareBlockIsRead() throws IOException {
    assertArrayEquals(content, decompressed(Snappy.compress(content)));
  }

  @Test
  void bareBlockShorterThanTheFramingHeaderIsRead() throws IOException {
    assertArrayEquals(new byte[] {1}, decompressed(Snappy.compress(new byte[] {1})));
  }

  @Test
  void streamsFollowOneAnother() {
    byte[] two = ByteBuffer.allocate(2 * stream.length).put(stream).put(stream).array();
    byte[] expected = CodecBytes.decompressedByKafkaClients(Compression.SNAPPY, two);
    assertArrayEquals(expected, decompressed(two));
  }

  @Test
  void laterVersionsAreReadAndVersion0IsNot() {
    assertArrayEquals(content, decompressed(withInt(8, 2)));
    assertRefused(withInt(8, 0), "version");
  }

  @Test
  void impossibleBlockLengthsAreRefused() {
    assertRefused(withInt(FIRST_BLOCK, -1), "impossible length: -1");
    assertRefused(withInt(FIRST_BLOCK, Integer.MAX_VALUE), "impossible length");
    assertRefused(withInt(FIRST_BLOCK, stream.length), "impossible length");
  }

  @Test
  void blockThatAnnouncesMoreThanTheLimitIsRefusedWithoutMemory() {
    for (byte fifth : new byte[] {0x03, 0x0f}) {
      byte[] block = {-1, -1, -1, -1, fifth, 0, 0, 0};
      DecompressedBytes out = new DecompressedBytes(1 << 20);
      assertThrows(
          DecompressionException.class,
          () -> CodecBytes.decompressed(new Decompressor(), Compression.SNAPPY, block, out));
      assertTrue(out.array().length <= 1024);
    }
  }

  private byte[] withInt(int index, int value) {
    byte[] changed = stream.clone();
    XerialFraming.putInt(changed, index, value);
    return changed;
  }

  private static byte[] decompressed(byte[] bytes) {
    return CodecBytes.decompressed(Compression.SNAPPY, bytes, 1 << 20);
  }

  private static void assertRefused(byte[] bytes, String reason) {
    DecompressionException e =
        assertThrows(DecompressionException.class, () -> decompressed(bytes));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }
}
