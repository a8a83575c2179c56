package io.barnabas.benchmarks.client;

import java.io.PrintStream;
import java.util.Locale;

/** Prints comparisons as a Markdown table, a row for each measure. */
final class ResultTable {
  private static final String ROW = "| %-42s | %-18s | %10s | %13s | %-19s | %-6s | %-3s |%n";

  private final PrintStream out;

  ResultTable(PrintStream out) {
    this.out = out;
  }

  void printHeading() {
    out.println();
    print("workload", "measure", "ours", "kafka-clients", "ratio (min – max)", "target", "met");
    print("---", "---", "---:", "---:", "---", "---", "---");
  }

  void print(Workload workload, Comparison comparison) {
    for (Target target : workload.targets()) {
      Measure measure = target.measure();
      double ours = comparison.ours(measure);
      double[] ratios = comparison.ratios(measure);
      double ratio = Comparison.median(ratios);
      String spread = "%.2f (%.2f – %.2f)";
      print(
          workload.name(),
          measure.title,
          figure(ours),
          figure(comparison.theirs(measure)),
          String.format(Locale.ROOT, spread, ratio, ratios[0], ratios[ratios.length - 1]),
          target.toString(),
          !target.exists() ? "" : target.isMet(ours, ratio) ? "yes" : "no");
    }
    out.flush();
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%,.1f" : "%,.0f", value);
  }

  private void print(Object... cells) {
    out.printf(Locale.ROOT, ROW, cells);
  }
}
