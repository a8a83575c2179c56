package io.barnabas.benchmarks.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void ratiosAreThoseOfPairs() {
    Comparison comparison = new Comparison();
    comparison.add(withCpu(100), withCpu(200));
    comparison.add(withCpu(300), withCpu(400));
    comparison.add(withCpu(100), withCpu(1000));

    assertArrayEquals(new double[] {0.1, 0.5, 0.75}, comparison.ratios(Measure.CPU));
    assertEquals(100, comparison.ours(Measure.CPU));
    assertEquals(400, comparison.theirs(Measure.CPU));
  }

  @Test
  void medianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertEquals(2.5, Comparison.median(new double[] {4, 1, 3, 2}));
  }

  @Test
  void roundsSurviveTheWayBetweenProcesses() {
    RoundResult result = new RoundResult(1, 2, 3, 4, 5, new Latency(6, 7.5, 8, 9));

    assertTrue(RoundResult.isLine(result.toLine()));
    assertEquals(result, RoundResult.parse(result.toLine()));
  }

  @Test
  void targetsAreRatiosOrFiguresOfOurs() {
    assertTrue(Target.ratio(Measure.CPU, 0.3).isMet(1_000, 0.3));
    assertFalse(Target.ratio(Measure.THROUGHPUT, 3).isMet(1_000, 2.9));
    assertFalse(Target.absolute(Measure.ALLOCATION, 80).isMet(81, 0.1));
  }

  private static RoundResult withCpu(long nanos) {
    return new RoundResult(1, 0, 1, nanos, 1, Latency.NONE);
  }
}
