package io.barnabas.network.error;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with jitter: {@code initial × 2^failures} times a random factor of 0.8 to
 * 1.2, never more than {@code max} (KIP-580). Where {@code max} is not above {@code initial},
 * always {@code max}. Immutable.
 */
public record Backoff(long initialMs, long maxMs) {

  private static final double JITTER = 0.2;

  /**
   * @param failures how many tries have failed so far, from 0
   */
  public long delayMs(int failures) {
    return delayMs(failures, ThreadLocalRandom.current());
  }

  /** The same with the caller's source of chance. */
  public long delayMs(int failures, RandomGenerator random) {
    if (maxMs <= initialMs) {
      return maxMs;
    }
    double grown = Math.min(maxMs, initialMs * Math.pow(2, failures));
    return Math.min(maxMs, (long) (grown * random.nextDouble(1 - JITTER, 1 + JITTER)));
  }
}
