package io.barnabas.network.metrics;

/**
 * The highest value of the present and the last window of time, or the lowest. One thread writes,
 * all may read and see a recent value.
 */
public final class Peak {

  private final long windowNanos;

  /** 1 for the highest value, -1 for the lowest. */
  private final int sign;

  // Written by the owner; read by all, who may see one changed and another not yet.
  private volatile double current = Double.NaN;
  private volatile double previous = Double.NaN;
  private volatile long windowEndNanos;

  private Peak(long windowNanos, int sign) {
    this.windowNanos = windowNanos;
    this.sign = sign;
  }

  static Peak highest(long windowNanos) {
    return new Peak(windowNanos, 1);
  }

  static Peak lowest(long windowNanos) {
    return new Peak(windowNanos, -1);
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
    double signed = sign * value;
    if (!(signed <= current)) {
      current = signed;
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
    return sign * (overNanos < 0 && before > now ? before : now);
  }

  private void roll(long nowNanos) {
    previous = nowNanos - windowEndNanos < windowNanos ? current : Double.NaN;
    current = Double.NaN;
    windowEndNanos = nowNanos + windowNanos;
  }
}
