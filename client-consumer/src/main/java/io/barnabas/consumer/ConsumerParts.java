package io.barnabas.consumer;

import io.barnabas.consumer.fetch.Deserializers;
import io.barnabas.consumer.fetch.FetchBuffer;
import io.barnabas.consumer.fetch.FetchCollector;
import io.barnabas.consumer.fetch.FetchPlan;
import io.barnabas.consumer.fetch.Fetcher;
import io.barnabas.consumer.group.AutoMembership;
import io.barnabas.consumer.group.ClassicMembership;
import io.barnabas.consumer.group.ConsumerMembership;
import io.barnabas.consumer.group.CoordinatorRequests;
import io.barnabas.consumer.group.GroupContext;
import io.barnabas.consumer.group.GroupMembership;
import io.barnabas.consumer.group.GroupSettings;
import io.barnabas.consumer.group.PreRebalanceCommit;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.metrics.ConsumerMetrics;
import io.barnabas.consumer.offset.AutoCommit;
import io.barnabas.consumer.offset.CommittedOffsets;
import io.barnabas.consumer.offset.EpochEndLookup;
import io.barnabas.consumer.offset.OffsetCommits;
import io.barnabas.consumer.offset.OffsetCommitter;
import io.barnabas.consumer.offset.OffsetLookup;
import io.barnabas.consumer.offset.OffsetSource;
import io.barnabas.consumer.offset.PositionResolver;
import io.barnabas.consumer.offset.PositionValidator;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.consumer.subscription.TopicWatch;
import io.barnabas.network.NetworkClient;
import io.barnabas.network.cluster.ClusterNews;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.EventLoop;
import io.barnabas.network.metrics.ClientMetrics;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What a consumer is made of, put together before its loop starts. The parts are owned by the
 * polling thread unless they say otherwise.
 */
final class ConsumerParts<K, V> {
  private static final String JMX_DOMAIN = "kafka.consumer";
  private static final String METRIC_GROUP_PREFIX = "consumer";

  final ConsumerSettings settings;
  final ClientMetrics clientMetrics;
  final ConsumerMetrics metrics;
  final Plugins<K, V> plugins;
  final NetworkClient network;
  final PollSignal signal = new PollSignal(Clock.SYSTEM);
  final SubscriptionState subscriptions;
  final TopicWatch watch;
  final FetchCollector<K, V> collector;
  final FetchPlan fetchPlan;

  /** Loop thread only. */
  final Fetcher fetcher;

  final ProgressWatch progress;
  final OffsetSource offsets;
  final PositionResolver positions;

  /** Null without a group. */
  final GroupMembership membership;

  /** Null without a group. */
  final OffsetCommitter committer;

  /** Null if auto-commit is off. */
  final AutoCommit autoCommit;

  private ConsumerParts(
      ConsumerSettings settings,
      ClientMetrics clientMetrics,
      Plugins<K, V> plugins,
      NetworkClient network) {
    this.settings = settings;
    this.clientMetrics = clientMetrics;
    this.plugins = plugins;
    this.network = network;
    EventLoop loop = network.loop();
    metrics = new ConsumerMetrics(clientMetrics, loop.clock());
    loop.onDeath(signal::breakDown);
    String logPrefix = settings.client().logPrefix();
    subscriptions = new SubscriptionState(settings.offsetReset());
    watch = new TopicWatch(settings.allowAutoCreateTopics());
    network.metadata().interest(watch);
    network.metadata().onUpdate(snapshot -> signal.raise());
    List<Object> listeners = plugins.all();
    listeners.addAll(clientMetrics.registry().reporters());
    network.metadata().onUpdate(new ClusterNews(listeners)::onMetadata);

    FetchBuffer buffer = new FetchBuffer(settings.fetch().bufferBytes(), loop::wakeup);
    fetcher =
        new Fetcher(
            settings.fetch(),
            network.requests(),
            frameEnd(plugins.deserializers(), network),
            metrics.fetches(),
            network.metadata(),
            buffer,
            signal,
            loop.clock());
    loop.addPoller(fetcher);
    collector =
        new FetchCollector<>(
            subscriptions,
            buffer,
            settings.fetch(),
            plugins.deserializers(),
            metrics.fetches(),
            logPrefix);
    progress = new ProgressWatch(subscriptions, settings.progressWarningMs(), logPrefix);
    fetchPlan = new FetchPlan(subscriptions, collector, fetcher, metrics.fetches(), loop);

    GroupParts group = settings.group().map(this::group).orElse(null);
    membership = group == null ? null : group.membership;
    committer = group == null ? null : group.committer;
    autoCommit = group == null ? null : group.autoCommit;
    offsets = offsets();
    positions =
        new PositionResolver(
            subscriptions,
            offsets,
            validator(logPrefix),
            signal,
            loop.clock(),
            settings.client().requestTimeoutMs(),
            logPrefix);
  }

