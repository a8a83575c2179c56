package org.apache.kafka.clients.admin;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;

/** What results have in common that tell the outcome of each of many. */
final class BarnabasOutcomes {

  /**
   * Throws what an item failed with, if it did.
   *
   * @param failure null if the item was not part of it
   */
  static Void orThrow(Object item, Optional<ApiException> failure) {
    if (failure == null) {
      throw new IllegalArgumentException("The answer has no result for " + item);
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return null;
  }

  /** All values, or the failure of one. */
  static <K, V> KafkaFuture<Map<K, V>> all(Map<K, KafkaFuture<V>> futures) {
    return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]))
        .thenApply(done -> valuesOf(futures));
  }

  private static <K, V> Map<K, V> valuesOf(Map<K, KafkaFuture<V>> futures) {
    Map<K, V> values = new HashMap<>();
    futures.forEach(
        (key, future) -> values.put(key, future.toCompletionStage().toCompletableFuture().join()));
    return values;
  }

  /** The future of an item, which must be one of those that were asked for. */
  static <V> KafkaFuture<V> of(String item, Map<String, KafkaFuture<V>> futures) {
    KafkaFuture<V> future = futures.get(item);
    if (future == null) {
      throw new IllegalArgumentException("'" + item + "' was not asked for");
    }
    return future;
  }

  private BarnabasOutcomes() {}
}
