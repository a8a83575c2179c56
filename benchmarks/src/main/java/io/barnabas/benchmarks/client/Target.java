package io.barnabas.benchmarks.client;

import java.util.Locale;

/**
 * What ours has to reach in one measure.
 *
 * @param limit of ours / kafka-clients; of ours alone if {@code absolute}; NaN for no target
 */
record Target(Measure measure, double limit, boolean absolute) {

  /** A limit of ours / kafka-clients. */
  static Target ratio(Measure measure, double limit) {
    return new Target(measure, limit, false);
  }

  /** A limit of ours, whatever the other client does. */
  static Target absolute(Measure measure, double limit) {
    return new Target(measure, limit, true);
  }

  /** To be shown only. */
  static Target none(Measure measure) {
    return new Target(measure, Double.NaN, false);
  }

  boolean exists() {
    return !Double.isNaN(limit);
  }

  boolean isMet(double ours, double ratio) {
    double reached = absolute ? ours : ratio;
    return measure.moreIsBetter ? reached >= limit : reached <= limit;
  }

  @Override
  public String toString() {
    if (!exists()) {
      return "";
    }
    return (measure.moreIsBetter ? "≥ " : "≤ ")
        + (absolute
            ? String.format(Locale.ROOT, "%.0f", limit)
            : String.format(Locale.ROOT, "%.2f", limit));
  }
}
