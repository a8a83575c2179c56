package io.barnabas.network.metrics;

/**
 * How large something is, on average and at most or at least. One thread records, all may read and
 * see a recent value.
 */
public final class Distribution {

  private final Counter sum = new Counter();
  private final Counter count = new Counter();
  private final Peak peak;

  Distribution(Peak peak) {
    this.peak = peak;
  }

  /**
   * The owner's thread only.
   *
   * @param nowNanos monotonic, as {@link System#nanoTime}
   */
  public void record(long amount, long nowNanos) {
    sum.add(amount);
    count.add(1);
    peak.record(amount, nowNanos);
  }

  /** All that was recorded together. */
  public Counter sum() {
    return sum;
  }

  /** How often something was recorded. */
  public Counter count() {
    return count;
  }

  Peak peak() {
    return peak;
  }
}
