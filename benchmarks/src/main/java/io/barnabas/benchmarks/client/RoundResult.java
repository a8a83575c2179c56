package io.barnabas.benchmarks.client;

/**
 * What one client did in one round. Crosses from the client's process to the runner as a line.
 *
 * @param records confirmed by the broker, or handed to the application
 * @param problems sends that failed, records out of order
 */
record RoundResult(
    long records,
    long problems,
    long wallNanos,
    long cpuNanos,
    long allocatedBytes,
    Latency latency) {

  private static final String MARK = "round-result";
  private static final double NANOS_PER_SECOND = 1e9;

  /** The result of some work, and what the process used for it. */
  static RoundResult of(WorkDone done, ProcessUsage used) {
    return new RoundResult(
        done.records(),
        done.problems(),
        used.wallNanos(),
        used.cpuNanos(),
        used.allocatedBytes(),
        done.latency());
  }

  double cpuNanosPerRecord() {
    return (double) cpuNanos / records;
  }

  double recordsPerSecond() {
    return records * NANOS_PER_SECOND / wallNanos;
  }

  double allocatedBytesPerRecord() {
    return (double) allocatedBytes / records;
  }

  String toLine() {
    return String.join(
        " ",
        MARK,
        Long.toString(records),
        Long.toString(problems),
        Long.toString(wallNanos),
        Long.toString(cpuNanos),
        Long.toString(allocatedBytes),
        Double.toString(latency.meanMicros()),
        Double.toString(latency.p50Micros()),
        Double.toString(latency.p99Micros()),
        Double.toString(latency.p999Micros()));
  }

  /** Whether somebody's {@link #toLine} it is, and not something a library printed. */
  static boolean isLine(String line) {
    return line.startsWith(MARK + " ");
  }

  static RoundResult parse(String line) {
    String[] words = line.split(" ");
    return new RoundResult(
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        new Latency(
            Double.parseDouble(words[6]),
            Double.parseDouble(words[7]),
            Double.parseDouble(words[8]),
            Double.parseDouble(words[9])));
  }
}
