package io.barnabas.network.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;

/**
 * The metrics of one group and one set of tags, or of several that show the same, under the names
 * kafka-clients gives them. Any thread may create one; adding and removing belongs to one thread at
 * a time.
 */
public final class MetricGroup {

  private final Metrics registry;
  private final Time time;
  private final String group;
  private final List<Map<String, String>> tagSets;
  private final List<MetricName> names = new ArrayList<>();

  /**
   * @param time the registry's
   * @param tagSets on top of those of the registry: each metric is there once for each
   */
  MetricGroup(Metrics registry, Time time, String group, List<Map<String, String>> tagSets) {
    this.registry = registry;
    this.time = time;
    this.group = group;
    this.tagSets = tagSets;
  }

  /** {@code <base>-rate} and {@code <base>-total} of {@code what}. */
  public void meter(String base, String what, Counter counter) {
    rate(base + "-rate", "The number of " + what + " per second", counter::get);
    total(base + "-total", "The total number of " + what, counter::get);
  }

  /** {@code <base>-ratio} and {@code <base>-time-ns-total}. */
  public void share(String base, String what, Counter nanos) {
    share(base + "-ratio", "The fraction of time the I/O thread spent " + what, nanos::get);
    total(base + "-time-ns-total", "The total time the I/O thread spent " + what, nanos::get);
  }

  /** So many a second. */
  public void rate(String name, String description, LongSupplier counter) {
    add(name, description, Trend.rate(counter, time.milliseconds()));
  }

  /** So many an hour. */
  public void ratePerHour(String name, String description, LongSupplier counter) {
    Trend perSecond = Trend.rate(counter, time.milliseconds());
    add(
        name,
        description,
        (config, now) -> perSecond.measure(config, now) * TimeUnit.HOURS.toSeconds(1));
  }

  /** Which part of the time. */
  public void share(String name, String description, LongSupplier nanos) {
    add(name, description, Trend.share(nanos, time.milliseconds()));
  }

  public void total(String name, String description, LongSupplier counter) {
    add(name, description, (config, now) -> counter.getAsLong());
  }

  /**
   * So much each time.
   *
   * @param unit how much of the sum makes one
   */
  public void average(String name, String description, Counter sum, Counter count, long unit) {
    Trend average = Trend.average(sum::get, count::get, time.milliseconds());
    add(name, description, (config, now) -> average.measure(config, now) / unit);
  }

  /**
   * {@code <base>-avg} and {@code <base>-max} of what is recorded in the returned place.
   *
   * @param unit how much of what is recorded makes one
   */
  public Distribution distribution(
      String base, String averageDescription, String maxDescription, long unit) {
    Distribution distribution = highest(base + "-max", maxDescription, unit);
    average(base + "-avg", averageDescription, distribution.sum(), distribution.count(), unit);
    return distribution;
  }

  /**
   * The largest of what is recorded in the returned place.
   *
   * @param unit how much of what is recorded makes one
   */
  public Distribution highest(String name, String description, long unit) {
    return peak(name, description, unit, Peak.highest(windowNanos()));
  }

  /** The smallest of what is recorded in the returned place. */
  public Distribution lowest(String name, String description) {
    return peak(name, description, 1, Peak.lowest(windowNanos()));
  }

  private Distribution peak(String name, String description, long unit, Peak peak) {
    add(name, description, (config, now) -> peak.get(time.nanoseconds()) / unit);
    return new Distribution(peak);
  }

  /** Peaks cover two windows of their own, which together take as long as those configured. */
  private long windowNanos() {
    MetricConfig config = registry.config();
    return TimeUnit.MILLISECONDS.toNanos(config.timeWindowMs() * config.samples() / 2);
  }

  public void add(String name, String description, Measurable measurable) {
    addValue(name, description, measurable);
  }

  /** Whatever is not a floating point number. */
  public void gauge(String name, String description, Gauge<?> gauge) {
    addValue(name, description, gauge);
  }

  private void addValue(String name, String description, MetricValueProvider<?> value) {
    for (Map<String, String> tags : tagSets) {
      MetricName metric = registry.metricName(name, group, description, tags);
      registry.addMetricIfAbsent(metric, null, value);
      names.add(metric);
    }
  }

  /** Removes all that was added. */
  public void close() {
    names.forEach(registry::removeMetric);
    names.clear();
  }
}
