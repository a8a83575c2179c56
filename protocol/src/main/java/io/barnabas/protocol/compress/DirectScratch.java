package io.barnabas.protocol.compress;

import java.nio.ByteBuffer;

/**
 * A direct buffer that grows to the largest batch seen and is kept from batch to batch. Owned by
 * its codec.
 */
final class DirectScratch {
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

  /** The cleared buffer, with room for so many bytes; what it held is lost. */
  ByteBuffer ofCapacity(int capacity) {
    if (buffer.capacity() < capacity) {
      buffer = ByteBuffer.allocateDirect(capacity);
    }
    return buffer.clear();
  }

  /** The bytes of an array's range, from position 0 to limit. */
  ByteBuffer copyOf(byte[] src, int offset, int length) {
    return ofCapacity(length).put(src, offset, length).flip();
  }
}
