package io.barnabas.network.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.Metrics;

/**
 * The metrics of one group and one set of tags, under the names kafka-clients gives them. Any
 * thread may create one; adding and removing belongs to one thread at a time.
 */
public final class MetricGroup {

  private final Metrics registry;
  private final String group;
  private final Map<String, String> tags;
  private final long nowMs;
  private final List<MetricName> names = new ArrayList<>();

  /**
   * @param tags on top of those of the registry
   * @param nowMs the registry's time
   */
  public MetricGroup(Metrics registry, String group, Map<String, String> tags, long nowMs) {
    this.registry = registry;
    this.group = group;
    this.tags = tags;
    this.nowMs = nowMs;
  }

  /** {@code <base>-rate} and {@code <base>-total}. */
  public void meter(String base, String what, Counter counter) {
    add(base + "-rate", "The number of " + what + " per second", Trend.rate(counter, nowMs));
    total(base + "-total", "The total number of " + what, counter);
  }

  /** {@code <base>-ratio} and {@code <base>-time-ns-total}. */
  public void share(String base, String what, Counter nanos) {
    add(
        base + "-ratio",
        "The fraction of time the I/O thread spent " + what,
        Trend.share(nanos, nowMs));
    total(base + "-time-ns-total", "The total time the I/O thread spent " + what, nanos);
  }

  public void total(String name, String description, Counter counter) {
    add(name, description, (config, now) -> counter.get());
  }

  public void average(String name, String description, Counter sum, Counter count) {
    add(name, description, Trend.average(sum, count, nowMs));
  }

  public void peak(String name, String description, Peak peak) {
    add(name, description, (config, now) -> peak.get());
  }

  public void add(String name, String description, Measurable measurable) {
    MetricName metric = registry.metricName(name, group, description, tags);
    registry.addMetric(metric, measurable);
    names.add(metric);
  }

  /** Removes all that was added. */
  public void close() {
    names.forEach(registry::removeMetric);
    names.clear();
  }
}
