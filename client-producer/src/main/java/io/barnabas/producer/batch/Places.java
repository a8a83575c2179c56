package io.barnabas.producer.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * What a result has to know of its record, packed into one long, so that a result takes no more
 * memory than it must: the record's number in its batch, the sizes of key and value, and how long
 * after the first record it was sent. What does not fit is kept aside, in places of the batch's
 * own; batches where everything fits share {@link #PACKED}. Guarded by the lock of the partition
 * while the batch is open; never changed afterwards.
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

  /** Those of every batch in which all records {@link #fit}. */
  static final Places PACKED = new Places(List.of());

  private record Odd(int index, int keySize, int valueSize, long deltaMs) {}

  private final List<Odd> aside;

  private Places(List<Odd> aside) {
    this.aside = aside;
  }

  /** These, or if they are shared, new ones. */
  Places own() {
    return this == PACKED ? new Places(new ArrayList<>()) : this;
  }

  /** Whether that record can do without places of the batch's own. */
  static boolean fit(int index, int keySize, int valueSize, long deltaMs) {
    // A null of size -1 is stored as 0.
    return index <= INDEX_MASK
        && keySize < KEY_MASK
        && valueSize < VALUE_MASK
        && (deltaMs & ~DELTA_MASK) == 0;
  }

  /**
   * The place of a record that {@link #fit}s.
   *
   * @param index the number of the record in its batch, from 0
   * @param keySize -1 for null, and likewise the other
   * @param deltaMs since the first record of the batch
   */
  static long pack(int index, int keySize, int valueSize, long deltaMs) {
    return (deltaMs << DELTA_AT) | (keySize + 1L << KEY_AT) | (valueSize + 1L << VALUE_AT) | index;
  }

  /** The place of any other record; only if these are the batch's own. */
  long addAside(int index, int keySize, int valueSize, long deltaMs) {
    aside.add(new Odd(index, keySize, valueSize, deltaMs));
    return ASIDE | (aside.size() - 1L << VALUE_AT) | Math.min(index, INDEX_MASK);
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

  long deltaMs(long place) {
    return isAside(place) ? odd(place).deltaMs : (place >> DELTA_AT) & DELTA_MASK;
  }

  private static boolean isAside(long place) {
    return (place & ASIDE) != 0;
  }

  private Odd odd(long place) {
    return aside.get((int) ((place & ~ASIDE) >> VALUE_AT));
  }
}
