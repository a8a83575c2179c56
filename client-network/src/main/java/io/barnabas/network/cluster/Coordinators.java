package io.barnabas.network.cluster;

import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.EventLoop;
import io.barnabas.network.loop.Poller;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.protocol.ApiKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who coordinates which group, transaction or share group: looked up when first asked, kept until
 * an error says otherwise. Loop thread only.
 */
public final class Coordinators implements Poller {

  private static final Logger log = LoggerFactory.getLogger(Coordinators.class);

  /** The first version of FindCoordinator that looks several up at once (KIP-699). */
  private static final short BATCHED = 4;

  private static final short UNKNOWN_VERSION = -1;

  /** What is coordinated. */
  public enum Type {
    GROUP((byte) 0),
    TRANSACTION((byte) 1),
    SHARE((byte) 2);

    private final byte id;

    Type(byte id) {
      this.id = id;
    }

    public byte id() {
      return id;
    }
  }

  /** What a coordinator is looked up by. */
  record Subject(Type type, String key) {}

  private final String logPrefix;
  private final int requestTimeoutMs;
  private final Backoff backoff;
  private final KnownNodes nodes;
  private final RequestSender requests;
  private final EventLoop loop;

  private final Map<Subject, Integer> known = new HashMap<>();
  private final Map<Subject, CoordinatorLookup> lookups = new LinkedHashMap<>();
  private KafkaException closed;

  public Coordinators(
      ClientSettings settings, KnownNodes nodes, RequestSender requests, EventLoop loop) {
    this.logPrefix = settings.logPrefix();
    this.requestTimeoutMs = settings.requestTimeoutMs();
    this.backoff = new Backoff(settings.retryBackoffMs(), settings.retryBackoffMaxMs());
    this.nodes = nodes;
    this.requests = requests;
    this.loop = loop;
  }

  /**
   * The coordinator's node id if it is known, else -1: also if its broker has left the cluster
   * since then, and its address with it. Does not look it up.
   */
  public int known(Type type, String key) {
    int node = known.getOrDefault(new Subject(type, key), -1);
    return node >= 0 && nodes.node(node) == null ? -1 : node;
  }

  /**
   * The coordinator, looked up if need be (one request for all who ask for the same), tried again
   * with back-off until the timeout. Its address is known to the connections from then on, be it in
   * the metadata or not. Completes on the loop thread; fails with {@code
   * GroupAuthorizationException}, {@code TimeoutException} ….
   */
  public CompletableFuture<Integer> find(Type type, String key, long timeoutMs) {
    if (closed != null) {
      return CompletableFuture.failedFuture(closed);
    }
    int node = known(type, key);
    if (node >= 0) {
      return CompletableFuture.completedFuture(node);
    }
    Subject subject = new Subject(type, key);
    long nowMs = loop.clock().nowMs();
    CoordinatorLookup lookup =
        lookups.computeIfAbsent(subject, s -> new CoordinatorLookup(s, backoff, nowMs));
    loop.wakeup();
    return lookup.join(nowMs, timeoutMs);
  }

  /**
   * Forgets the coordinator if it still is {@code nodeId}: after NOT_COORDINATOR, a disconnect ….
   */
  public void invalidate(Type type, String key, int nodeId) {
    if (known.remove(new Subject(type, key), nodeId)) {
      log.debug("{}Broker {} no longer coordinates {} {}", logPrefix, nodeId, type, key);
    }
  }

  @Override
  public long poll(long nowMs) {
    long nextMs = NEVER;
    List<CoordinatorLookup> due = new ArrayList<>();
    for (CoordinatorLookup lookup : List.copyOf(lookups.values())) {
      lookup.expire(nowMs);
      if (lookup.abandoned()) {
        lookups.remove(lookup.subject());
      } else if (lookup.due(nowMs)) {
        due.add(lookup);
      }
    }
    if (!due.isEmpty()) {
      ask(due, nowMs);
    }
    for (CoordinatorLookup lookup : lookups.values()) {
      nextMs = Math.min(nextMs, lookup.wakeAtMs());
    }
    return nextMs;
  }

  /** Fails what waits and what comes later. Loop thread, or the thread the loop died on. */
  public void close(KafkaException cause) {
    closed = cause;
    List<CoordinatorLookup> left = List.copyOf(lookups.values());
    lookups.clear();
    left.forEach(lookup -> lookup.fail(cause));
  }

  private void ask(List<CoordinatorLookup> due, long nowMs) {
    int node = requests.leastLoadedNode();
    if (node == RequestSender.NO_NODE) {
      due.forEach(lookup -> lookup.postpone(nowMs, null));
      return;
    }
    short version = requests.version(node, Lane.GENERAL, ApiKey.FIND_COORDINATOR);
    // before a connection is ready nothing is known of the broker: most can, see CoordinatorAnswer
    boolean batched = version >= BATCHED || version == UNKNOWN_VERSION;
    for (List<CoordinatorLookup> together : batched ? byType(due) : oneByOne(due)) {
      together.forEach(CoordinatorLookup::sent);
      CoordinatorQuery query = new CoordinatorQuery(subjects(together));
      requests.send(
          node, Lane.GENERAL, query, requestTimeoutMs, new CoordinatorAnswer(together, this));
    }
  }

  private static Iterable<List<CoordinatorLookup>> byType(List<CoordinatorLookup> due) {
    Map<Type, List<CoordinatorLookup>> byType = new HashMap<>();
    for (CoordinatorLookup lookup : due) {
      byType.computeIfAbsent(lookup.subject().type(), type -> new ArrayList<>()).add(lookup);
    }
    return byType.values();
  }

  private static Iterable<List<CoordinatorLookup>> oneByOne(List<CoordinatorLookup> due) {
    return due.stream().map(List::of).toList();
  }

  private static List<Subject> subjects(List<CoordinatorLookup> lookups) {
    return lookups.stream().map(CoordinatorLookup::subject).toList();
  }

  // What follows is for the answer.

  void found(CoordinatorLookup lookup, Node node) {
    nodes.learn(node);
    known.put(lookup.subject(), node.id());
    lookups.remove(lookup.subject(), lookup);
    log.debug("{}{} coordinates {}", logPrefix, node, lookup.subject());
    lookup.complete(node.id());
  }

  void failed(CoordinatorLookup lookup, KafkaException error) {
    lookups.remove(lookup.subject(), lookup);
    lookup.fail(error);
  }

  void again(CoordinatorLookup lookup, KafkaException error) {
    log.debug("{}No coordinator of {} yet: {}", logPrefix, lookup.subject(), error.toString());
    lookup.postpone(loop.clock().nowMs(), error);
  }
}
