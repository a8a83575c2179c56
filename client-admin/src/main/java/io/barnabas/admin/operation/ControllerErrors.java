package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.protocol.ErrorCode;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;

/**
 * What becomes of an item that the controller refused: asked again if it was not the controller, or
 * if a quota was exceeded and the user wants that retried; else failed with the broker's words.
 */
record ControllerErrors(boolean retryOnQuotaViolation) {

  <K> void settle(Items<K, ?> items, K item, ErrorCode error, String message, int throttleTimeMs) {
    switch (error) {
      case NOT_CONTROLLER, NOT_LEADER_OR_FOLLOWER -> items.retry(item, error, message);
      case THROTTLING_QUOTA_EXCEEDED -> onQuotaViolation(items, item, message, throttleTimeMs);
      default -> items.fail(item, error, message);
    }
  }

  /** As {@link #settle}, or done: for a call whose answer says no more than that. */
  void settleWhole(Items<Whole, Void> items, short errorCode, String message) {
    ErrorCode error = ErrorCode.forCode(errorCode);
    if (error == ErrorCode.NONE) {
      items.complete(Whole.CLUSTER, null);
    } else {
      settle(items, Whole.CLUSTER, error, message, 0);
    }
  }

  private <K> void onQuotaViolation(Items<K, ?> items, K item, String message, int throttleTimeMs) {
    ErrorCode error = ErrorCode.THROTTLING_QUOTA_EXCEEDED;
    String words = message != null ? message : ErrorExceptions.of(error).getMessage();
    if (retryOnQuotaViolation) {
      items.retryOverQuota(item, words, throttleTimeMs);
    } else {
      items.fail(item, new ThrottlingQuotaExceededException(throttleTimeMs, words));
    }
  }
}
