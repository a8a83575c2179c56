package io.barnabas.network.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.kafka.common.metrics.MetricConfig;
import org.junit.jupiter.api.Test;

class TrendTest {

  private static final double DELTA = 1e-9;

  /** Two windows of 30 s. */
  private final MetricConfig config = new MetricConfig();

  private final Counter counter = new Counter();

  @Test
  void rateIsOverTheLastWindows() {
    Trend rate = Trend.rate(counter::get, 0);
    counter.add(600);
    assertEquals(20, rate.measure(config, 30_000), DELTA);
    assertEquals(10, rate.measure(config, 60_000), DELTA);
    assertEquals(0, rate.measure(config, 90_000), DELTA, "what was longer ago does not count");
    counter.add(60);
    assertEquals(1, rate.measure(config, 120_000), DELTA);
  }

  @Test
  void aYoungRateIsNotOverstated() {
    Trend rate = Trend.rate(counter::get, 0);
    counter.add(30);
    assertEquals(1, rate.measure(config, 10), DELTA);
  }

  @Test
  void averageIsOverTheLastWindows() {
    Counter times = new Counter();
    Trend average = Trend.average(counter::get, times::get, 0);
    assertTrue(Double.isNaN(average.measure(config, 1)));
    counter.add(30);
    times.add(2);
    assertEquals(15, average.measure(config, 40_000), DELTA);
    average.measure(config, 80_000);
    counter.add(100);
    times.add(1);
    assertEquals(100, average.measure(config, 120_000), DELTA);
  }

  @Test
  void shareIsOfTheTimeThatPassed() {
    Trend share = Trend.share(counter::get, 0);
    counter.add(15_000_000_000L);
    assertEquals(0.25, share.measure(config, 60_000), DELTA);
  }
}
