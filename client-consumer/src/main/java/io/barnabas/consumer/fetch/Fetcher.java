package io.barnabas.consumer.fetch;

import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.cluster.PartitionMetadata;
import io.barnabas.network.cluster.TopicMetadata;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.Poller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps a fetch under way at every broker that leads a partition to be fetched, as long as the
 * buffer has room. Loop thread only.
 */
public final class Fetcher implements Poller {
  private static final long NO_VERSION = -1;

  private final FetchContext context;
  private final Map<TopicPartition, FetchCursor> cursors = new HashMap<>();
  private final Map<Integer, BrokerFetcher> brokers = new HashMap<>();

  /** The brokers in the order in which they get room in the buffer. */
  private final List<BrokerFetcher> turns = new ArrayList<>();

  /** The metadata the cursors are grouped by. */
  private long groupedBy = NO_VERSION;

  private int nextTurn;

  public Fetcher(
      FetchSettings settings,
      RequestSender requests,
      Metadata metadata,
      FetchBuffer buffer,
      PollSignal signal,
      Clock clock) {
    this.context =
        new FetchContext(
            settings, requests, metadata, buffer, signal, clock, new AtomicLong(), cursors);
  }

  /** Takes over what the polling thread decided. */
  void apply(List<CursorChange> changes) {
    for (CursorChange change : changes) {
      TopicPartition tp = change.topicPartition();
      FetchCursor cursor = cursors.get(tp);
      if (change.stops()) {
        cursors.remove(tp);
      } else if (cursor != null && cursor.fence == change.fence()) {
        cursor.paused = change.paused();
      } else {
        cursors.put(tp, new FetchCursor(tp, change.fence(), change.offset(), change.paused()));
      }
    }
    groupedBy = NO_VERSION;
  }

  @Override
  public long poll(long nowMs) {
    groupByLeader(context.metadata().snapshot());
    long wakeAtMs = NEVER;
    for (int i = 0; i < turns.size(); i++) {
      BrokerFetcher broker = turns.get((nextTurn + i) % turns.size());
      wakeAtMs = Math.min(wakeAtMs, broker.poll(nowMs));
    }
    nextTurn = turns.isEmpty() ? 0 : (nextTurn + 1) % turns.size();
    return wakeAtMs;
  }

  private void groupByLeader(MetadataSnapshot snapshot) {
    if (groupedBy == snapshot.version()) {
      return;
    }
    groupedBy = snapshot.version();
    brokers.values().forEach(BrokerFetcher::clearCursors);
    boolean leaderMissing = false;
    for (FetchCursor cursor : cursors.values()) {
      leaderMissing |= !assignToLeader(cursor, snapshot);
    }
    brokers.values().removeIf(BrokerFetcher::isIdle);
    turns.clear();
    turns.addAll(brokers.values());
    if (leaderMissing) {
      context.metadata().requestRefresh();
    }
  }

  private boolean assignToLeader(FetchCursor cursor, MetadataSnapshot snapshot) {
    TopicPartition tp = cursor.topicPartition;
    TopicMetadata topic = snapshot.topic(tp.topic());
    PartitionMetadata partition = snapshot.partition(tp.topic(), tp.partition());
    if (topic == null || partition == null || partition.leader() < 0) {
      return false;
    }
    cursor.topicId = topic.id();
    cursor.leaderEpoch = partition.leaderEpoch();
    brokers
        .computeIfAbsent(partition.leader(), node -> new BrokerFetcher(node, context))
        .add(cursor);
    return true;
  }
}
