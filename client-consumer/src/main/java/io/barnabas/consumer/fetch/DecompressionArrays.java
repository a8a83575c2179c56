package io.barnabas.consumer.fetch;

import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import java.util.ArrayDeque;

/**
 * The arrays that batches are decompressed into. They are used again only if no deserializer can
 * have kept a view of one. Polling thread only.
 */
final class DecompressionArrays implements AutoCloseable {
  /** As many partitions are in the middle of a batch at the same time, as a rule. */
  private static final int MAX_KEPT = 4;

  private final Decompressor decompressor = new Decompressor();
  private final ArrayDeque<DecompressedBytes> free = new ArrayDeque<>();
  private final boolean reuse;
  private final int limitBytes;

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
    DecompressedBytes kept = free.poll();
    return kept != null ? kept : new DecompressedBytes(limitBytes);
  }

  void giveBack(DecompressedBytes array) {
    if (reuse && free.size() < MAX_KEPT) {
      free.push(array);
    }
  }

  @Override
  public void close() {
    decompressor.close();
    free.clear();
  }
}
