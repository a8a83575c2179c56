package io.barnabas.protocol.compress;

/** Compressed bytes that their codec cannot read, or that would grow beyond the limit. */
public final class DecompressionException extends RuntimeException {
  DecompressionException(String message) {
    super(message);
  }

  DecompressionException(String message, Throwable cause) {
    super(message, cause);
  }
}
