package io.barnabas.protocol.record;

/** The zigzag variable-length integers of format 2, in arrays. */
final class Varint {
  static final int MAX_VARINT_BYTES = 5;
  static final int MAX_VARLONG_BYTES = 10;

  /** A small number takes no more. */
  static final int MAX_SMALL_BYTES = 2;

  private static final int NOT_SMALL = -1;

  private Varint() {}

  /**
   * The number at an index, still {@link #unzigzag zigzag}, if it takes the fewest bytes it can and
   * these are two at most; otherwise negative. Looks at two bytes at most.
   */
  static int small(byte[] array, int index) {
    int first = array[index];
    if (first >= 0) {
      return first;
    }
    int second = array[index + 1];
    return second > 0 ? first & 0x7f | second << 7 : NOT_SMALL;
  }

  /** The bytes of a number that {@link #small} has read. */
  static int smallSize(int zigzag) {
    return zigzag < 1 << 7 ? 1 : 2;
  }

  static int unzigzag(int zigzag) {
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

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
