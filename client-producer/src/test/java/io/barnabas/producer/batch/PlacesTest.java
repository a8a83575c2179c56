package io.barnabas.producer.batch;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {
  private static final long BASE_MS = 1_700_000_000_000L;

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
    Places places = new Places();
    long first = places.add(0, 3, 4, BASE_MS);
    long odd = places.add(2, Integer.MAX_VALUE, 1, BASE_MS);
    long place = places.add(index, keySize, valueSize, BASE_MS + deltaMs);

    assertPlace(places, first, 0, 3, 4, BASE_MS);
    assertPlace(places, odd, 2, Integer.MAX_VALUE, 1, BASE_MS);
    assertPlace(places, place, index, keySize, valueSize, BASE_MS + deltaMs);
  }

  @ParameterizedTest
  @CsvSource({"10", "100000", "2000000000"})
  void knowsTheFirstWhateverItsSize(int valueSize) {
    Places places = new Places();
    long first = places.add(0, -1, valueSize, BASE_MS);
    long second = places.add(1, -1, valueSize, BASE_MS);

    assertPlace(places, first, 0, -1, valueSize, BASE_MS);
    assertPlace(places, second, 1, -1, valueSize, BASE_MS);
  }

  private static void assertPlace(
      Places places, long place, int index, int keySize, int valueSize, long timestampMs) {
    assertAll(
        () -> assertEquals(index, places.index(place)),
        () -> assertEquals(index == 0, Places.isFirst(place)),
        () -> assertEquals(keySize, places.keySize(place)),
        () -> assertEquals(valueSize, places.valueSize(place)),
        () -> assertEquals(timestampMs, places.timestampMs(place)));
  }
}
