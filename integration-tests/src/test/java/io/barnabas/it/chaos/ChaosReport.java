package io.barnabas.it.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What happened in a run, in numbers. Used by the thread that makes the faults. */
final class ChaosReport {
  private final Map<Fault, Integer> survived = new EnumMap<>(Fault.class);
  private final Map<Fault, Long> tookMs = new EnumMap<>(Fault.class);
  private int fewestOpenAtKill = Integer.MAX_VALUE;
  private int fewestAcknowledgedInFault = Integer.MAX_VALUE;

  /** By the fault that made an election necessary, in their order. */
  private final Map<Fault, List<Long>> recoveriesMs = new EnumMap<>(Fault.class);

  /** Records of the killed leader's partition that had no result when it was dead. */
  void openAtKill(int records) {
    fewestOpenAtKill = Math.min(fewestOpenAtKill, records);
  }

  /** From the election of a new leader to its first acknowledgement. */
  void recovered(Fault fault, long ms) {
    recoveriesMs.computeIfAbsent(fault, none -> new ArrayList<>()).add(ms);
  }

  /**
   * @param acknowledged records of all partitions from the fault's begin to its end
   * @param tookMs from the fault's begin until all replicas were in sync again
   */
  void survived(Fault fault, int acknowledged, long tookMs) {
    survived.merge(fault, 1, Integer::sum);
    this.tookMs.merge(fault, tookMs, Long::sum);
    fewestAcknowledgedInFault = Math.min(fewestAcknowledgedInFault, acknowledged);
  }

  int count(Fault fault) {
    return survived.getOrDefault(fault, 0);
  }

  /** True if each kill hit records on their way and sending went on during each fault. */
  boolean hitWhileSending() {
    return fewestOpenAtKill > 0 && fewestAcknowledgedInFault > 0;
  }

  @Override
  public String toString() {
    return "%s in %s ms; at least %d records open at a kill, %d acknowledged during a fault; "
            .formatted(survived, tookMs, fewestOpenAtKill, fewestAcknowledgedInFault)
        + "from an election to its first acknowledgement, in ms: "
        + recoveriesMs;
  }
}
