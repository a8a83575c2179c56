package io.barnabas.admin.driver;

import io.barnabas.network.NetworkClient;
import io.barnabas.network.cluster.Coordinators.Type;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.retry.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedEndpointTypeException;

/**
 * Runs operations: hands out a future for each item at once and does the work on the loop. Any
 * thread.
 */
public final class AdminDriver {

  /** What the loop and callbacks are given each to end in, even where the user's time is over. */
  private static final long LOOP_END_MS = 500;

  /** No node. */
  static final int UNKNOWN = -1;

  private final NetworkClient network;
  private final LeaderTopics leaderTopics = new LeaderTopics();
  private final Limits limits;
  private final Callbacks callbacks;
  private final boolean ofControllers;

  /** Calls that have items without an outcome, each with the future of its end. */
  private final Map<Run<?, ?>, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

  private volatile boolean closing;

  private final AtomicBoolean lastDone = new AtomicBoolean();

  /**
   * Takes over the network client, before its start.
   *
   * @param ofControllers the network client talks to controllers, not to brokers (KIP-919)
   */
  public AdminDriver(NetworkClient network, Limits limits, boolean ofControllers) {
    this.network = network;
    this.limits = limits;
    this.callbacks = new Callbacks(network.loop());
    this.ofControllers = ofControllers;
    network.metadata().interest(leaderTopics);
  }

  /**
   * Starts an operation on some items.
   *
   * @param timeoutMs the time for all of it; null for the default
   * @return a future for each item
   */
  public <K, V> Map<K, KafkaFuture<V>> run(
      Operation<K, V, ?> operation, Collection<K> items, Integer timeoutMs) {
    return runUntil(operation, items, deadlineMs(timeoutMs));
  }

  /**
   * When the time of a call that begins now will be over, in milliseconds of the loop's clock.
   *
   * @param timeoutMs null for the default
   */
  public long deadlineMs(Integer timeoutMs) {
    long budgetMs = timeoutMs == null ? limits.callTimeoutMs() : Math.max(0, timeoutMs);
    return network.loop().clock().nowMs() + budgetMs;
  }

  /** As {@link #run(Operation, Collection, Integer)}, for one of several steps of a call. */
  public <K, V> Map<K, KafkaFuture<V>> runUntil(
      Operation<K, V, ?> operation, Collection<K> items, long deadlineMs) {
    Map<K, KafkaFuture<V>> futures = new HashMap<>();
    Map<K, AdminFuture<V>> open = new LinkedHashMap<>();
    for (K item : items) {
      if (!futures.containsKey(item)) {
        ApiException refusal = refusal(operation, item);
        AdminFuture<V> future = new AdminFuture<>(callbacks);
        futures.put(item, future);
        if (refusal == null) {
          open.put(item, future);
        } else {
          future.completeExceptionally(refusal);
        }
      }
    }
    if (!open.isEmpty()) {
      submit(operation, open, deadlineMs);
    }
    return futures;
  }

  private <K> ApiException refusal(Operation<K, ?, ?> operation, K item) {
    ApiException refusal = operation.refusal(item);
    return refusal != null || !ofControllers || operation.atControllers()
        ? refusal
        : new UnsupportedEndpointTypeException(
            "This Admin API is not yet supported when communicating directly with the controller"
                + " quorum.");
  }

  /** Starts an operation that has only one outcome. */
  public <V> KafkaFuture<V> run(Operation<Whole, V, ?> operation, Integer timeoutMs) {
    return run(operation, Set.of(Whole.CLUSTER), timeoutMs).get(Whole.CLUSTER);
  }

  /** As {@link #runUntil(Operation, Collection, long)} for an operation of one outcome. */
  public <V> KafkaFuture<V> runUntil(Operation<Whole, V, ?> operation, long deadlineMs) {
    return runUntil(operation, Set.of(Whole.CLUSTER), deadlineMs).get(Whole.CLUSTER);
  }

