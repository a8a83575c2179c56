package io.barnabas.protocol.compress;

import java.io.IOException;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/** Snappy blocks in xerial framing, or one bare block, as some clients wrote them. */
final class SnappyDecompressor implements Decompressor.Codec {
  SnappyDecompressor() {
    Snappy.maxCompressedLength(0); // loads the native library here, where its absence is reported
  }

  @Override
  public void decompress(byte[] src, int offset, int length, DecompressedBytes out) {
    int end = offset + length;
    if (!XerialFraming.headerAt(src, offset, end)) {
      readBlock(src, offset, length, out);
      return;
    }
    int position = skipHeader(src, offset);
    while (position < end) {
      // Streams may be concatenated: a header where a block should be starts the next one.
      if (XerialFraming.headerAt(src, position, end)) {
        position = skipHeader(src, position);
        continue;
      }
      int blockLength = blockLength(src, position, end);
      readBlock(src, position + Integer.BYTES, blockLength, out);
      position += Integer.BYTES + blockLength;
    }
  }

  private static int skipHeader(byte[] src, int position) {
    if (!XerialFraming.compatibleAt(src, position)) {
      throw new DecompressionException("Unsupported version of the snappy framing");
    }
    return position + XerialFraming.HEADER_BYTES;
  }

  private static int blockLength(byte[] src, int position, int end) {
    if (end - position < Integer.BYTES) {
      throw new DecompressionException("The snappy data end within a block's length");
    }
    int length = XerialFraming.getInt(src, position);
    if (length < 0 || length > end - position - Integer.BYTES) {
      throw new DecompressionException("A snappy block has an impossible length: " + length);
    }
    return length;
  }

  private static void readBlock(byte[] src, int offset, int length, DecompressedBytes out) {
    try {
      int uncompressed = Snappy.uncompressedLength(src, offset, length);
      if (uncompressed < 0) {
        throw out.beyondLimit();
      }
      // The library writes as many bytes as the block announces, whatever the size of the array.
      out.ensureRoom(uncompressed);
      out.advance(Snappy.uncompress(src, offset, length, out.array(), out.size()));
    } catch (IOException | SnappyError e) {
      throw new DecompressionException("Malformed snappy data: " + e.getMessage(), e);
    }
  }
}
