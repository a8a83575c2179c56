package io.barnabas.consumer.group;

import io.barnabas.consumer.handover.PollSignal;
import java.util.function.Consumer;

/**
 * Looks for the group's coordinator while there is none, one search at a time. Loop thread only.
 */
final class CoordinatorSearch {
  private final CoordinatorRequests coordinator;
  private final long timeoutMs;
  private final Consumer<Throwable> onFailure;
  private boolean underWay;

  /**
   * @param onFailure told why a search ended without a coordinator
   */
  CoordinatorSearch(
      CoordinatorRequests coordinator, long timeoutMs, Consumer<Throwable> onFailure) {
    this.coordinator = coordinator;
    this.timeoutMs = timeoutMs;
    this.onFailure = onFailure;
  }

  /** Whether the coordinator is known; if not, a search is under way from here on. */
  boolean isDone() {
    if (coordinator.isKnown()) {
      return true;
    }
    if (!underWay) {
      underWay = true;
      coordinator
          .find(timeoutMs)
          .whenComplete(
              (node, failure) -> {
                underWay = false;
                if (failure != null) {
                  onFailure.accept(PollSignal.unwrap(failure));
                }
              });
    }
    return false;
  }
}
