package io.barnabas.network.connection;

import java.util.ArrayList;
import java.util.List;

/**
 * The arrays of large frames, to be used again: clearing fresh ones costs more than filling them.
 * Whoever was handed a frame may give its array back, once, when nobody can look into it any more;
 * who does not know keeps it. A few are held, the rest are left to the collector. Any thread.
 */
public final class FrameArrays {
  private static final int SMALLEST_HELD = 64 * 1024;
  private static final int MAX_HELD = 4;
  private static final long MAX_HELD_BYTES = 16L << 20;

  /** Lengths are rounded up by no more than an eighth, so that frames alike in size share them. */
  private static final int SIZES_PER_DOUBLING = 8;

  /** A larger one is no bargain: it would count as its frame, and be more. */
  private static final int MAX_EXCESS_PART = 4;

  /** Guarded by this object, which is never held for longer than a look through the list. */
  private final List<byte[]> held = new ArrayList<>(MAX_HELD);

  private long heldBytes;

  /** An array of this length or somewhat more, with any content. */
  byte[] take(int length) {
    if (length < SMALLEST_HELD) {
      return new byte[length];
    }
    byte[] taken = takeHeld(length);
    return taken != null ? taken : new byte[roundedUp(length)];
  }

  private synchronized byte[] takeHeld(int length) {
    for (int i = held.size() - 1; i >= 0; i--) {
      int excess = held.get(i).length - length;
      if (excess >= 0 && excess <= length / MAX_EXCESS_PART) {
        byte[] taken = held.remove(i);
        heldBytes -= taken.length;
        return taken;
      }
    }
    return null;
  }

  private static int roundedUp(int length) {
    int step = Integer.highestOneBit(length) / SIZES_PER_DOUBLING;
    long rounded = ((long) length + step - 1) / step * step;
    return rounded > Integer.MAX_VALUE - step ? length : (int) rounded;
  }

  /** The frame's array is free; the oldest held go first if there are too many. */
  public synchronized void giveBack(byte[] array) {
    if (array.length < SMALLEST_HELD || array.length > MAX_HELD_BYTES) {
      return;
    }
    held.add(array);
    heldBytes += array.length;
    while (held.size() > MAX_HELD || heldBytes > MAX_HELD_BYTES) {
      heldBytes -= held.remove(0).length;
    }
  }
}
