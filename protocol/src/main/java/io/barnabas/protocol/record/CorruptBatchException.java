package io.barnabas.protocol.record;

import java.util.OptionalLong;

/**
 * A batch that cannot be read: bad framing, a wrong checksum, an unknown codec, malformed or too
 * large content. A reader may go on with the batch after it where {@link #nextOffset()} is known.
 */
public final class CorruptBatchException extends RuntimeException {
  private static final long UNKNOWN = -1;

  private final long baseOffset;
  private final long nextOffset;
  private final String reason;

  CorruptBatchException(long baseOffset, long nextOffset, String reason, Throwable cause) {
    super("Corrupt record batch at offset " + baseOffset + ": " + reason, cause);
    this.baseOffset = baseOffset;
    this.nextOffset = nextOffset;
    this.reason = reason;
  }

  /** The offset in the batch's header: the first one in format 2, the last in formats 0 and 1. */
  public long baseOffset() {
    return baseOffset;
  }

  /**
   * The offset after the batch as far as its header tells: where to seek in order to skip it. Empty
   * if even that is broken.
   */
  public OptionalLong nextOffset() {
    return nextOffset == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(nextOffset);
  }

  /** What is wrong with the batch, without the offset. */
  public String reason() {
    return reason;
  }
}
