package io.barnabas.protocol.compress;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Gzip members (RFC 1952), one after another; what follows the last and is no member is not looked
 * at.
 */
final class GzipDecompressor implements Decompressor.Codec {
  private static final int FIXED_HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;
  private static final int FHCRC = 0x02;
  private static final int FEXTRA = 0x04;
  private static final int FNAME = 0x08;
  private static final int FCOMMENT = 0x10;
  private static final int FRESERVED = 0xE0;
  private static final int SMALLEST_STEP = 512;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] oneByteMore = new byte[1];

  @Override
  public void decompress(byte[] src, int offset, int length, DecompressedBytes out) {
    int end = offset + length;
    int position = offset;
    do {
      position = readMember(src, position, end, out);
    } while (memberStartsAt(src, position, end));
  }

  private int readMember(byte[] src, int start, int end, DecompressedBytes out) {
    int data = skipHeader(src, start, end);
    int memberStart = out.size();
    inflater.reset();
    inflater.setInput(src, data, end - data);
    inflate(end - data, out);
    int trailer = end - inflater.getRemaining();
    checkTrailer(src, trailer, end, memberStart, out);
    return trailer + TRAILER_BYTES;
  }

  private void inflate(int compressedBytes, DecompressedBytes out) {
    try {
      while (!inflater.finished()) {
        if (out.size() == out.limitBytes()) {
          requireEnd(out);
          return;
        }
        if (out.room() == 0) {
          out.ensureRoomWithinLimit(Math.max(SMALLEST_STEP, compressedBytes));
        }
        int written = inflater.inflate(out.array(), out.size(), out.room());
        out.advance(written);
        if (written == 0 && !inflater.finished()) {
          throw new DecompressionException("The gzip data end early");
        }
      }
    } catch (DataFormatException e) {
      throw new DecompressionException("Malformed gzip data: " + e.getMessage(), e);
    }
  }

  /** The output may be exactly as large as the limit, though the inflater does not know its end. */
  private void requireEnd(DecompressedBytes out) throws DataFormatException {
    if (inflater.inflate(oneByteMore) > 0 || !inflater.finished()) {
      throw out.beyondLimit();
    }
  }

  private static boolean memberStartsAt(byte[] src, int position, int end) {
    return end - position >= FIXED_HEADER_BYTES + TRAILER_BYTES
        && src[position] == 0x1f
        && src[position + 1] == (byte) 0x8b;
  }

  private static int skipHeader(byte[] src, int start, int end) {
    if (!memberStartsAt(src, start, end)) {
      throw new DecompressionException("No gzip header");
    }
    int flags = src[start + 3];
    if (src[start + 2] != 8 || (flags & FRESERVED) != 0) {
      throw new DecompressionException("Unsupported gzip method or flags");
    }
    int position = start + FIXED_HEADER_BYTES;
    if ((flags & FEXTRA) != 0) {
      requireHeader(position + 2 <= end);
      position += 2 + (src[position] & 0xff) + ((src[position + 1] & 0xff) << 8);
    }
    if ((flags & FNAME) != 0) {
      position = skipZeroTerminated(src, position, end);
    }
    if ((flags & FCOMMENT) != 0) {
      position = skipZeroTerminated(src, position, end);
    }
    if ((flags & FHCRC) != 0) {
      position += 2;
    }
    requireHeader(position <= end);
    return position;
  }

  private static int skipZeroTerminated(byte[] src, int start, int end) {
    int position = start;
    while (position < end && src[position] != 0) {
      position++;
    }
    requireHeader(position < end);
    return position + 1;
  }

  private static void requireHeader(boolean complete) {
    if (!complete) {
      throw new DecompressionException("The gzip header ends early");
    }
  }

  private void checkTrailer(
      byte[] src, int trailer, int end, int memberStart, DecompressedBytes out) {
    if (end - trailer < TRAILER_BYTES) {
      throw new DecompressionException("The gzip data end before their trailer");
    }
    int memberBytes = out.size() - memberStart;
    crc.reset();
    crc.update(out.array(), memberStart, memberBytes);
    if (LittleEndian.getInt(src, trailer) != (int) crc.getValue()
        || LittleEndian.getInt(src, trailer + 4) != memberBytes) {
      throw new DecompressionException("The gzip trailer does not match the data");
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
