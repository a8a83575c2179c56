package io.barnabas.network.connection;

import java.io.IOException;

/** The peer sent something that is not the protocol; the connection cannot be trusted further. */
final class InvalidFrameException extends IOException {

  private static final long serialVersionUID = 1L;

  InvalidFrameException(String message) {
    super(message);
  }

  InvalidFrameException(String message, Throwable cause) {
    super(message, cause);
  }
}
