package io.barnabas.producer.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays that wait to be used again: of the usual size, and of its doubles. Guarded by the lock of
 * the pool.
 */
final class FreeArrays {
  private static final int DOUBLINGS = 6;

  private final int usualSize;
  private final List<ArrayDeque<byte[]>> bySize = new ArrayList<>();
  private long bytes;

  FreeArrays(int usualSize) {
    this.usualSize = usualSize;
    for (int i = 0; i < DOUBLINGS; i++) {
      bySize.add(new ArrayDeque<>());
    }
  }

  long bytes() {
    return bytes;
  }

  /** Null if there is none of exactly that size. */
  byte[] poll(int size) {
    ArrayDeque<byte[]> free = ofSize(size);
    byte[] array = free == null ? null : free.pollFirst();
    bytes -= array == null ? 0 : size;
    return array;
  }

  /** False if arrays of that size are not kept. */
  boolean add(byte[] array) {
    ArrayDeque<byte[]> free = ofSize(array.length);
    if (free == null) {
      return false;
    }
    free.addFirst(array);
    bytes += array.length;
    return true;
  }

  /** Lets go of one array; returns its size, 0 if there is none. */
  int drop() {
    for (int i = DOUBLINGS - 1; i >= 0; i--) {
      byte[] array = bySize.get(i).pollLast();
      if (array != null) {
        bytes -= array.length;
        return array.length;
      }
    }
    return 0;
  }

  private ArrayDeque<byte[]> ofSize(int size) {
    for (int i = 0; i < DOUBLINGS; i++) {
      if ((long) usualSize << i == size) {
        return bySize.get(i);
      }
    }
    return null;
  }
}
