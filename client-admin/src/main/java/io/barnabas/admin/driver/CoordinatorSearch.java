package io.barnabas.admin.driver;

import io.barnabas.network.cluster.Coordinators;
import io.barnabas.network.cluster.Coordinators.Type;
import io.barnabas.network.retry.Route;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Finds the coordinators of items, all at once, so that those of the same broker can share a
 * request: what becomes known together is handed over together. Loop thread only.
 */
final class CoordinatorSearch<K, V> {

  private final AdminDriver driver;
  private final Operation<K, V, ?> operation;
  private final Consumer<Map<K, AdminFuture<V>>> onFound;
  private final Runnable onEnd;

  /** Items whose coordinators have become known in this turn of the loop. */
  private final Map<K, AdminFuture<V>> found = new LinkedHashMap<>();

  /** Items that are not handed over yet and have not failed. */
  private int left;

  /**
   * @param onFound takes items over whose coordinators are known
   * @param onEnd runs when all have been handed over or have failed
   */
  CoordinatorSearch(
      AdminDriver driver,
      Operation<K, V, ?> operation,
      Consumer<Map<K, AdminFuture<V>>> onFound,
      Runnable onEnd) {
    this.driver = driver;
    this.operation = operation;
    this.onFound = onFound;
    this.onEnd = onEnd;
  }

  /**
   * An item whose coordinator cannot be found fails.
   *
   * @param items at least one
   */
  void start(Map<K, AdminFuture<V>> items, long timeoutMs) {
    left = items.size();
    items.forEach(
        (item, future) ->
            find(operation.route(item), timeoutMs)
                .whenComplete((node, failure) -> searched(item, future, failure)));
  }

  private CompletableFuture<Integer> find(Route route, long timeoutMs) {
    Coordinators coordinators = driver.network().coordinators();
    if (route instanceof Route.GroupCoordinator group) {
      return coordinators.find(Type.GROUP, group.groupId(), timeoutMs);
    } else if (route instanceof Route.TransactionCoordinator transaction) {
      return coordinators.find(Type.TRANSACTION, transaction.transactionalId(), timeoutMs);
    }
    throw new IllegalArgumentException("There is no coordinator at the end of " + route);
  }

  private void searched(K item, AdminFuture<V> future, Throwable failure) {
    if (failure != null) {
      future.completeExceptionally(Run.bare(failure));
      left--;
      endIfNoneIsLeft();
      return;
    }
    found.put(item, future);
    if (found.size() == 1) {
      driver.network().loop().execute(this::handOver);
    }
  }

  private void handOver() {
    Map<K, AdminFuture<V>> together = new LinkedHashMap<>(found);
    found.clear();
    left -= together.size();
    onFound.accept(together);
    endIfNoneIsLeft();
  }

  private void endIfNoneIsLeft() {
    if (left == 0) {
      onEnd.run();
    }
  }
}
