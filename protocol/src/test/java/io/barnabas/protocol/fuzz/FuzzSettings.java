package io.barnabas.protocol.fuzz;

import java.util.List;

/**
 * How long the fuzz tests run and from which seed, by system properties: {@code
 * barnabas.fuzz.seed}, and {@code barnabas.fuzz.seconds} for each of them.
 */
public final class FuzzSettings {

  private static final long SEED = Long.getLong("barnabas.fuzz.seed", 20_260_101L);
  private static final long SECONDS = Long.getLong("barnabas.fuzz.seconds", 30L);

  private FuzzSettings() {}

  /** Runs for the time that is set, but for so many decodes at least; prints how it went. */
  public static FuzzReport run(String what, List<FuzzTarget> targets, long minimumDecodes) {
    FuzzReport report = new FuzzRun(targets, SEED).run(minimumDecodes, SECONDS);
    System.out.println("Fuzz of " + what + ": " + report);
    return report;
  }
}
