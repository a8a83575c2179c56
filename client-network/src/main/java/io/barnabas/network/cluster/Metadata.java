package io.barnabas.network.cluster;

import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.EventLoop;
import io.barnabas.network.loop.Poller;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ApiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@link MetadataSnapshot} fresh: on demand, on error and by age; finds the cluster by
 * the bootstrap servers, and again when all brokers it knew are gone. A poller of the loop; owned
 * by the loop thread where a method does not say otherwise.
 */
public final class Metadata implements Poller {

  private static final Logger log = LoggerFactory.getLogger(Metadata.class);

  /** Before a client has said what it is interested in: brokers only. */
  private static final TopicInterest NO_TOPICS =
      new TopicInterest() {
        @Override
        public boolean allowAutoTopicCreation() {
          return false;
        }

        @Override
        public Collection<String> topics(long nowMs) {
          return Set.of();
        }
      };

  private final String logPrefix;
  private final long noNodeWaitMs;
  private final EventLoop loop;
  private final KnownNodes nodes;
  private final MetadataFetch fetch;
  private final MetadataUpdate update;
  private final RefreshSchedule schedule;

  private final List<Consumer<MetadataSnapshot>> updateListeners = new ArrayList<>();
  private final List<Consumer<ApiException>> failureListeners = new ArrayList<>();
  private TopicInterest interest = NO_TOPICS;
  private List<CompletableFuture<MetadataSnapshot>> waiting = new ArrayList<>();
  private KafkaException closed;

  /** Written by the loop, read by all. */
  private volatile MetadataSnapshot snapshot = MetadataSnapshot.EMPTY;

  /** When the cluster last described itself, monotonic. Written by the loop, read by all. */
  private volatile long updatedMs = Poller.NEVER;

  /** Set by all, cleared by the loop when it asks. */
  private volatile boolean refreshWanted = true;

  /** Set by all, cleared by the loop when it asks. */
  private volatile boolean newTopicsWanted;

  public Metadata(
      ClientSettings settings, KnownNodes nodes, RequestSender requests, EventLoop loop) {
    this.logPrefix = settings.logPrefix();
    this.noNodeWaitMs = Math.max(1, settings.reconnectBackoffMs());
    this.loop = loop;
    this.nodes = nodes;
    this.schedule =
        new RefreshSchedule(
            new Backoff(settings.retryBackoffMs(), settings.retryBackoffMaxMs()),
            settings.metadataMaxAgeMs());
    this.update = new MetadataUpdate(settings.logPrefix());
    this.fetch =
        new MetadataFetch(
            settings, requests, new Rebootstrap(settings, nodes, requests), this::answered);
  }

  /** The newest view; never null. Any thread, no lock. */
  public MetadataSnapshot snapshot() {
    return snapshot;
  }

  /** Says whose topics to ask for. Before start or on the loop. */
  public void interest(TopicInterest interest) {
    this.interest = interest;
  }

  /**
   * When the cluster last described itself, in milliseconds of the loop's clock, or {@link
   * Poller#NEVER}. Any thread.
   */
  public long updatedMs() {
    return updatedMs;
  }

  /**
   * Asks for new metadata soon (within the refresh back-off). Any thread; cheap when already asked.
   */
  public void requestRefresh() {
    if (!refreshWanted) {
      refreshWanted = true;
      loop.wakeup();
    }
  }

  /**
   * Asks at once for those topics of interest that the view does not hold. Any thread; cheap when
   * already asked.
   */
  public void requestNewTopics() {
    if (!newTopicsWanted) {
      newTopicsWanted = true;
      loop.wakeup();
    }
  }

  /**
   * Asks for new metadata and completes, on the loop thread, with the first snapshot whose request
   * left after this call. Fails with an {@code AuthenticationException} or another error that
   * trying again does not mend; has no timeout of its own: the caller puts one on. Any thread.
   */
  public CompletableFuture<MetadataSnapshot> refresh() {
    return next(() -> refreshWanted = true);
  }

  /**
   * The same, but asks at once, and only for those topics of interest that the view does not hold:
   * what it costs does not depend on how many there are beside them. Completes with the present
   * snapshot if it holds them all by now.
   */
  public CompletableFuture<MetadataSnapshot> refreshNewTopics() {
    return next(() -> newTopicsWanted = true);
  }

  private CompletableFuture<MetadataSnapshot> next(Runnable want) {
    CompletableFuture<MetadataSnapshot> future = new CompletableFuture<>();
    try {
      loop.execute(() -> await(future, want));
    } catch (RejectedExecutionException e) {
      future.completeExceptionally(new KafkaException("The client is closed", e));
    }
    return future;
  }

  /**
   * {@code listener} runs on the loop thread after every new snapshot. Before start or on the loop.
   */
  public void onUpdate(Consumer<MetadataSnapshot> listener) {
    updateListeners.add(listener);
  }

  /**
   * {@code listener} runs on the loop thread when metadata cannot be had for a reason that trying
   * again does not mend, such as an {@code AuthenticationException}. Metadata goes on trying
   * nevertheless. Before start or on the loop.
   */
  public void onFailure(Consumer<ApiException> listener) {
    failureListeners.add(listener);
  }

  /**
   * Takes over a leader that a Produce or Fetch answer named (KIP-951), unless it is not newer than
   * what is known, or its address is unknown: see {@link #onBrokerHint}, which comes first. Loop
   * thread only.
   *
   * @return true if the view changed
   */
  public boolean onLeaderHint(String topic, int partition, int leader, int leaderEpoch) {
    MetadataSnapshot next =
        update.withLeader(snapshot, nodes.node(leader), topic, partition, leaderEpoch);
    if (next == null) {
      return false;
    }
    publish(next);
    return true;
  }