  /** Makes everything and starts the loop; leaves nothing behind if that fails. */
  static <K, V> ConsumerParts<K, V> start(
      ConsumerConfig config, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
    ConsumerSettings settings = ConsumerSettings.from(config);
    ClientMetrics metrics = null;
    Plugins<K, V> plugins = null;
    NetworkClient network = null;
    try {
      metrics =
          ClientMetrics.create(
              config, settings.client().clientId(), JMX_DOMAIN, METRIC_GROUP_PREFIX);
      plugins = Plugins.from(config, keyDeserializer, valueDeserializer);
      network = NetworkClient.create(settings.client(), metrics.networkEvents(), Clock.SYSTEM);
      ConsumerParts<K, V> parts = new ConsumerParts<>(settings, metrics, plugins, network);
      network.start();
      return parts;
    } catch (Throwable t) {
      closeAll(network, plugins, metrics);
      throw t;
    }
  }

  private static void closeAll(
      NetworkClient network, Plugins<?, ?> plugins, ClientMetrics metrics) {
    if (network != null) {
      network.close(Duration.ZERO);
    }
    if (plugins != null) {
      plugins.close();
    }
    if (metrics != null) {
      metrics.close();
    }
  }

  /** What a deserializer may have kept a view of is not to be written into again. */
  private static Consumer<byte[]> frameEnd(
      Deserializers<?, ?> deserializers, NetworkClient network) {
    return deserializers.copy() ? network.frames()::giveBack : array -> {};
  }

  private OffsetSource offsets() {
    OffsetLookup lookup =
        new OffsetLookup(
            network,
            settings.fetch().readCommitted(),
            settings.client().requestTimeoutMs(),
            settings.backoff());
    CommittedOffsets committed =
        settings
            .group()
            .map(g -> new CommittedOffsets(g.groupId(), network, membership::fetchIdentity))
            .orElse(null);
    EpochEndLookup epochEnds =
        new EpochEndLookup(
            network, settings.client().requestTimeoutMs(), settings.backoff().initialMs());
    return new OffsetSource(committed, lookup, epochEnds, network.loop());
  }

  private PositionValidator validator(String logPrefix) {
    return new PositionValidator(
        subscriptions,
        network.metadata(),
        offsets,
        signal,
        network.loop().clock(),
        settings.client().requestTimeoutMs(),
        logPrefix);
  }

  /** What only a consumer with a group has. */
  private static final class GroupParts {
    GroupMembership membership;
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
        membership(
            new GroupContext(
                group,
                subscriptions,
                network.metadata(),
                watch,
                network.loop(),
                signal,
                coordinator,
                commitBefore,
                metrics.group(
                    subscriptions::assignedCount,
                    settings.protocol() != ConsumerSettings.Protocol.CONSUMER)));
    return parts;
  }

  private GroupMembership membership(GroupContext context) {
    return switch (settings.protocol()) {
      case CLASSIC -> new ClassicMembership(context, plugins.assignors());
      case CONSUMER -> new ConsumerMembership(context);
      case AUTO ->
          new AutoMembership(
              context,
              new ConsumerMembership(context),
              new ClassicMembership(context, plugins.assignors()));
    };
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
