package io.barnabas.consumer.fetch;

import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;

/**
 * The array that batches are decompressed into, one after another. It is used again only if no
 * deserializer can have kept a view of it. Polling thread only.
 */
final class DecompressionArrays implements AutoCloseable {
  private final Decompressor decompressor = new Decompressor();
  private final boolean reuse;
  private final int limitBytes;

  /** Null while a batch is being read: never more than one at a time. */
  private DecompressedBytes free;

  /**
   * @param limitBytes the largest batch there may be
   */
  DecompressionArrays(boolean reuse, int limitBytes) {
    this.reuse = reuse;
    this.limitBytes = limitBytes;
  }

  Decompressor decompressor() {
    return decompressor;
  }

  DecompressedBytes take() {
    DecompressedBytes taken = free == null ? new DecompressedBytes(limitBytes) : free;
    free = null;
    return taken;
  }

  void giveBack(DecompressedBytes array) {
    if (reuse) {
      free = array;
    }
  }

  @Override
  public void close() {
    decompressor.close();
    free = null;
  }
}
