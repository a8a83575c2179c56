package io.barnabas.admin.driver;

import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import java.util.List;
import org.apache.kafka.common.errors.ApiException;

/**
 * What is special about one admin operation: where an item's request goes, how several items are
 * asked for together, how the answer is told apart into outcomes. One instance serves one call of
 * the user; all methods but {@link #refusal} run on the loop thread, so that it may keep state
 * between requests.
 *
 * @param <K> an item: a topic name, a partition, a group id; {@link Whole} if there is but one
 * @param <V> the outcome of an item
 * @param <R> the response
 */
public interface Operation<K, V, R extends ApiMessage> {

  /** The method of {@code Admin}, for messages. */
  String name();

  /** Why an item cannot be asked for at all, or null. The caller's thread. */
  default ApiException refusal(K item) {
    return null;
  }

  /** Where the item goes at present. Items that go to the same broker share a request. */
  Route route(K item);

  /**
   * True if the controllers can be asked for it themselves (KIP-919); any broker is the active
   * controller then.
   */
  default boolean atControllers() {
    return false;
  }

  /**
   * Items share a request only if this is equal for them: so that what a broker is too old for
   * fails alone.
   */
  default int requestKind(K item) {
    return 0;
  }

  /**
   * True if items of the same group or transaction coordinator share a request; else each has one
   * to itself.
   */
  default boolean sharesCoordinators() {
    return false;
  }

  /** True if the view of the cluster's brokers is to be renewed before the first request. */
  default boolean wantsFreshBrokers() {
    return false;
  }

  /**
   * False if a topic that is not there fails its items; else it may come yet, until the deadline.
   */
  default boolean waitsForTopics() {
    return true;
  }

  /**
   * The request for the items that have no outcome yet.
   *
   * @param timeoutMs what is left for the broker to answer in
   */
  ApiRequest<R> request(List<K> items, int timeoutMs);

  /**
   * Gives each item of the answer its outcome, or says that it is to be asked for again. An item
   * that this leaves out fails.
   */
  void read(R response, Items<K, V> items);

  /**
   * What to do where the broker cannot do this: the same by older means, or null to fail with the
   * {@code UnsupportedVersionException}.
   */
  default Operation<K, V, ?> fallback() {
    return null;
  }

  /** The message for an item that the answer left out. */
  default String leftOut(K item) {
    return "The answer to " + name() + " has no result for " + item;
  }
}
