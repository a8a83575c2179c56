package io.barnabas.network.metrics;

/**
 * The highest value of the present and the last window of time. One thread writes, all may read and
 * see a recent value.
 */
public final class Peak {

  private final long windowNanos;

  // Written by the owner; read by all, who may see one changed and another not yet.
  private volatile double current = Double.NaN;
  private volatile double previous = Double.NaN;
  private volatile long windowEndNanos;

  public Peak(long windowNanos) {
    this.windowNanos = windowNanos;
  }

  /**
   * The owner's thread only.
   *
   * @param nowNanos monotonic, from any origin
   */
  public void record(double value, long nowNanos) {
    if (Double.isNaN(current) || nowNanos - windowEndNanos >= 0) {
      roll(nowNanos);
    }
    if (!(value <= current)) {
      current = value;
    }
  }

  /**
   * Not a number if nothing was recorded of late. Any thread.
   *
   * @param nowNanos from the same origin
   */
  public double get(long nowNanos) {
    double now = current;
    double before = previous;
    long overNanos = nowNanos - windowEndNanos;
    if (Double.isNaN(now) || overNanos >= windowNanos) {
      return Double.NaN;
    }
    return overNanos < 0 && before > now ? before : now;
  }

  private void roll(long nowNanos) {
    previous = nowNanos - windowEndNanos < windowNanos ? current : Double.NaN;
    current = Double.NaN;
    windowEndNanos = nowNanos + windowNanos;
  }
}
