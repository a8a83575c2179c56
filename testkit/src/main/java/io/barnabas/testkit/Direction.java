package io.barnabas.testkit;

/** The two ways of a connection through a {@link FaultProxy}. */
public enum Direction {
  /** From the client to the broker. */
  REQUESTS,
  /** From the broker to the client. */
  RESPONSES
}
