package io.barnabas.protocol.compress;

import java.nio.ByteBuffer;

/** The array that a compressor writes to, kept from batch to batch. Owned by its compressor. */
final class HeapOutput {
  private byte[] array = new byte[0];
  private ByteBuffer view = ByteBuffer.wrap(array);

  /** The array, with room for so many bytes; what it held is lost. */
  byte[] arrayOf(int capacity) {
    if (array.length < capacity) {
      array = new byte[capacity];
      view = ByteBuffer.wrap(array);
    }
    return array;
  }

  /** Makes the array larger and keeps its content. */
  byte[] grow() {
    byte[] larger = new byte[Math.max(1024, array.length * 2)];
    System.arraycopy(array, 0, larger, 0, array.length);
    array = larger;
    view = ByteBuffer.wrap(array);
    return array;
  }

  ByteBuffer first(int length) {
    return view.clear().limit(length);
  }
}
