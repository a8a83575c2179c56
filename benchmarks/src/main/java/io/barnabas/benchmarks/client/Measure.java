package io.barnabas.benchmarks.client;

import java.util.function.ToDoubleFunction;

/** What a round is judged by. */
enum Measure {
  CPU("CPU ns/record", false, RoundResult::cpuNanosPerRecord),
  THROUGHPUT("records/s", true, RoundResult::recordsPerSecond),
  ALLOCATION("allocated B/record", false, RoundResult::allocatedBytesPerRecord),
  LATENCY_MEAN("mean latency µs", false, result -> result.latency().meanMicros()),
  LATENCY_P50("p50 latency µs", false, result -> result.latency().p50Micros()),
  LATENCY_P99("p99 latency µs", false, result -> result.latency().p99Micros()),
  LATENCY_P999("p99.9 latency µs", false, result -> result.latency().p999Micros());

  final String title;
  final boolean moreIsBetter;
  private final ToDoubleFunction<RoundResult> value;

  Measure(String title, boolean moreIsBetter, ToDoubleFunction<RoundResult> value) {
    this.title = title;
    this.moreIsBetter = moreIsBetter;
    this.value = value;
  }

  double of(RoundResult result) {
    return value.applyAsDouble(result);
  }
}
