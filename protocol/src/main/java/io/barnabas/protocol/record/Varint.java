package io.barnabas.protocol.record;

/** The zigzag variable-length integers of format 2, written into arrays. */
final class Varint {
  static final int MAX_VARINT_BYTES = 5;
  static final int MAX_VARLONG_BYTES = 10;

  private Varint() {}

  static int sizeOf(int value) {
    int zigzag = (value << 1) ^ (value >> 31);
    // 7 bits a byte, without a loop or a division: ceil(bits / 7) for 1 to 32 bits
    return ((38 - Integer.numberOfLeadingZeros(zigzag | 1)) * 9363) >>> 16;
  }

  static int sizeOf(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    return ((70 - Long.numberOfLeadingZeros(zigzag | 1)) * 9363) >>> 16;
  }

  /** Writes the value at an index and returns the index after it. */
  static int write(byte[] array, int index, int value) {
    int rest = (value << 1) ^ (value >> 31);
    int at = index;
    while ((rest & ~0x7f) != 0) {
      array[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[at++] = (byte) rest;
    return at;
  }

  /** Writes the value at an index and returns the index after it. */
  static int write(byte[] array, int index, long value) {
    long rest = (value << 1) ^ (value >> 63);
    int at = index;
    while ((rest & ~0x7fL) != 0) {
      array[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[at++] = (byte) rest;
    return at;
  }
}
