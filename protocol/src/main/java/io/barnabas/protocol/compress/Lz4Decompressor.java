package io.barnabas.protocol.compress;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * One lz4 frame of independent blocks, up to its end mark; what follows is not looked at. Frames
 * whose blocks depend on one another are refused, as every Kafka client does.
 */
final class Lz4Decompressor implements Decompressor.Codec {
  /** A byte of an lz4 block stands for at most so many of its content. */
  private static final int MAX_EXPANSION = 255;

  private final LZ4SafeDecompressor blocks = LZ4Factory.fastestInstance().safeDecompressor();
  private final XXHash32 xxHash = XXHashFactory.fastestInstance().hash32();
  private final boolean checkHeader;

  Lz4Decompressor(boolean checkHeader) {
    this.checkHeader = checkHeader;
  }

  @Override
  public void decompress(byte[] src, int offset, int length, DecompressedBytes out) {
    int end = offset + length;
    int flg = flg(src, offset, end);
    int maxBlockBytes = maxBlockBytes(src[offset + 5] & 0xff);
    int position = skipHeader(src, offset, end, flg);
    position = readBlocks(src, position, end, flg, maxBlockBytes, out);
    if ((flg & Lz4Frame.FLG_CONTENT_CHECKSUM) != 0) {
      require(end - position >= Integer.BYTES);
      checkHash(out.array(), 0, out.size(), LittleEndian.getInt(src, position));
    }
  }

  /** Reads blocks up to the end mark and returns the index behind it. */
  private int readBlocks(
      byte[] src, int start, int end, int flg, int maxBlockBytes, DecompressedBytes out) {
    int checksumBytes = (flg & Lz4Frame.FLG_BLOCK_CHECKSUM) != 0 ? Integer.BYTES : 0;
    int position = start;
    while (true) {
      require(end - position >= Integer.BYTES);
      int block = LittleEndian.getInt(src, position);
      int blockBytes = block & ~Lz4Frame.UNCOMPRESSED_BLOCK;
      position += Integer.BYTES;
      if (blockBytes == 0) {
        return position;
      }
      if (blockBytes > maxBlockBytes) {
        throw new DecompressionException(
            "An lz4 block is larger than its frame allows: " + blockBytes);
      }
      require(end - position >= blockBytes + checksumBytes);
      if (checksumBytes > 0) {
        checkHash(src, position, blockBytes, LittleEndian.getInt(src, position + blockBytes));
      }
      if ((block & Lz4Frame.UNCOMPRESSED_BLOCK) != 0) {
        out.append(src, position, blockBytes);
      } else {
        readBlock(src, position, blockBytes, maxBlockBytes, out);
      }
      position += blockBytes + checksumBytes;
    }
  }

  private static int flg(byte[] src, int offset, int end) {
    require(end - offset >= Lz4Frame.HEADER_BYTES);
    if (LittleEndian.getInt(src, offset) != Lz4Frame.MAGIC) {
      throw new DecompressionException("No lz4 frame");
    }
    int flg = src[offset + 4];
    if ((flg & Lz4Frame.FLG_VERSION_MASK) != Lz4Frame.FLG_VERSION_1
        || (flg & Lz4Frame.FLG_RESERVED) != 0) {
      throw new DecompressionException("Unsupported version of the lz4 frame");
    }
    if ((flg & Lz4Frame.FLG_INDEPENDENT_BLOCKS) == 0) {
      throw new DecompressionException("An lz4 frame of dependent blocks is not supported");
    }
    return flg;
  }

  private static int maxBlockBytes(int bd) {
    if ((bd & Lz4Frame.BD_RESERVED) != 0 || bd < Lz4Frame.BD_64_KIB) {
      throw new DecompressionException("Unsupported block size of the lz4 frame");
    }
    return Lz4Frame.maxBlockBytes(bd);
  }

  private int skipHeader(byte[] src, int offset, int end, int flg) {
    int descriptor = offset + Integer.BYTES;
    int descriptorBytes = 2 + ((flg & Lz4Frame.FLG_CONTENT_SIZE) != 0 ? Long.BYTES : 0);
    int checksum = descriptor + descriptorBytes;
    require(end > checksum);
    if (checkHeader
        && src[checksum] != (byte) (xxHash.hash(src, descriptor, descriptorBytes, 0) >> 8)) {
      throw new DecompressionException("The header checksum of the lz4 frame is wrong");
    }
    return checksum + 1;
  }

  private void readBlock(
      byte[] src, int position, int blockBytes, int maxBlockBytes, DecompressedBytes out) {
    out.ensureRoomWithinLimit((int) Math.min(maxBlockBytes, (long) blockBytes * MAX_EXPANSION));
    try {
      int room = Math.min(out.room(), maxBlockBytes);
      out.advance(blocks.decompress(src, position, blockBytes, out.array(), out.size(), room));
    } catch (LZ4Exception e) {
      throw new DecompressionException(
          "An lz4 block is malformed or beyond the limit of " + out.limitBytes() + " bytes", e);
    }
  }

  private void checkHash(byte[] array, int offset, int length, int expected) {
    if (xxHash.hash(array, offset, length, 0) != expected) {
      throw new DecompressionException("A checksum of the lz4 frame is wrong");
    }
  }

  private static void require(boolean complete) {
    if (!complete) {
      throw new DecompressionException("The lz4 frame ends early");
    }
  }
}
