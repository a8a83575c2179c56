package io.barnabas.protocol.fuzz;

import java.util.List;

/**
 * How a run went.
 *
 * @param accepted decodes that gave a value; the rest ended in a typed error
 * @param slowestMicros the longest single decode, noise of the JVM included
 */
public record FuzzReport(
    long seed,
    int targets,
    long decodes,
    long accepted,
    long slowestMicros,
    double seconds,
    List<FuzzFinding> findings) {

  @Override
  public String toString() {
    return String.format(
        "%,d decodes of %d targets in %.1f s, seed %d: %,d values, %,d typed errors,"
            + " slowest %,d us, %d findings",
        decodes,
        targets,
        seconds,
        seed,
        accepted,
        decodes - accepted,
        slowestMicros,
        findings.size());
  }
}
