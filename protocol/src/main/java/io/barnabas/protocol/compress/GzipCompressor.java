package io.barnabas.protocol.compress;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** One gzip member (RFC 1952) a batch, with a deflater that is reset and not made anew. */
final class GzipCompressor extends Compressor {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int TRAILER_BYTES = 8;

  private final Deflater deflater;
  private final CRC32 crc = new CRC32();
  private final HeapOutput output = new HeapOutput();

  GzipCompressor(int level) {
    super(Compression.GZIP);
    deflater = new Deflater(level, true);
  }

  @Override
  public ByteBuffer compress(byte[] src, int offset, int length) {
    byte[] out = output.arrayOf(HEADER.length + TRAILER_BYTES + length + length / 1000 + 64);
    System.arraycopy(HEADER, 0, out, 0, HEADER.length);
    int size = HEADER.length;

    deflater.reset();
    deflater.setInput(src, offset, length);
    deflater.finish();
    while (!deflater.finished()) {
      if (size == out.length) {
        out = output.grow();
      }
      size += deflater.deflate(out, size, out.length - size);
    }

    while (out.length - size < TRAILER_BYTES) {
      out = output.grow();
    }
    crc.reset();
    crc.update(src, offset, length);
    LittleEndian.putInt(out, size, (int) crc.getValue());
    LittleEndian.putInt(out, size + 4, length);
    return output.first(size + TRAILER_BYTES);
  }

  @Override
  public void close() {
    deflater.end();
  }
}
