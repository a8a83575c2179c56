package io.barnabas.benchmarks.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One workload's rounds, in pairs: one of each client, close together in time. */
final class Comparison {
  private final List<RoundResult> ours = new ArrayList<>();
  private final List<RoundResult> theirs = new ArrayList<>();

  void add(RoundResult ofOurs, RoundResult ofTheirs) {
    ours.add(ofOurs);
    theirs.add(ofTheirs);
  }

  /** The median of our rounds. */
  double ours(Measure measure) {
    return median(ours.stream().mapToDouble(measure::of).toArray());
  }

  /** The median of kafka-clients' rounds. */
  double theirs(Measure measure) {
    return median(theirs.stream().mapToDouble(measure::of).toArray());
  }

  /** The ratio of each pair, ours / kafka-clients, in ascending order. */
  double[] ratios(Measure measure) {
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = measure.of(ours.get(i)) / measure.of(theirs.get(i));
    }
    Arrays.sort(ratios);
    return ratios;
  }

  /** The middle one, or between the middle two. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
