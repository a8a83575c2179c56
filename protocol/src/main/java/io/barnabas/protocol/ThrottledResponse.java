package io.barnabas.protocol;

/** A response that says for how long the broker wants to be left alone (quotas, KIP-219). */
public interface ThrottledResponse extends ApiMessage {

  /** Milliseconds; 0 if no quota was exceeded, and in versions that do not say. */
  int throttleTimeMs();
}
