package io.barnabas.protocol.compress;

import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * One lz4 frame a batch: independent blocks of 64 KiB, no checksum but the header's, an end mark.
 */
final class Lz4Compressor extends Compressor {
  private static final int FLG = Lz4Frame.FLG_VERSION_1 | Lz4Frame.FLG_INDEPENDENT_BLOCKS;

  private final LZ4Compressor blocks;
  private final byte[] header = new byte[Lz4Frame.HEADER_BYTES];
  private final HeapOutput output = new HeapOutput();

  Lz4Compressor(int level) {
    super(Compression.LZ4);
    LZ4Factory factory = LZ4Factory.fastestInstance();
    // Kafka's default level, 9, means the fast compressor; every other level the high compressor.
    blocks =
        level == Compression.LZ4.defaultLevel()
            ? factory.fastCompressor()
            : factory.highCompressor(level);
    XXHash32 xxHash = XXHashFactory.fastestInstance().hash32();
    LittleEndian.putInt(header, 0, Lz4Frame.MAGIC);
    header[4] = FLG;
    header[5] = Lz4Frame.BD_64_KIB;
    header[6] = (byte) (xxHash.hash(header, 4, 2, 0) >> 8);
  }

  @Override
  public ByteBuffer compress(byte[] src, int offset, int length) {
    int blockCount = (length + Lz4Frame.BLOCK_BYTES_64_KIB - 1) / Lz4Frame.BLOCK_BYTES_64_KIB;
    int largestBlock = Math.min(length, Lz4Frame.BLOCK_BYTES_64_KIB);
    int blockBound = Integer.BYTES + blocks.maxCompressedLength(largestBlock);
    byte[] out = output.arrayOf(header.length + blockCount * blockBound + Integer.BYTES);
    System.arraycopy(header, 0, out, 0, header.length);
    int size = header.length;
    int end = offset + length;
    for (int block = offset; block < end; block += Lz4Frame.BLOCK_BYTES_64_KIB) {
      size += writeBlock(src, block, Math.min(Lz4Frame.BLOCK_BYTES_64_KIB, end - block), out, size);
    }
    LittleEndian.putInt(out, size, 0);
    return output.first(size + Integer.BYTES);
  }

  private int writeBlock(byte[] src, int offset, int length, byte[] out, int at) {
    int body = at + Integer.BYTES;
    int compressed =
        blocks.compress(src, offset, length, out, body, blocks.maxCompressedLength(length));
    if (compressed < length) {
      LittleEndian.putInt(out, at, compressed);
      return Integer.BYTES + compressed;
    }
    System.arraycopy(src, offset, out, body, length);
    LittleEndian.putInt(out, at, length | Lz4Frame.UNCOMPRESSED_BLOCK);
    return Integer.BYTES + length;
  }
}
