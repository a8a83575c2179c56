package io.barnabas.network.error;

/** What a client does about an error. */
public enum ErrorAction {
  /** No error. */
  NONE,
  /** The same again after the back-off. */
  RETRY,
  /** New metadata first, then the same again. */
  REFRESH_METADATA,
  /** Look the coordinator up anew, then the same again. */
  FIND_COORDINATOR,
  /** This request has failed; the client goes on. */
  FAIL,
  /** The client cannot go on. */
  FATAL
}
