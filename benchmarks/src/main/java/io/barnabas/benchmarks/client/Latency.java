package io.barnabas.benchmarks.client;

import org.HdrHistogram.Histogram;

/** Latencies of a round, all 0 where none were taken. */
record Latency(double meanMicros, double p50Micros, double p99Micros, double p999Micros) {
  static final Latency NONE = new Latency(0, 0, 0, 0);

  private static final double NANOS_PER_MICRO = 1e3;

  static Latency of(Histogram nanos) {
    return new Latency(
        nanos.getMean() / NANOS_PER_MICRO,
        nanos.getValueAtPercentile(50) / NANOS_PER_MICRO,
        nanos.getValueAtPercentile(99) / NANOS_PER_MICRO,
        nanos.getValueAtPercentile(99.9) / NANOS_PER_MICRO);
  }
}
