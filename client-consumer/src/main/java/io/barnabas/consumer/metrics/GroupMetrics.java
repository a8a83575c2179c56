package io.barnabas.consumer.metrics;

import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.ClientMetrics;
import io.barnabas.network.metrics.Counter;
import io.barnabas.network.metrics.Distribution;
import io.barnabas.network.metrics.MetricGroup;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The consumer as a member of its group, in the group {@code consumer-coordinator-metrics}. Counted
 * by the loop, apart from {@link #calledBack}.
 */
public final class GroupMetrics {
  private static final String GROUP = "consumer-coordinator-metrics";
  private static final long NANOS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long NONE = Long.MIN_VALUE;

  /** What the application's rebalance listener is called for. */
  public enum Callback {
    REVOKED("onPartitionsRevoked", "partition-revoked"),
    ASSIGNED("onPartitionsAssigned", "partition-assigned"),
    LOST("onPartitionsLost", "partition-lost");

    private final String method;
    private final String metric;

    Callback(String method, String metric) {
      this.method = method;
      this.metric = metric;
    }

    /** Of the listener. */
    public String method() {
      return method;
    }
  }

  private final Clock clock;
  private final MetricGroup group;
  private final Distribution heartbeatNanos;
  private final LastTime lastHeartbeat;
  private final Distribution commitNanos;
  private final Distribution rebalanceMs;
  private final LastTime lastRebalance;
  private final Counter failedRebalances = new Counter();
  private final Map<Callback, Distribution> callbackNanos = new EnumMap<>(Callback.class);

  /** Null in groups that know no such requests. */
  private final Distribution joinMs;

  private final Distribution syncMs;

  /** When the rebalance under way began, or {@link #NONE}. */
  private long rebalanceStartMs = NONE;

  GroupMetrics(ClientMetrics client, Clock clock, IntSupplier assigned, boolean classic) {
    this.clock = clock;
    this.group = client.group(GROUP, Map.of());
    this.heartbeatNanos =
        group.highest(
            "heartbeat-response-time-max",
            "The max time taken to receive a response to a heartbeat request",
            NANOS_PER_MS);
    group.meter("heartbeat", "heartbeats", heartbeatNanos.count());
    this.lastHeartbeat =
        new LastTime(
            group,
            "last-heartbeat-seconds-ago",
            "The number of seconds since the last coordinator heartbeat was sent",
            clock);
    this.commitNanos = times("commit-latency", "commit request", NANOS_PER_MS);
    group.meter("commit", "commit calls", commitNanos.count());
    this.joinMs = classic ? meteredTimes("join", "group rejoin", "group joins") : null;
    this.syncMs = classic ? meteredTimes("sync", "group sync", "group syncs") : null;
    this.rebalanceMs = rebalances();
    this.lastRebalance =
        new LastTime(
            group,
            "last-rebalance-seconds-ago",
            "The number of seconds since the last successful rebalance event",
            clock);
    addFailedRebalances();
    for (Callback callback : Callback.values()) {
      String what = callback.metric + " rebalance listener callback";
      callbackNanos.put(callback, times(callback.metric + "-latency", what, NANOS_PER_MS));
    }
    group.total(
        "assigned-partitions",
        "The number of partitions currently assigned to this consumer",
        assigned::getAsInt);
  }

  private Distribution times(String base, String what, long unit) {
    return group.distribution(
        base, "The average time taken for a " + what, "The max time taken for a " + what, unit);
  }

  private Distribution meteredTimes(String base, String what, String many) {
    Distribution times = times(base + "-time", what, 1);
    group.meter(base, many, times.count());
    return times;
  }

  private Distribution rebalances() {
    String success =
        " rebalance, which may be composed of several failed re-trials until it succeeded";
    Distribution latency =
        group.distribution(
            "rebalance-latency",
            "The average time taken for a group to complete a successful" + success,
            "The max time taken for a group to complete a successful" + success,
            1);
    group.total(
        "rebalance-latency-total",
        "The total number of milliseconds this consumer has spent in successful rebalances since"
            + " creation",
        latency.sum()::get);
    String events =
        "successful rebalance events, each event is composed of several failed re-trials until it"
            + " succeeded";
    group.total("rebalance-total", "The total number of " + events, latency.count()::get);
    group.ratePerHour(
        "rebalance-rate-per-hour",
        "The number of successful rebalance events per hour, each event is composed of several"
            + " failed re-trials until it succeeded",
        latency.count()::get);
    return latency;
  }

  private void addFailedRebalances() {
    group.total(
        "failed-rebalance-total",
        "The total number of failed rebalance events",
        failedRebalances::get);
    group.ratePerHour(
        "failed-rebalance-rate-per-hour",
        "The number of failed rebalance events per hour",
        failedRebalances::get);
  }

  Distribution heartbeatNanos() {
    return heartbeatNanos;
  }

  Distribution commitNanos() {
    return commitNanos;
  }

  public void heartbeatSent() {
    lastHeartbeat.is(clock.nanos());
  }

  /** A JoinGroup request was answered, and the member is in the group. */
  public void joined(long tookMs) {
    joinMs.record(tookMs, clock.nanos());
  }

  /** A SyncGroup request has brought an assignment. */
  public void synced(long tookMs) {
    syncMs.record(tookMs, clock.nanos());
  }

  /** Does nothing if the last one has not come to its end. */
  public void rebalanceStarted() {
    if (rebalanceStartMs == NONE) {
      rebalanceStartMs = clock.nowMs();
    }
  }

  public void rebalanceEnded() {
    long nowNanos = clock.nanos();
    rebalanceMs.record(clock.nowMs() - rebalanceStartMs, nowNanos);
    rebalanceStartMs = NONE;
    lastRebalance.is(nowNanos);
  }

  /** The rebalance goes on, or begins anew. */
  public void rebalanceFailed() {
    failedRebalances.add(1);
  }

  /** The rebalance under way, if there is one, comes to nothing. */
  public void rebalanceGivenUp() {
    if (rebalanceStartMs != NONE) {
      rebalanceStartMs = NONE;
      failedRebalances.add(1);
    }
  }

  /** The application's listener has returned. Polling thread. */
  public void calledBack(Callback callback, long startNanos) {
    long nowNanos = clock.nanos();
    callbackNanos.get(callback).record(nowNanos - startNanos, nowNanos);
  }
}
