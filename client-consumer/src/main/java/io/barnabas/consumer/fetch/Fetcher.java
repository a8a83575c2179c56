package io.barnabas.consumer.fetch;

import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.metrics.FetchMetrics;
import io.barnabas.consumer.subscription.LogLeader;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.Poller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
  private boolean closed;

  /**
   * @param frameEnd takes the array of an answer that nobody looks into any more; any thread
   */
  public Fetcher(
      FetchSettings settings,
      RequestSender requests,
      Consumer<byte[]> frameEnd,
      FetchMetrics metrics,
      Metadata metadata,
      FetchBuffer buffer,
      PollSignal signal,
      Clock clock) {
    this.context =
        new FetchContext(
            settings,
            requests,
            frameEnd,
            metrics,
            metadata,
            buffer,
            signal,
            clock,
            new AtomicLong(),
            cursors,
            () -> groupedBy = NO_VERSION);
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
        cursors.put(tp, new FetchCursor(change));
      }
    }
    groupedBy = NO_VERSION;
  }

  /** Fetches no more, and tells the brokers to forget its sessions; completes when they have. */
  public CompletableFuture<Void> closeSessions() {
    closed = true;
    return CompletableFuture.allOf(
        brokers.values().stream()
            .map(BrokerFetcher::closeSession)
            .toArray(CompletableFuture[]::new));
  }

  @Override
  public long poll(long nowMs) {
    if (closed) {
      return NEVER;
    }
    group(context.metadata().snapshot());
    int answerBytes = answerBytes();
    long wakeAtMs = NEVER;
    for (int i = 0; i < turns.size(); i++) {
      BrokerFetcher broker = turns.get((nextTurn + i) % turns.size());
      wakeAtMs = Math.min(wakeAtMs, broker.poll(nowMs, answerBytes));
    }
    nextTurn = turns.isEmpty() ? 0 : (nextTurn + 1) % turns.size();
    return wakeAtMs;
  }

  /**
   * Half of the buffer is for answers under way, the same part for each broker, so that none waits
   * for what another has not got; the rest is for what the application consumes meanwhile.
   */
  private int answerBytes() {
    long part = context.buffer().limitBytes() / (2L * Math.max(1, turns.size()));
    return (int) Math.min(context.settings().maxBytes(), Math.max(1, part));
  }

  private void group(MetadataSnapshot snapshot) {
    if (groupedBy == snapshot.version()) {
      return;
    }
    groupedBy = snapshot.version();
    brokers.values().forEach(BrokerFetcher::clearCursors);
    boolean leaderMissing = false;
    for (FetchCursor cursor : cursors.values()) {
      leaderMissing |= !assign(cursor, snapshot);
    }
    brokers.values().removeIf(BrokerFetcher::isIdle);
    turns.clear();
    turns.addAll(brokers.values());
    if (leaderMissing) {
      context.metadata().requestRefresh();
    }
  }

  /** False if there is no leader at the moment. */
  private boolean assign(FetchCursor cursor, MetadataSnapshot snapshot) {
    LogLeader leader = LogLeader.of(cursor.topicPartition, snapshot);
    if (leader == null) {
      return false;
    }
    // under another leader the polling thread has to look at the position first
    if (leader.equals(cursor.leader)) {
      brokers
          .computeIfAbsent(source(cursor, snapshot), node -> new BrokerFetcher(node, context))
          .add(cursor);
    }
    return true;
  }

  /** The follower that the leader named, as long as it is there. */
  private int source(FetchCursor cursor, MetadataSnapshot snapshot) {
    if (cursor.preferredReplica != FetchCursor.NO_REPLICA
        && snapshot.broker(cursor.preferredReplica) == null) {
      context.metadata().requestRefresh();
      cursor.preferLeader();
    }
    return cursor.preferredReplica == FetchCursor.NO_REPLICA
        ? cursor.leader.nodeId()
        : cursor.preferredReplica;
  }
}
