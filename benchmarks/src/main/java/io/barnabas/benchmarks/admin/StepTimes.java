package io.barnabas.benchmarks.admin;

import java.util.EnumMap;
import java.util.Map;

/** What the steps have taken one client, summed over its turns, in nanoseconds. */
final class StepTimes {
  private final Map<Step, Long> nanos = new EnumMap<>(Step.class);

  void add(Step step, long stepNanos) {
    nanos.merge(step, stepNanos, Long::sum);
  }

  void add(StepTimes turn) {
    turn.nanos.forEach(this::add);
  }

  long nanos(Step step) {
    return nanos.get(step);
  }

  long nanos() {
    return nanos.values().stream().mapToLong(Long::longValue).sum();
  }
}
