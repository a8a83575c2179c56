package io.barnabas.protocol.compress;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where a {@link Decompressor} puts its output: an array that grows as output comes, up to a limit,
 * and is used again for the next batch. The content stays valid until the next decompression into
 * it. Owned by one thread at a time.
 */
public final class DecompressedBytes {
  /** The default limit, 64 MiB. */
  public static final int DEFAULT_LIMIT_BYTES = 64 * 1024 * 1024;

  private static final int SMALLEST_ARRAY = 1024;

  private final int limitBytes;
  private byte[] array = new byte[0];
  private int size;

  /** With the limit of {@link #DEFAULT_LIMIT_BYTES}. */
  public DecompressedBytes() {
    this(DEFAULT_LIMIT_BYTES);
  }

  /** With a limit on the size of one decompressed batch. */
  public DecompressedBytes(int limitBytes) {
    if (limitBytes < 0) {
      throw new IllegalArgumentException("Negative limit: " + limitBytes);
    }
    this.limitBytes = limitBytes;
  }

  /** The array; what was decompressed is at 0 to {@link #size()}. */
  public byte[] array() {
    return array;
  }

  /** The number of decompressed bytes. */
  public int size() {
    return size;
  }

  /** The largest size that a decompression may reach. */
  public int limitBytes() {
    return limitBytes;
  }

  void clear() {
    size = 0;
  }

  /** Makes room for so many bytes more. */
  void ensureRoom(int bytes) {
    if (bytes > array.length - size) {
      grow(bytes);
    }
  }

  /** Makes room for so many bytes more, or as many as the limit leaves; fails if it leaves none. */
  void ensureRoomWithinLimit(int bytes) {
    if (size == limitBytes) {
      throw beyondLimit();
    }
    ensureRoom(Math.min(bytes, limitBytes - size));
  }

  private void grow(int bytes) {
    if (bytes > limitBytes - size) {
      throw beyondLimit();
    }
    int doubled = (int) Math.min(limitBytes, Math.max(SMALLEST_ARRAY, 2L * array.length));
    array = Arrays.copyOf(array, Math.max(size + bytes, doubled));
  }

  /** The bytes that can be written at {@link #size()} without growing, never beyond the limit. */
  int room() {
    return Math.min(array.length, limitBytes) - size;
  }

  /** Counts bytes that were written into the array at {@link #size()}. */
  void advance(int bytes) {
    size += bytes;
  }

  void append(byte[] src, int offset, int length) {
    ensureRoom(length);
    System.arraycopy(src, offset, array, size, length);
    size += length;
  }

  void append(ByteBuffer src) {
    int length = src.remaining();
    ensureRoom(length);
    src.get(array, size, length);
    size += length;
  }

  DecompressionException beyondLimit() {
    return new DecompressionException(
        "The decompressed size is beyond the limit of " + limitBytes + " bytes");
  }
}