  /**
   * Learns the address of a broker that a Produce or Fetch answer named (KIP-951); an address that
   * cannot be one is ignored. Loop thread only.
   */
  public void onBrokerHint(int nodeId, String host, int port, String rack) {
    if (nodeId >= 0 && NodeAddress.plausible(host, port)) {
      nodes.learn(new Node(nodeId, host, port, rack));
    }
  }

  @Override
  public long poll(long nowMs) {
    if (closed != null) {
      return NEVER;
    }
    fetch.checkRebootstrap(nowMs);
    if (fetch.inFlight()) {
      return fetch.rebootstrapAtMs();
    }
    if (newTopicsWanted) {
      schedule.hurry();
    }
    long dueAtMs = schedule.dueAtMs(refreshWanted || newTopicsWanted);
    return nowMs < dueAtMs ? dueAtMs : ask(nowMs);
  }

  /** Fails what waits and what comes later. Loop thread, or the thread the loop died on. */
  public void close(KafkaException cause) {
    closed = cause;
    takeWaiting().forEach(future -> future.completeExceptionally(cause));
    fetch.waiters().forEach(future -> future.completeExceptionally(cause));
  }

  private void await(CompletableFuture<MetadataSnapshot> future, Runnable want) {
    if (closed != null) {
      future.completeExceptionally(closed);
      return;
    }
    waiting.add(future);
    want.run();
  }

  private long ask(long nowMs) {
    boolean full = takeRefreshWanted() || schedule.expired(nowMs);
    boolean newTopics = takeNewTopicsWanted();
    // Read after the flags: who adds a topic and finds its flag up relies on it.
    Collection<String> topics = interest.all() ? null : interest.topics(nowMs);
    Collection<String> asked = full || topics == null ? topics : unknown(topics);
    Collection<UUID> askedIds = newTopics && topics != null ? unknownIds() : Set.of();
    if (!full && asked != null && asked.isEmpty() && askedIds.isEmpty()) {
      takeWaiting().forEach(future -> future.complete(snapshot));
      return schedule.dueAtMs(false);
    }
    int node = fetch.chooseNode(nowMs);
    if (node == RequestSender.NO_NODE) {
      refreshWanted |= full;
      newTopicsWanted |= newTopics;
      return nowMs + noNodeWaitMs;
    }
    // one request holds names or ids, not both
    boolean byId = !full && !askedIds.isEmpty() && asked.isEmpty();
    newTopicsWanted |= !askedIds.isEmpty() && !byId;
    MetadataFetch.Question question =
        new MetadataFetch.Question(asked, full || topics == null, takeWaiting());
    fetch.send(
        node,
        question,
        byId
            ? MetadataQuery.byIds(askedIds)
            : new MetadataQuery(asked, interest.allowAutoTopicCreation()));
    return fetch.inFlight() ? fetch.rebootstrapAtMs() : schedule.dueAtMs(true);
  }

  private List<CompletableFuture<MetadataSnapshot>> takeWaiting() {
    List<CompletableFuture<MetadataSnapshot>> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  private boolean takeRefreshWanted() {
    boolean wanted = refreshWanted;
    if (wanted) {
      refreshWanted = false;
    }
    return wanted;
  }

  private boolean takeNewTopicsWanted() {
    boolean wanted = newTopicsWanted;
    if (wanted) {
      newTopicsWanted = false;
    }
    return wanted;
  }

  private Set<String> unknown(Collection<String> topics) {
    Set<String> unknown = new HashSet<>(topics);
    unknown.removeIf(topic -> snapshot.topic(topic) != null);
    return unknown;
  }

  private Set<UUID> unknownIds() {
    Set<UUID> unknown = new HashSet<>(interest.topicIds());
    unknown.removeIf(id -> snapshot.topic(id) != null);
    return unknown;
  }

  private void answered(MetadataFetch.Question question, MetadataFetch.Answer answer) {
    if (closed != null) {
      return;
    }
    long nowMs = loop.clock().nowMs();
    if (answer.response() == null) {
      if (!answer.unreached()) {
        schedule.failed(nowMs);
      }
      failed(question, answer.failure());
      return;
    }
    MetadataResponse response = answer.response();
    MetadataMerge merge = update.merge(snapshot, answer.reliableEpochs());
    MetadataSnapshot next = merge.merge(response, toKeep(question, nowMs));
    if (next == null) {
      log.debug("{}Ignoring metadata without a broker that can be reached", logPrefix);
      schedule.failed(nowMs);
      failed(question, null);
      return;
    }
    schedule.succeeded(nowMs, question.full(), merge.progress());
    updatedMs = nowMs;
    fetch.succeeded();
    update.report(snapshot, next, merge, response);
    refreshWanted |= merge.unsettled();
    nodes.describe(next.brokersById());
    publish(next);
    question.waiters().forEach(future -> future.complete(next));
  }

  /** A full answer speaks of all there is; a partial one leaves the rest as it was. */
  private Set<String> toKeep(MetadataFetch.Question question, long nowMs) {
    if (question.topics() == null) {
      return Set.of();
    }
    Set<String> wanted = Set.copyOf(question.full() ? question.topics() : interest.topics(nowMs));
    update.retain(wanted);
    return wanted;
  }

  private void failed(MetadataFetch.Question question, ApiException fatal) {
    refreshWanted |= question.full();
    newTopicsWanted |= !question.full();
    if (fatal == null) {
      waiting.addAll(question.waiters());
      return;
    }
    question.waiters().forEach(future -> future.completeExceptionally(fatal));
    failureListeners.forEach(listener -> listener.accept(fatal));
  }

  private void publish(MetadataSnapshot next) {
    snapshot = next;
    updateListeners.forEach(listener -> listener.accept(next));
  }
}
