package io.barnabas.protocol.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian integers in arrays, Kafka's byte order. */
final class BigEndian {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private BigEndian() {}

  private static VarHandle view(Class<?> arrayClass) {
    return MethodHandles.byteArrayViewVarHandle(arrayClass, ByteOrder.BIG_ENDIAN);
  }

  static short getShort(byte[] array, int index) {
    return (short) SHORT.get(array, index);
  }

  static int getInt(byte[] array, int index) {
    return (int) INT.get(array, index);
  }

  static long getLong(byte[] array, int index) {
    return (long) LONG.get(array, index);
  }

  static void putShort(byte[] array, int index, short value) {
    SHORT.set(array, index, value);
  }

  static void putInt(byte[] array, int index, int value) {
    INT.set(array, index, value);
  }

  static void putLong(byte[] array, int index, long value) {
    LONG.set(array, index, value);
  }
}
