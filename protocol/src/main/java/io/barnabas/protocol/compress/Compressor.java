package io.barnabas.protocol.compress;

import java.nio.ByteBuffer;

/**
 * Compresses the records of one batch after another, with one codec at one level. Context and
 * buffers live from batch to batch; an instance is owned by one thread at a time and closed by its
 * owner.
 */
public abstract class Compressor implements AutoCloseable {
  private final Compression compression;

  Compressor(Compression compression) {
    this.compression = compression;
  }

  /** The codec. */
  public final Compression compression() {
    return compression;
  }

  /**
   * Compresses a range of an array.
   *
   * @return the compressed bytes, from position to limit of a buffer that belongs to this
   *     compressor and stays valid until the next call
   */
  public abstract ByteBuffer compress(byte[] src, int offset, int length);

  /** Frees the native context, if there is one. Closing twice does nothing. */
  @Override
  public void close() {}
}
