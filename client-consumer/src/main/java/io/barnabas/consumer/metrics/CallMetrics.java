package io.barnabas.consumer.metrics;

import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.ClientMetrics;
import io.barnabas.network.metrics.Counter;
import io.barnabas.network.metrics.Distribution;
import io.barnabas.network.metrics.MetricGroup;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How the application calls the consumer, in the group {@code consumer-metrics}. Counted by the
 * polling thread.
 */
public final class CallMetrics {
  private static final String GROUP = "consumer-metrics";
  private static final long NANOS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Ratios are summed up as whole numbers of this part. */
  private static final long RATIO_UNIT = 1_000_000;

  private final Clock clock;
  private final LastTime lastPoll;
  private final Distribution betweenPollsNanos;
  private final Counter idleRatios = new Counter();
  private final Counter commitSyncNanos = new Counter();
  private final Counter committedNanos = new Counter();

  private boolean polledBefore;
  private long pollStartNanos;
  private long sincePollBeforeNanos;

  CallMetrics(ClientMetrics client, Clock clock) {
    this.clock = clock;
    MetricGroup group = client.group(GROUP, Map.of());
    lastPoll =
        new LastTime(
            group,
            "last-poll-seconds-ago",
            "The number of seconds since the last poll() invocation.",
            clock);
    betweenPollsNanos =
        group.distribution(
            "time-between-poll",
            "The average delay between invocations of poll() in milliseconds.",
            "The max delay between invocations of poll() in milliseconds.",
            NANOS_PER_MS);
    group.average(
        "poll-idle-ratio-avg",
        "The average fraction of time the consumer's poll() is idle as opposed to waiting for the"
            + " user code to process records.",
        idleRatios,
        betweenPollsNanos.count(),
        RATIO_UNIT);
    group.total(
        "commit-sync-time-ns-total",
        "The total time the consumer has spent in commitSync in nanoseconds",
        commitSyncNanos::get);
    group.total(
        "committed-time-ns-total",
        "The total time the consumer has spent in committed in nanoseconds",
        committedNanos::get);
  }

  public void pollStarted() {
    long now = clock.nanos();
    sincePollBeforeNanos = polledBefore ? now - pollStartNanos : 0;
    polledBefore = true;
    pollStartNanos = now;
    betweenPollsNanos.record(sincePollBeforeNanos, now);
    lastPoll.is(now);
  }

  public void pollEnded() {
    long pollNanos = clock.nanos() - pollStartNanos;
    long sumNanos = pollNanos + sincePollBeforeNanos;
    idleRatios.add(sumNanos == 0 ? 0 : RATIO_UNIT * pollNanos / sumNanos);
  }

  /** Runs what the application waits for in {@code commitSync}. */
  public <T> T inCommitSync(Supplier<T> call) {
    return timed(commitSyncNanos, call);
  }

  /** Runs what the application waits for in {@code committed}. */
  public <T> T inCommitted(Supplier<T> call) {
    return timed(committedNanos, call);
  }

  private <T> T timed(Counter nanos, Supplier<T> call) {
    long startNanos = clock.nanos();
    try {
      return call.get();
    } finally {
      nanos.add(clock.nanos() - startNanos);
    }
  }
}
