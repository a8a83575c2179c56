package io.barnabas.network.retry;

/**
 * Exponential back-off with jitter: {@code initial × 2^failures}, at most {@code max}, times a random
 * factor of 0.8 to 1.2 (KIP-580). Immutable.
 */
public record Backoff(long initialMs, long maxMs) {

  /** @param failures how many tries have failed so far, from 0 */
  public long delayMs(int failures) {
    throw new UnsupportedOperationException();
  }
}
