package io.barnabas.network.retry;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;

/** The one table of errors: what to do about each, for each kind of request. */
public final class ErrorActions {

  public static ErrorAction of(ApiKey key, ErrorCode error) {
    throw new UnsupportedOperationException();
  }

  private ErrorActions() {}
}
