package io.barnabas.consumer.metrics;

import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.MetricGroup;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** When something last happened. One thread says so, all may read how long that is ago. */
final class LastTime {
  private static final long NEVER = Long.MIN_VALUE;

  private final AtomicLong atNanos = new AtomicLong(NEVER);

  /** A metric in whole seconds, -1 before the first time. */
  LastTime(MetricGroup group, String name, String description, Clock clock) {
    group.add(name, description, (config, now) -> secondsAgo(clock.nanos()));
  }

  void is(long nowNanos) {
    atNanos.lazySet(nowNanos);
  }

  private double secondsAgo(long nowNanos) {
    long last = atNanos.get();
    return last == NEVER ? -1 : TimeUnit.NANOSECONDS.toSeconds(nowNanos - last);
  }
}
