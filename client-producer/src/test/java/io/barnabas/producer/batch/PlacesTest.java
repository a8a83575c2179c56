package io.barnabas.producer.batch;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {
  private Places places = Places.PACKED;

  /** What fits into the packed form, its last values, and the first that do not fit. */
  @ParameterizedTest
  @CsvSource({
    "1, -1, -1, 0",
    "1, 0, 0, 1",
    "1048575, 1022, 1048574, 8191",
    "1048576, 5, 5, 5",
    "7, 1022, 1048574, 8191",
    "7, 1023, 5, 5",
    "7, 5, 1048575, 5",
    "7, 5, 5, 8192",
    "7, 5, 5, -1",
    "7, 5, 5, -1700000000001",
    "2147483647, 2147483647, 2147483647, 3000000000",
  })
  void givesBackWhatItWasGiven(int index, int keySize, int valueSize, long deltaMs) {
    long first = add(0, 3, 4, 0);
    long odd = add(2, Integer.MAX_VALUE, 1, 0);
    long place = add(index, keySize, valueSize, deltaMs);

    assertPlace(first, 0, 3, 4, 0);
    assertPlace(odd, 2, Integer.MAX_VALUE, 1, 0);
    assertPlace(place, index, keySize, valueSize, deltaMs);
  }

  @ParameterizedTest
  @CsvSource({"10", "100000", "2000000000"})
  void knowsTheFirstWhateverItsSize(int valueSize) {
    long first = add(0, -1, valueSize, 0);
    long second = add(1, -1, valueSize, 0);

    assertPlace(first, 0, -1, valueSize, 0);
    assertPlace(second, 1, -1, valueSize, 0);
  }

  @Test
  void batchesWhereAllFitsShareTheirPlaces() {
    add(1, 1022, 1048574, 8191);

    assertSame(Places.PACKED, places);
    assertNotSame(Places.PACKED, Places.PACKED.own());
    add(2, 1023, 5, 5);
    assertSame(places, places.own());
  }

  /** As the results of a batch do it. */
  private long add(int index, int keySize, int valueSize, long deltaMs) {
    if (Places.fit(index, keySize, valueSize, deltaMs)) {
      return Places.pack(index, keySize, valueSize, deltaMs);
    }
    places = places.own();
    return places.addAside(index, keySize, valueSize, deltaMs);
  }

  private void assertPlace(long place, int index, int keySize, int valueSize, long deltaMs) {
    assertAll(
        () -> assertEquals(index, places.index(place)),
        () -> assertEquals(index == 0, Places.isFirst(place)),
        () -> assertEquals(keySize, places.keySize(place)),
        () -> assertEquals(valueSize, places.valueSize(place)),
        () -> assertEquals(deltaMs, places.deltaMs(place)));
  }
}
