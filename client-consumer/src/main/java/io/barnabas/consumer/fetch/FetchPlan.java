package io.barnabas.consumer.fetch;

import io.barnabas.consumer.metrics.FetchMetrics;
import io.barnabas.consumer.subscription.AssignedPartition;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.network.loop.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells the loop in one command what changed in positions, pauses and assignment since the last
 * time. Polling thread only.
 */
public final class FetchPlan {
  private final SubscriptionState subscriptions;
  private final FetchCollector<?, ?> collector;
  private final Fetcher fetcher;
  private final FetchMetrics metrics;
  private final EventLoop loop;

  public FetchPlan(
      SubscriptionState subscriptions,
      FetchCollector<?, ?> collector,
      Fetcher fetcher,
      FetchMetrics metrics,
      EventLoop loop) {
    this.subscriptions = subscriptions;
    this.collector = collector;
    this.fetcher = fetcher;
    this.metrics = metrics;
    this.loop = loop;
  }

  /** Costs a look at a list when nothing changed. */
  public void sync() {
    if (!subscriptions.hasChanges()) {
      return;
    }
    List<CursorChange> changes = new ArrayList<>();
    subscriptions.drainChanges(
        partition -> {
          metrics.assignmentChanged(partition);
          changes.add(changeOf(partition));
        });
    collector.dropStale();
    loop.execute(() -> fetcher.apply(changes));
  }

  private static CursorChange changeOf(AssignedPartition partition) {
    boolean fetches = partition.isAssigned() && partition.state() == AssignedPartition.State.VALID;
    long offset = fetches ? partition.position().offset() : CursorChange.STOP;
    return new CursorChange(
        partition.topicPartition(),
        partition.fence(),
        offset,
        partition.leader(),
        partition.isPaused(),
        partition.progress());
  }
}
