package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.protocol.ErrorCode;

/** What becomes of an item that a group coordinator refused. */
final class CoordinatorErrors {

  /**
   * Asked again while the coordinator is loading, or of the right one if this was not it; else
   * failed.
   */
  static <K> void settle(Items<K, ?> items, K item, ErrorCode error, String message) {
    switch (error) {
      case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR ->
          items.retry(item, error, message);
      default -> items.fail(item, error, message);
    }
  }

  private CoordinatorErrors() {}
}
