package io.barnabas.network.metrics;

/**
 * The highest value of the present and the last window of time. One thread writes, all may read and
 * see a recent value.
 */
public final class Peak {

  private final long windowNanos;

  // Written by the owner; read by all, who may see the one changed and the other not yet.
  private volatile double current = Double.NaN;
  private volatile double previous = Double.NaN;
  private long windowEndNanos = Long.MIN_VALUE;

  public Peak(long windowNanos) {
    this.windowNanos = windowNanos;
  }

  /**
   * The owner's thread only.
   *
   * @param nanos the owner's time, from any origin
   */
  public void record(double value, long nanos) {
    if (nanos >= windowEndNanos) {
      roll(nanos);
    }
    if (!(value <= current)) {
      current = value;
    }
  }

  /** Not a number if nothing was recorded. Any thread. */
  public double get() {
    double now = current;
    double before = previous;
    return Double.isNaN(now) || before > now ? before : now;
  }

  private void roll(long nanos) {
    boolean adjacent = windowEndNanos != Long.MIN_VALUE && nanos < windowEndNanos + windowNanos;
    previous = adjacent ? current : Double.NaN;
    current = Double.NaN;
    windowEndNanos = nanos + windowNanos;
  }
}
