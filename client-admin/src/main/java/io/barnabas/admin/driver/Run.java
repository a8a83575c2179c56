package io.barnabas.admin.driver;

import io.barnabas.network.NetworkClient;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.loop.EventLoop;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * One call of the user on its way: finds the leaders where they are needed, puts the items into
 * batches by the broker they go to, and is over when the last has its outcome. Loop thread only,
 * but for {@link #abort}.
 */
final class Run<K, V> {

  private final AdminDriver driver;
  private final NetworkClient network;
  private final String name;
  private final List<AdminFuture<V>> futures;
  private final long deadlineMs;

  /** Whose leaders this call needs to know until it is over. */
  private final List<Set<String>> leaderTopics = new ArrayList<>();

  /** Batches without an answer, and searches for leaders. */
  private int underWay;

  Run(AdminDriver driver, String name, List<AdminFuture<V>> futures, long deadlineMs) {
    this.driver = driver;
    this.network = driver.network();
    this.name = name;
    this.futures = futures;
    this.deadlineMs = deadlineMs;
  }

  void start(Operation<K, V, ?> operation, Map<K, AdminFuture<V>> open) {
    Items<K, V> items = new Items<>(open, network.loop().clock());
    try {
      if (knowsLeaders(operation, items) && !operation.wantsFreshBrokers()) {
        send(operation, items);
      } else {
        refreshMetadata(operation, items);
      }
    } catch (RuntimeException e) {
      items.failAll(e);
    }
    endIfDone();
  }

  private boolean knowsLeaders(Operation<K, V, ?> operation, Items<K, V> items) {
    Set<String> topics = new HashSet<>();
    boolean allKnown = true;
    for (K item : items.all()) {
      if (operation.route(item) instanceof Route.Leader leader) {
        topics.add(leader.topic());
        allKnown &= driver.node(leader) != AdminDriver.UNKNOWN;
      }
    }
    driver.leaderTopics().add(topics);
    leaderTopics.add(topics);
    return allKnown;
  }

  private void refreshMetadata(Operation<K, V, ?> operation, Items<K, V> items) {
    underWay++;
    // at once, as for any new topic: the back-off of the periodic refresh is not for those who wait
    network.metadata().requestNewTopics();
    CompletableFuture<MetadataSnapshot> refreshed = network.metadata().refresh().copy();
    EventLoop.Timer timer =
        network.loop().schedule(deadlineMs, () -> refreshed.completeExceptionally(noMetadata()));
    refreshed.whenComplete(
        (snapshot, failure) -> {
          timer.cancel();
          underWay--;
          onMetadata(operation, items, snapshot, failure);
          endIfDone();
        });
  }

  private TimeoutException noMetadata() {
    return new TimeoutException("Timed out waiting for the cluster's metadata for " + name);
  }

  private void onMetadata(
      Operation<K, V, ?> operation,
      Items<K, V> items,
      MetadataSnapshot snapshot,
      Throwable failure) {
    if (failure != null) {
      items.failAll(bare(failure));
      return;
    }
    for (K item : items.all()) {
      if (operation.route(item) instanceof Route.Leader leader) {
        ApiException noLeader =
            NoLeader.failure(leader, snapshot.topicError(leader.topic()), operation);
        if (noLeader != null) {
          items.fail(item, noLeader);
        }
      }
    }
    send(operation, items);
  }

  private void send(Operation<K, V, ?> operation, Items<K, V> items) {
    if (operation.sharesCoordinators() && !items.isEmpty()) {
      underWay++;
      new CoordinatorSearch<>(
              driver,
              operation,
              found -> sendByDestination(operation, found),
              () -> {
                underWay--;
                endIfDone();
              })
          .start(items.open(), remainingMs());
    } else {
      sendByDestination(operation, items.open());
    }
  }

  private void sendByDestination(Operation<K, V, ?> operation, Map<K, AdminFuture<V>> open) {
    Map<Object, Map<K, AdminFuture<V>>> byDestination = new LinkedHashMap<>();
    open.forEach(
        (item, future) ->
            byDestination
                .computeIfAbsent(
                    List.of(destination(operation, item), operation.requestKind(item)),
                    destination -> new LinkedHashMap<>())
                .put(item, future));
    byDestination
        .values()
        .forEach(batch -> sendBatch(operation, new Items<>(batch, network.loop().clock())));
  }

  /**
   * Equal for items that share a request: they go to the same broker. Where no leader is known, a
   * topic goes by itself.
   */
  private Object destination(Operation<K, V, ?> operation, K item) {
    Route route = driver.route(operation, item);
    int node = driver.node(route);
    if (route instanceof Route.Leader leader) {
      return node == AdminDriver.UNKNOWN ? leader.topic() : (Object) node;
    }
    return operation.sharesCoordinators() && node != AdminDriver.UNKNOWN ? (Object) node : route;
  }

  private <R extends ApiMessage> void sendBatch(Operation<K, V, R> operation, Items<K, V> items) {
    underWay++;
    Batch<K, V, R> batch = new Batch<>(driver, operation, items, this::requestTimeoutMs);
    network
        .call(batch, remainingMs())
        .whenComplete(
            (answer, failure) -> {
              underWay--;
              onOutcome(operation, items, failure);
              endIfDone();
            });
  }

  private void onOutcome(Operation<K, V, ?> operation, Items<K, V> items, Throwable failure) {
    Map<K, AdminFuture<V>> passedOn = items.takePassedOn();
    if (!passedOn.isEmpty()) {
      start(operation.fallback(), passedOn);
    }
    if (failure == null) {
      send(operation, items);
      return;
    }
    Throwable bare = bare(failure);
    Operation<K, V, ?> fallback = operation.fallback();
    if (bare instanceof UnsupportedVersionException && fallback != null) {
      start(fallback, items.open());
    } else {
      items.failAll(bare);
    }
  }

  private void endIfDone() {
    if (underWay == 0) {
      leaderTopics.forEach(driver.leaderTopics()::remove);
      leaderTopics.clear();
      driver.ended(this);
    }
  }

  private long remainingMs() {
    return Math.max(0, deadlineMs - network.loop().clock().nowMs());
  }

  private int requestTimeoutMs() {
    return (int) Math.min(driver.limits().requestTimeoutMs(), remainingMs());
  }

  static Throwable bare(Throwable failure) {
    boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
    return wrapped ? failure.getCause() : failure;
  }

  /** Fails whatever has no outcome yet. Any thread. */
  void abort(ApiException cause) {
    futures.forEach(future -> future.completeExceptionally(cause));
  }

  @Override
  public String toString() {
    return name;
  }
}
