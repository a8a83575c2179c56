package io.barnabas.admin.driver;

import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;

/**
 * A quota that holds an item up (KIP-599).
 *
 * @param throttleTimeMs how long the controller wanted to be left alone
 * @param atMs when it said so
 */
record QuotaViolation(String message, int throttleTimeMs, long atMs) {

  /** What the item fails with if its time is over now: it tells how long is left to wait. */
  ThrottlingQuotaExceededException failure(long nowMs) {
    long leftMs = Math.max(0, throttleTimeMs - (nowMs - atMs));
    return new ThrottlingQuotaExceededException((int) leftMs, message);
  }
}
