package io.barnabas.protocol.fuzz;

import java.util.HexFormat;

/**
 * An input that a decoder did not bear well.
 *
 * @param decode the number of the decode in its run, which with the seed gives the input again
 * @param cause the exception, or null if it was memory or time
 */
public record FuzzFinding(
    String target, long seed, long decode, String problem, byte[] input, Throwable cause) {

  @Override
  public String toString() {
    return String.format(
        "%s: %s (seed %d, decode %d, input %s)",
        target, problem, seed, decode, HexFormat.of().formatHex(input));
  }
}
