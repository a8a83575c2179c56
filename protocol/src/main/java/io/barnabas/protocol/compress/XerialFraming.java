package io.barnabas.protocol.compress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The header of snappy-java's streams: eight magic bytes, a version and the lowest compatible
 * version, big-endian.
 */
final class XerialFraming {
  static final int HEADER_BYTES = 16;

  private static final byte[] MAGIC = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};
  private static final int VERSION = 1;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private XerialFraming() {}

  static int writeHeader(byte[] out) {
    System.arraycopy(MAGIC, 0, out, 0, MAGIC.length);
    putInt(out, MAGIC.length, VERSION);
    putInt(out, MAGIC.length + Integer.BYTES, VERSION);
    return HEADER_BYTES;
  }

  /** Whether a whole header stands at an index. */
  static boolean headerAt(byte[] src, int index, int end) {
    return end - index >= HEADER_BYTES
        && Arrays.equals(src, index, index + MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** Whether a reader of version 1 can read what follows the header. */
  static boolean compatibleAt(byte[] src, int index) {
    return getInt(src, index + MAGIC.length) >= VERSION;
  }

  static int getInt(byte[] array, int index) {
    return (int) INT.get(array, index);
  }

  static void putInt(byte[] array, int index, int value) {
    INT.set(array, index, value);
  }
}
