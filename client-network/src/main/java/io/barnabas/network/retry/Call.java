package io.barnabas.network.retry;

import io.barnabas.network.connection.Lane;
import io.barnabas.network.error.Backoff;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;

/**
 * One request with its retries: where it goes, how it is built for each try, how its answer is
 * read.
 */
public interface Call<R extends ApiMessage> {

  /** Asked anew for each try. Loop thread. */
  Route route();

  default Lane lane() {
    return Lane.GENERAL;
  }

  /** Built anew for each try. Loop thread. */
  ApiRequest<R> request();

  /**
   * The error of the answer that decides on a retry: NONE if the answer is for the caller, whatever
   * its parts say.
   */
  ErrorCode errorOf(R response);

  /** The broker's own words on that error, or null. */
  default String errorMessageOf(R response) {
    return null;
  }

  /** False if the request must not go out twice once the broker may have seen it. */
  default boolean idempotent() {
    return true;
  }

  /**
   * How long to wait after an error of an answer.
   *
   * @param failures how many tries have failed before this one
   */
  default long delayMs(ErrorCode error, int failures, Backoff usual) {
    return usual.delayMs(failures);
  }
}
