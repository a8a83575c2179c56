package io.barnabas.network.connection;

/**
 * Which of its connections to one broker a client uses. A broker works off one connection strictly
 * in order, so that a request that waits at the broker holds up all behind it.
 */
public enum Lane {
  /** Metadata, produce, offsets, administration. */
  GENERAL,
  /** Fetches, which wait at the broker for data. */
  FETCH,
  /** The client's group coordinator: join, sync, heartbeat, commit. */
  COORDINATOR
}
