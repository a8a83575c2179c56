package io.barnabas.network.retry;

import io.barnabas.protocol.ErrorCode;
import org.apache.kafka.common.errors.ApiException;

/** Error code → the exception that kafka-clients throws for it. */
public final class ErrorExceptions {

  /** A new exception with kafka-clients' message for the code; null for NONE. */
  public static ApiException of(ErrorCode error) {
    throw new UnsupportedOperationException();
  }

  /** The same with a message of the broker's or of ours, where not null. */
  public static ApiException of(ErrorCode error, String message) {
    throw new UnsupportedOperationException();
  }

  private ErrorExceptions() {}
}
