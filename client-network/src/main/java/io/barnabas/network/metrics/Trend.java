package io.barnabas.network.metrics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.MetricConfig;

/**
 * How a counter moved of late, worked out when somebody looks and never while it counts. Covers the
 * windows of {@code metrics.sample.window.ms} × {@code metrics.num.samples}; where nobody has
 * looked for longer, the time since then. Any thread may read.
 */
public final class Trend implements Measurable {

  /** How {@code amount} is put in relation. */
  private enum Per {
    SECOND,
    NANOSECOND,
    OCCURRENCE
  }

  private record Point(long ms, long amount, long occurrences) {}

  private final LongSupplier amount;
  private final LongSupplier occurrences;
  private final Per per;
  private final Deque<Point> points = new ArrayDeque<>();

  private Trend(LongSupplier amount, LongSupplier occurrences, Per per, long nowMs) {
    this.amount = amount;
    this.occurrences = occurrences;
    this.per = per;
    points.add(new Point(nowMs, amount.getAsLong(), occurrences.getAsLong()));
  }

  /** So many a second. */
  public static Trend rate(LongSupplier counter, long nowMs) {
    return new Trend(counter, () -> 0, Per.SECOND, nowMs);
  }

  /** Which part of the time, for a counter of nanoseconds. */
  public static Trend share(LongSupplier nanos, long nowMs) {
    return new Trend(nanos, () -> 0, Per.NANOSECOND, nowMs);
  }

  /** So much each time; not a number if there was no time. */
  public static Trend average(LongSupplier sum, LongSupplier count, long nowMs) {
    return new Trend(sum, count, Per.OCCURRENCE, nowMs);
  }

  @Override
  public synchronized double measure(MetricConfig config, long nowMs) {
    Point now = new Point(nowMs, amount.getAsLong(), occurrences.getAsLong());
    Point base = base(config, now);
    double moved = now.amount() - base.amount();
    if (per == Per.OCCURRENCE) {
      long times = now.occurrences() - base.occurrences();
      return times == 0 ? Double.NaN : moved / times;
    }
    // As kafka-clients: a rate is never taken over less than all windows but the present one.
    long minMs = Math.max(1, (config.samples() - 1) * config.timeWindowMs());
    double elapsedMs = Math.max(nowMs - base.ms(), minMs);
    return per == Per.SECOND ? moved * 1_000 / elapsedMs : moved / (elapsedMs * 1_000_000);
  }

  private Point base(MetricConfig config, Point now) {
    long horizonMs = now.ms() - config.samples() * config.timeWindowMs();
    while (points.size() > 1 && points.peekFirst().ms() < horizonMs) {
      points.removeFirst();
    }
    Point base = points.peekFirst();
    if (now.ms() - points.peekLast().ms() >= config.timeWindowMs()) {
      points.addLast(now);
    }
    return base;
  }
}