  private <K, V> void submit(
      Operation<K, V, ?> operation, Map<K, AdminFuture<V>> open, long deadlineMs) {
    List<AdminFuture<V>> futures = new ArrayList<>(open.values());
    Run<K, V> run = new Run<>(this, operation.name(), futures, deadlineMs);
    // first known, then checked: close() looks the other way round, so that one of the two sees it
    running.put(run, new CompletableFuture<>());
    if (closing) {
      running.remove(run);
      refuse(futures);
      return;
    }
    try {
      network.loop().execute(() -> run.start(operation, open));
    } catch (RejectedExecutionException closedMeanwhile) {
      running.remove(run);
      refuse(futures);
    }
  }

  private static <V> void refuse(List<AdminFuture<V>> futures) {
    IllegalStateException closed =
        new IllegalStateException("Cannot accept new calls when AdminClient is closing.");
    futures.forEach(future -> future.completeExceptionally(closed));
  }

  /** The client's view of the cluster. */
  public Metadata metadata() {
    return network.metadata();
  }

  /** A group's coordinator as it is known at present, or null. Loop thread only. */
  public Node groupCoordinator(String groupId) {
    return metadata().snapshot().broker(network.coordinators().known(Type.GROUP, groupId));
  }

  /** The id of a transactional id's coordinator as it is known at present. Loop thread only. */
  public int transactionCoordinator(String transactionalId) {
    return network.coordinators().known(Type.TRANSACTION, transactionalId);
  }

  /** True if the nodes are controllers. Any thread. */
  public boolean ofControllers() {
    return ofControllers;
  }

  /** Where the item goes: what any broker could do, only the active controller can. */
  <K> Route route(Operation<K, ?, ?> operation, K item) {
    Route route = operation.route(item);
    return ofControllers && route instanceof Route.AnyBroker ? Route.controller() : route;
  }

  /** The broker that a route leads to at present, or {@link #UNKNOWN}. Loop thread only. */
  int node(Route route) {
    if (route instanceof Route.Leader leader) {
      return metadata().snapshot().leader(leader.topic(), leader.partition());
    } else if (route instanceof Route.GroupCoordinator group) {
      return network.coordinators().known(Type.GROUP, group.groupId());
    } else if (route instanceof Route.TransactionCoordinator transaction) {
      return transactionCoordinator(transaction.transactionalId());
    } else if (route instanceof Route.Broker broker) {
      return broker.nodeId();
    }
    return UNKNOWN;
  }

  NetworkClient network() {
    return network;
  }

  LeaderTopics leaderTopics() {
    return leaderTopics;
  }

  Limits limits() {
    return limits;
  }

  void ended(Run<?, ?> run) {
    CompletableFuture<Void> end = running.remove(run);
    if (end != null) {
      end.complete(null);
    }
  }

  /**
   * Takes no more operations, waits for those under way until the timeout, then fails them and ends
   * the network client. Idempotent. Any thread but the loop.
   *
   * @param last what to do when the loop has ended, once
   */
  public void close(Duration timeout, Runnable last) {
    closing = true;
    long waitMs = waitMs(timeout);
    long endMs = network.loop().clock().nowMs() + waitMs;
    awaitRunning(waitMs);
    abortRunning();
    network.close(Duration.ofMillis(leftMs(endMs)));
    abortRunning();
    callbacks.close(leftMs(endMs));
    if (lastDone.compareAndSet(false, true)) {
      last.run();
    }
  }

  private long leftMs(long endMs) {
    return Math.max(LOOP_END_MS, endMs - network.loop().clock().nowMs());
  }

  private void abortRunning() {
    running.keySet().forEach(run -> run.abort(exited(run)));
    running.clear();
  }

  /** At most a year, so that it can be added to a time. */
  private static long waitMs(Duration timeout) {
    Duration longest = Duration.ofDays(365);
    return timeout.compareTo(longest) > 0 ? longest.toMillis() : timeout.toMillis();
  }

  private void awaitRunning(long waitMs) {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(running.values().toArray(new CompletableFuture<?>[0]));
    try {
      all.get(waitMs, TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException | ExecutionException ignored) {
      // what is left fails with the end of the network client
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static TimeoutException exited(Run<?, ?> run) {
    return new TimeoutException("The AdminClient thread has exited. Call: " + run);
  }
}
