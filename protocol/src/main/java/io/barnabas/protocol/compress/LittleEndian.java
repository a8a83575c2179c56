package io.barnabas.protocol.compress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian integers in arrays, as gzip and lz4 frames have them. */
final class LittleEndian {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  static int getInt(byte[] array, int index) {
    return (int) INT.get(array, index);
  }

  static void putInt(byte[] array, int index, int value) {
    INT.set(array, index, value);
  }
}
