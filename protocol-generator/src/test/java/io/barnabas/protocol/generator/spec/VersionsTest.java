package io.barnabas.protocol.generator.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"none", "4", "0-3", "7+"})
  void textIsReadAndWritten(String text) {
    assertEquals(text, Versions.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "3-1", "+", "1-", "-1", "70000"})
  void anythingElseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Versions.parse(text));
  }

  @Test
  void rangeHoldsItsEnds() {
    Versions range = Versions.parse("2-4");

    assertTrue(range.contains(2) && range.contains(4));
    assertFalse(range.contains(1) || range.contains(5));
    assertFalse(Versions.NONE.contains(0));
    assertTrue(Versions.ALL.contains(Short.MAX_VALUE));
  }

  @Test
  void intersectionHoldsWhatIsInBoth() {
    assertEquals(Versions.parse("3-4"), Versions.parse("0-4").intersect(Versions.parse("3+")));
    assertEquals(Versions.NONE, Versions.parse("0-2").intersect(Versions.parse("3+")));
    assertEquals(Versions.NONE, Versions.NONE.intersect(Versions.ALL));
  }

  @Test
  void nothingIsHeldByEveryRange() {
    assertTrue(Versions.NONE.containsAll(Versions.NONE));
    assertTrue(Versions.parse("1+").containsAll(Versions.parse("2-3")));
    assertFalse(Versions.parse("1-2").containsAll(Versions.parse("1+")));
  }
}
