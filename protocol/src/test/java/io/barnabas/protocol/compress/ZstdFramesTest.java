package io.barnabas.protocol.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZstdFramesTest {
  private final byte[] content = CodecBytes.text(new Random(9), 300_000);
  private final byte[] frame = CodecBytes.compressed(Compression.ZSTD, content);

  @Test
  void framesFollowOneAnother() {
    byte[] two = ByteBuffer.allocate(2 * frame.length).put(frame).put(frame).array();
    byte[] expected = CodecBytes.decompressedByKafkaClients(Compression.ZSTD, two);
    assertArrayEquals(expected, decompressed(two));
  }

  @Test
  void skippableFramesAreSkipped() {
    byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
    byte[] both =
        ByteBuffer.allocate(frame.length + skippable.length).put(skippable).put(frame).array();
    assertArrayEquals(content, decompressed(both));
  }

  @Test
  void garbageBehindTheFrameIsRefused() {
    assertThrows(
        DecompressionException.class, () -> decompressed(Arrays.copyOf(frame, frame.length + 7)));
  }

  @Test
  void hugeWindowIsRefused() {
    // magic, a descriptor without content size, then the window descriptor; exponent 31 is 2 TiB
    for (int exponent = 18; exponent < 32; exponent++) {
      byte[] bytes = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (exponent << 3), 1, 0, 0};
      DecompressionException e =
          assertThrows(DecompressionException.class, () -> decompressed(bytes));
      assertTrue(e.getMessage().startsWith("Malformed zstd data"), e.getMessage());
    }
  }

  private static byte[] decompressed(byte[] bytes) {
    return CodecBytes.decompressed(Compression.ZSTD, bytes, 1 << 20);
  }
}
