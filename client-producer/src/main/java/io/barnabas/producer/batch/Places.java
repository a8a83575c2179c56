package io.barnabas.producer.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * What a result has to know of its record, packed into one long, so that a result takes no more
 * memory than it must: the record's number in its batch, the sizes of key and value, and how long
 * after the first record it was sent. What does not fit is kept aside. Guarded by the lock of the
 * partition while the batch is open; never changed afterwards.
 */
final class Places {
  private static final int INDEX_BITS = 20;
  private static final int VALUE_BITS = 20;
  private static final int KEY_BITS = 10;
  private static final int DELTA_BITS = 13;

  private static final int VALUE_AT = INDEX_BITS;
  private static final int KEY_AT = VALUE_AT + VALUE_BITS;
  private static final int DELTA_AT = KEY_AT + KEY_BITS;

  /** Says that the place is kept aside; the bits above the index are its number there. */
  private static final long ASIDE = 1L << (DELTA_AT + DELTA_BITS);

  private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
  private static final int VALUE_MASK = (1 << VALUE_BITS) - 1;
  private static final int KEY_MASK = (1 << KEY_BITS) - 1;
  private static final int DELTA_MASK = (1 << DELTA_BITS) - 1;

  private record Odd(int index, int keySize, int valueSize, long timestampMs) {}

  /** Null as long as everything fits, which is the rule. */
  private List<Odd> aside;

  private long baseTimestampMs;

  /**
   * @param index the number of the record in its batch, from 0, in ascending order
   * @param keySize -1 for null, and likewise the other
   */
  long add(int index, int keySize, int valueSize, long timestampMs) {
    if (index == 0) {
      baseTimestampMs = timestampMs;
    }
    long delta = timestampMs - baseTimestampMs;
    // A null of size -1 is stored as 0.
    boolean fits =
        index <= INDEX_MASK
            && keySize < KEY_MASK
            && valueSize < VALUE_MASK
            && (delta & ~DELTA_MASK) == 0;
    return fits
        ? (delta << DELTA_AT) | (keySize + 1L << KEY_AT) | (valueSize + 1L << VALUE_AT) | index
        : addAside(new Odd(index, keySize, valueSize, timestampMs));
  }

  private long addAside(Odd odd) {
    if (aside == null) {
      aside = new ArrayList<>();
    }
    aside.add(odd);
    return ASIDE | (aside.size() - 1L << VALUE_AT) | Math.min(odd.index, INDEX_MASK);
  }

  /** Whether it is the place of the first record of the batch. Any thread, at any time. */
  static boolean isFirst(long place) {
    return (place & INDEX_MASK) == 0;
  }

  int index(long place) {
    return isAside(place) ? odd(place).index : (int) place & INDEX_MASK;
  }

  int keySize(long place) {
    return isAside(place) ? odd(place).keySize : ((int) (place >> KEY_AT) & KEY_MASK) - 1;
  }

  int valueSize(long place) {
    return isAside(place) ? odd(place).valueSize : ((int) (place >> VALUE_AT) & VALUE_MASK) - 1;
  }

  long timestampMs(long place) {
    return isAside(place)
        ? odd(place).timestampMs
        : baseTimestampMs + ((place >> DELTA_AT) & DELTA_MASK);
  }

  private static boolean isAside(long place) {
    return (place & ASIDE) != 0;
  }

  private Odd odd(long place) {
    return aside.get((int) ((place & ~ASIDE) >> VALUE_AT));
  }
}
