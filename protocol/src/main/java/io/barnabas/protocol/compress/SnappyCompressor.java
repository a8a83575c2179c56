package io.barnabas.protocol.compress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.xerial.snappy.Snappy;

/**
 * Snappy in the framing of snappy-java's streams, which Kafka's format adopted: a header of 16
 * bytes, then blocks of at most 32 KiB of input, each after its compressed length.
 */
final class SnappyCompressor extends Compressor {
  private static final int BLOCK_BYTES = 32 * 1024;

  private final HeapOutput output = new HeapOutput();

  SnappyCompressor() {
    super(Compression.SNAPPY);
    Snappy.maxCompressedLength(0); // loads the native library here, where its absence is reported
  }

  @Override
  public ByteBuffer compress(byte[] src, int offset, int length) {
    int blocks = (length + BLOCK_BYTES - 1) / BLOCK_BYTES;
    int blockBound = Integer.BYTES + Snappy.maxCompressedLength(Math.min(length, BLOCK_BYTES));
    byte[] out = output.arrayOf(XerialFraming.HEADER_BYTES + blocks * blockBound);
    int size = XerialFraming.writeHeader(out);
    int end = offset + length;
    for (int block = offset; block < end; block += BLOCK_BYTES) {
      int compressed =
          compressBlock(src, block, Math.min(BLOCK_BYTES, end - block), out, size + Integer.BYTES);
      XerialFraming.putInt(out, size, compressed);
      size += Integer.BYTES + compressed;
    }
    return output.first(size);
  }

  private static int compressBlock(byte[] src, int offset, int length, byte[] dst, int dstOffset) {
    try {
      return Snappy.compress(src, offset, length, dst, dstOffset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
