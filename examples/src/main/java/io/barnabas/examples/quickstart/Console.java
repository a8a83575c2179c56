package io.barnabas.examples.quickstart;

import java.io.PrintStream;
import java.util.Locale;

/** Lines for a person, each with the seconds since the start. Any thread. */
final class Console {

  private final PrintStream out;
  private final long startNanos = System.nanoTime();

  Console(PrintStream out) {
    this.out = out;
  }

  void heading(String text) {
    out.printf("%n%s%n", text);
  }

  void line(String format, Object... args) {
    out.printf(Locale.ROOT, "  %5.1f s  %s%n", seconds(), String.format(Locale.ROOT, format, args));
  }

  /** A line of a table: no time in front. */
  void row(String format, Object... args) {
    out.printf(Locale.ROOT, "    " + format + "%n", args);
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
