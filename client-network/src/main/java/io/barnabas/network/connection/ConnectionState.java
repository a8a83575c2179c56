package io.barnabas.network.connection;

/** The life of one connection. It only goes forward, and from everywhere to the end. */
enum ConnectionState {
  /** The socket is being connected. */
  CONNECTING,
  /** The transport makes itself ready: TLS, where it is in use. */
  HANDSHAKING,
  /** The broker was asked which versions it speaks. */
  NEGOTIATING,
  /** The client proves who it is, where the broker wants that. */
  AUTHENTICATING,
  /** Requests flow. */
  READY,
  /** Ended for good; the cause was handed to everyone who waited. */
  CLOSED;

  boolean mayBecome(ConnectionState next) {
    return this != CLOSED && (next == CLOSED || next.ordinal() == ordinal() + 1);
  }

  /** True until the connection is of use to anyone. */
  boolean isSetup() {
    return ordinal() < READY.ordinal();
  }
}
