package io.barnabas.protocol.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Lz4FrameTest {
  private final byte[] content = CodecBytes.text(new Random(3), 150_000);

  @ParameterizedTest
  @EnumSource(BLOCKSIZE.class)
  void everyBlockSizeIsRead(BLOCKSIZE blockSize) throws IOException {
    assertRead(frame(blockSize, Bits.BLOCK_INDEPENDENCE));
  }

  @Test
  void contentSizeAndChecksumsAreRead() throws IOException {
    assertRead(
        frame(
            BLOCKSIZE.SIZE_64KB,
            Bits.BLOCK_INDEPENDENCE,
            Bits.BLOCK_CHECKSUM,
            Bits.CONTENT_CHECKSUM,
            Bits.CONTENT_SIZE));
  }

  @Test
  void wrongBlockChecksumIsRefused() throws IOException {
    byte[] frame = frame(BLOCKSIZE.SIZE_64KB, Bits.BLOCK_INDEPENDENCE, Bits.BLOCK_CHECKSUM);
    frame[frame.length - 5] ^= 1;
    assertRefused(frame, "checksum");
  }

  @Test
  void wrongContentChecksumIsRefused() throws IOException {
    byte[] frame = frame(BLOCKSIZE.SIZE_64KB, Bits.BLOCK_INDEPENDENCE, Bits.CONTENT_CHECKSUM);
    frame[frame.length - 1] ^= 1;
    assertRefused(frame, "checksum");
  }

  @Test
  void wrongHeaderChecksumIsReadInFormat0Only() {
    byte[] frame = CodecBytes.compressedByKafkaClients(Compression.LZ4, 9, (byte) 0, content);
    assertRefused(frame, "header checksum");
    DecompressedBytes out = new DecompressedBytes();
    new Decompressor().decompress(Compression.LZ4, 0, frame, 0, frame.length, out);
    assertArrayEquals(content, Arrays.copyOf(out.array(), out.size()));
  }

  @Test
  void dependentBlocksAreRefused() {
    byte[] frame = CodecBytes.compressed(Compression.LZ4, content);
    frame[4] &= ~Lz4Frame.FLG_INDEPENDENT_BLOCKS;
    assertRefused(frame, "dependent blocks");
  }

  @Test
  void otherVersionsReservedBitsAndSizesAreRefused() {
    assertRefused(withByte(4, 0xa0), "version");
    assertRefused(withByte(4, 0x61), "version");
    assertRefused(withByte(5, 0x30), "block size");
    assertRefused(withByte(5, 0x41), "block size");
    assertRefused(withByte(5, 0xc0), "block size");
    assertRefused(withByte(0, 0), "No lz4 frame");
  }

  @Test
  void blockLargerThanTheFrameAllowsIsRefused() {
    byte[] frame = CodecBytes.compressed(Compression.LZ4, content);
    LittleEndian.putInt(frame, Lz4Frame.HEADER_BYTES, 65537);
    assertRefused(frame, "larger than its frame allows");
    LittleEndian.putInt(frame, Lz4Frame.HEADER_BYTES, Integer.MAX_VALUE);
    assertRefused(frame, "larger than its frame allows");
  }

  @Test
  void whatFollowsTheEndMarkIsNotLookedAt() {
    byte[] frame = CodecBytes.compressed(Compression.LZ4, content);
    assertRead(Arrays.copyOf(frame, frame.length + 9));
  }

  @Test
  void smallFrameWithLargeBlocksTakesLittleMemory() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (LZ4FrameOutputStream out =
        new LZ4FrameOutputStream(bytes, BLOCKSIZE.SIZE_4MB, Bits.BLOCK_INDEPENDENCE)) {
      out.write(new byte[200]);
    }
    DecompressedBytes out = new DecompressedBytes();
    CodecBytes.decompressed(new Decompressor(), Compression.LZ4, bytes.toByteArray(), out);
    assertEquals(200, out.size());
    assertTrue(out.array().length < 16 * 1024);
  }

  private byte[] frame(BLOCKSIZE blockSize, Bits... bits) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean sized = Arrays.asList(bits).contains(Bits.CONTENT_SIZE);
    try (LZ4FrameOutputStream out =
        sized
            ? new LZ4FrameOutputStream(bytes, blockSize, content.length, bits)
            : new LZ4FrameOutputStream(bytes, blockSize, bits)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private byte[] withByte(int index, int value) {
    byte[] frame = CodecBytes.compressed(Compression.LZ4, content);
    frame[index] = (byte) value;
    return frame;
  }

  private void assertRead(byte[] frame) {
    assertArrayEquals(content, CodecBytes.decompressed(Compression.LZ4, frame, 1 << 20));
  }

  private static void assertRefused(byte[] frame, String reason) {
    DecompressionException e =
        assertThrows(
            DecompressionException.class,
            () -> CodecBytes.decompressed(Compression.LZ4, frame, 1 << 20));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }
}
