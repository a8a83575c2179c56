package io.barnabas.network.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PeakTest {

  private final Peak peak = Peak.highest(10);

  @Test
  void coversTheLastTwoWindows() {
    peak.record(5, 100);
    peak.record(3, 101);
    assertEquals(5, peak.get(101));
    peak.record(4, 112);
    assertEquals(5, peak.get(112));
    peak.record(1, 123);
    assertEquals(4, peak.get(123));
    peak.record(2, 200);
    assertEquals(2, peak.get(200));
  }

  @Test
  void findsTheLowestToo() {
    Peak lowest = Peak.lowest(10);
    assertEquals(Double.NaN, lowest.get(100));
    lowest.record(5, 100);
    lowest.record(7, 112);
    assertEquals(5, lowest.get(112));
    lowest.record(6, 113);
    assertEquals(6, lowest.get(123));
  }

  @Test
  void isNotANumberBeforeTheFirstAndLongAfterTheLast() {
    assertEquals(Double.NaN, peak.get(-5));
    peak.record(5, -5);
    peak.record(3, 6);
    assertEquals(5, peak.get(15));
    assertEquals(3, peak.get(16), "the first window is over for as long as it took");
    assertEquals(3, peak.get(25));
    assertEquals(Double.NaN, peak.get(26));
  }
}
