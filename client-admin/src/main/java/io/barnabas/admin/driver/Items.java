package io.barnabas.admin.driver;

import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.network.loop.Clock;
import io.barnabas.protocol.ErrorCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The items of one request that have no outcome yet. An operation tells here what the answer says
 * of each. Loop thread only.
 */
public final class Items<K, V> {

  private final Map<K, AdminFuture<V>> open;
  private final Clock clock;

  /** Items the last answer did speak of, yet gave no outcome. */
  private final Set<K> askedAgain = new HashSet<>();

  private final Set<K> passedOn = new HashSet<>();

  private final Map<K, QuotaViolation> quotaViolations = new HashMap<>();

  private ErrorCode retryError = ErrorCode.NONE;
  private String retryMessage;

  Items(Map<K, AdminFuture<V>> open, Clock clock) {
    this.open = new LinkedHashMap<>(open);
    this.clock = clock;
  }

  /** True if the item is part of the request and has no outcome yet. */
  public boolean has(K item) {
    return open.containsKey(item);
  }

  /** What has no outcome yet and is for this operation to ask for. */
  public List<K> all() {
    return open.keySet().stream().filter(item -> !passedOn.contains(item)).toList();
  }

  public void complete(K item, V value) {
    AdminFuture<V> future = open.remove(item);
    if (future != null) {
      future.complete(value);
    }
  }

  public void fail(K item, Throwable failure) {
    AdminFuture<V> future = open.remove(item);
    if (future != null) {
      future.completeExceptionally(failure);
    }
  }

  /**
   * @param message the broker's words, or null
   */
  public void fail(K item, ErrorCode error, String message) {
    fail(item, ErrorExceptions.of(error, message));
  }

  public void failAll(ErrorCode error, String message) {
    all().forEach(item -> fail(item, error, message));
  }

  /** The same again after a back-off, along the route that is right by then. */
  public void retry(K item, ErrorCode error, String message) {
    askedAgain.add(item);
    retryError = error;
    retryMessage = message;
  }

  /** The same again when the quota may allow it. */
  public void retryOverQuota(K item, String message, int throttleTimeMs) {
    quotaViolations.put(item, new QuotaViolation(message, throttleTimeMs, clock.nowMs()));
    retry(item, ErrorCode.THROTTLING_QUOTA_EXCEEDED, message);
  }

  public void retryAll(ErrorCode error, String message) {
    all().forEach(item -> retry(item, error, message));
  }

  /** The item's outcome needs another request: the next page. */
  public void askOn(K item) {
    askedAgain.add(item);
  }

  /** This operation cannot do it: let its {@link Operation#fallback} try. */
  public void passOn(K item) {
    askedAgain.add(item);
    passedOn.add(item);
  }

  /** Takes the items out that were passed on. */
  Map<K, AdminFuture<V>> takePassedOn() {
    Map<K, AdminFuture<V>> taken = new LinkedHashMap<>(open);
    taken.keySet().retainAll(passedOn);
    open.keySet().removeAll(passedOn);
    passedOn.clear();
    return taken;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  Map<K, AdminFuture<V>> open() {
    return open;
  }

  void beforeAnswer() {
    askedAgain.clear();
    retryError = ErrorCode.NONE;
    retryMessage = null;
  }

  void failLeftOut(Operation<K, V, ?> operation) {
    for (K item : all()) {
      if (!askedAgain.contains(item)) {
        fail(item, new ApiException(operation.leftOut(item)));
      }
    }
  }

  void failAll(Throwable failure) {
    all().forEach(item -> fail(item, atTheEnd(item, failure)));
  }

  /** A quota that held an item up until its time was over is what the user has to know. */
  private Throwable atTheEnd(K item, Throwable failure) {
    QuotaViolation violation = quotaViolations.get(item);
    return violation != null && failure instanceof TimeoutException
        ? violation.failure(clock.nowMs())
        : failure;
  }

  /** NONE too if there is something to be passed on: that does not wait for the others. */
  ErrorCode retryError() {
    return passedOn.isEmpty() ? retryError : ErrorCode.NONE;
  }

  String retryMessage() {
    return retryMessage;
  }
}
