package io.barnabas.protocol.fuzz;

import java.util.List;

/**
 * Runs targets from a command line: {@code [seed [seconds]]}; exit code 1 if there are findings.
 */
public final class FuzzCommand {

  private static final long DEFAULT_SECONDS = 60;

  private FuzzCommand() {}

  /** Prints the report and every finding, and ends the JVM. */
  public static void run(String[] args, List<FuzzTarget> targets) {
    long seed = args.length > 0 ? Long.parseLong(args[0]) : System.nanoTime();
    long seconds = args.length > 1 ? Long.parseLong(args[1]) : DEFAULT_SECONDS;
    FuzzReport report = new FuzzRun(targets, seed).run(0, seconds);
    report.findings().forEach(System.out::println);
    System.out.println(report);
    System.exit(report.findings().isEmpty() ? 0 : 1);
  }
}
