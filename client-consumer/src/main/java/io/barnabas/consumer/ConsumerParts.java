package io.barnabas.consumer;

import io.barnabas.consumer.fetch.FetchBuffer;
import io.barnabas.consumer.fetch.FetchCollector;
import io.barnabas.consumer.fetch.FetchPlan;
import io.barnabas.consumer.fetch.Fetcher;
import io.barnabas.consumer.group.ClassicMembership;
import io.barnabas.consumer.group.CoordinatorRequests;
import io.barnabas.consumer.group.GroupMembership;
import io.barnabas.consumer.group.GroupSettings;
import io.barnabas.consumer.group.PreRebalanceCommit;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.offset.AutoCommit;
import io.barnabas.consumer.offset.CommittedOffsets;
import io.barnabas.consumer.offset.OffsetCommits;
import io.barnabas.consumer.offset.OffsetCommitter;
import io.barnabas.consumer.offset.OffsetLookup;
import io.barnabas.consumer.offset.OffsetSource;
import io.barnabas.consumer.offset.PositionResolver;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.consumer.subscription.TopicWatch;
import io.barnabas.network.NetworkClient;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.EventLoop;
import io.barnabas.network.metrics.ClientEvents;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a consumer is made of, put together before its loop starts. The parts are owned by the
 * polling thread unless they say otherwise.
 */
final class ConsumerParts<K, V> {
  final ConsumerSettings settings;
  final Plugins<K, V> plugins;
  final NetworkClient network;
  final PollSignal signal = new PollSignal();
  final SubscriptionState subscriptions;
  final TopicWatch watch;
  final FetchCollector<K, V> collector;
  final FetchPlan fetchPlan;
  final OffsetSource offsets;
  final PositionResolver positions;

  /** Null without a group. */
  final GroupMembership membership;

  /** Null without a group. */
  final OffsetCommitter committer;

  /** Null if auto-commit is off. */
  final AutoCommit autoCommit;

  private ConsumerParts(ConsumerSettings settings, Plugins<K, V> plugins, NetworkClient network) {
    this.settings = settings;
    this.plugins = plugins;
    this.network = network;
    EventLoop loop = network.loop();
    String logPrefix = settings.client().logPrefix();
    subscriptions = new SubscriptionState(settings.offsetReset());
    watch = new TopicWatch(settings.allowAutoCreateTopics());
    network.metadata().interest(watch);
    network.metadata().onUpdate(snapshot -> signal.raise());

    FetchBuffer buffer = new FetchBuffer(settings.fetch().bufferBytes(), loop::wakeup);
    Fetcher fetcher =
        new Fetcher(
            settings.fetch(), network.requests(), network.metadata(), buffer, signal, loop.clock());
    loop.addPoller(fetcher);
    collector =
        new FetchCollector<>(
            subscriptions, buffer, settings.fetch(), plugins.deserializers(), logPrefix);
    fetchPlan = new FetchPlan(subscriptions, collector, fetcher, loop);

    GroupParts group = settings.group().map(this::group).orElse(null);
    membership = group == null ? null : group.membership;
    committer = group == null ? null : group.committer;
    autoCommit = group == null ? null : group.autoCommit;
    offsets = offsets();
    positions =
        new PositionResolver(
            subscriptions,
            offsets,
            signal,
            loop.clock(),
            settings.client().requestTimeoutMs(),
            logPrefix);
  }

  /** Makes everything and starts the loop; leaves nothing behind if that fails. */
  static <K, V> ConsumerParts<K, V> start(
      ConsumerSettings settings, Supplier<Plugins<K, V>> makePlugins) {
    Plugins<K, V> plugins = makePlugins.get();
    NetworkClient network = null;
    try {
      network = NetworkClient.create(settings.client(), ClientEvents.NONE, Clock.SYSTEM);
      ConsumerParts<K, V> parts = new ConsumerParts<>(settings, plugins, network);
      network.start();
      return parts;
    } catch (Throwable t) {
      if (network != null) {
        network.close(Duration.ZERO);
      }
      plugins.close();
      throw t;
    }
  }

  private OffsetSource offsets() {
    OffsetLookup lookup =
        new OffsetLookup(
            network,
            settings.fetch().readCommitted(),
            settings.client().requestTimeoutMs(),
            settings.backoff());
    CommittedOffsets committed =
        settings.group().map(g -> new CommittedOffsets(g.groupId(), network)).orElse(null);
    return new OffsetSource(committed, lookup, network.loop());
  }

  /** What only a consumer with a group has. */
  private static final class GroupParts {
    ClassicMembership membership;
    OffsetCommitter committer;
    AutoCommit autoCommit;
  }

  private GroupParts group(GroupSettings group) {
    GroupParts parts = new GroupParts();
    CoordinatorRequests coordinator =
        new CoordinatorRequests(network.coordinators(), network.requests(), group.groupId());
    // commits ask the membership who they are, and the membership commits before it rebalances
    OffsetCommits commits =
        new OffsetCommits(group.groupId(), coordinator, () -> parts.membership, group.logPrefix());
    parts.committer =
        new OffsetCommitter(
            commits,
            subscriptions,
            network.loop(),
            signal,
            new OffsetCommitter.Limits(group.requestTimeoutMs(), group.backoff()),
            plugins.interceptors()::onCommit,
            group.logPrefix());
    if (settings.autoCommit()) {
      parts.autoCommit = autoCommit(parts.committer, group);
    }
    PreRebalanceCommit commitBefore =
        parts.autoCommit == null ? PreRebalanceCommit.NONE : parts.autoCommit;
    parts.membership =
        new ClassicMembership(
            group,
            subscriptions,
            plugins.assignors(),
            network.metadata(),
            watch,
            network.loop(),
            signal,
            new ClassicMembership.GroupLinks(coordinator, commitBefore));
    return parts;
  }

  private AutoCommit autoCommit(OffsetCommitter committer, GroupSettings group) {
    return new AutoCommit(
        committer,
        subscriptions,
        signal,
        network.loop().clock(),
        settings.autoCommitIntervalMs(),
        group.backoff().initialMs(),
        group.logPrefix());
  }
}
