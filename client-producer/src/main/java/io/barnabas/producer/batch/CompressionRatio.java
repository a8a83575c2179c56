package io.barnabas.producer.batch;

import io.barnabas.protocol.record.RecordSize;

/**
 * What the records of one topic shrink to, as far as its last batches tell: {@code batch.size}
 * limits what a batch takes on the wire, and is compared with this estimate while the batch fills.
 * Believes bad news at once and good news slowly. Any thread; a lost update does no harm.
 */
final class CompressionRatio {
  private static final float WORSE_STEP = 0.05f;
  private static final float BETTER_STEP = 0.005f;

  /** The estimate is taken to be this much too good. */
  private static final float CAUTION = 1.05f;

  /** How many times {@code batch.size} a batch may take before compression. */
  private static final int MOST_BATCH_SIZES = 32;

  private static final int MOST_BYTES = 4 << 20;

  private final int batchSize;
  private volatile float ratio = 1.0f;

  CompressionRatio(int batchSize) {
    this.batchSize = batchSize;
  }

  /** How many bytes of records were compressed to how many. */
  void observe(int uncompressed, int compressed) {
    float observed = (float) compressed / uncompressed;
    float last = ratio;
    ratio =
        observed > last
            ? Math.max(last + WORSE_STEP, observed)
            : Math.max(last - BETTER_STEP, observed);
  }

  /** What a batch may take before compression, its header included. */
  int uncompressedLimit() {
    long records = (long) ((batchSize - RecordSize.BATCH_OVERHEAD) / (ratio * CAUTION));
    long most = Math.min((long) MOST_BATCH_SIZES * batchSize, Math.max(batchSize, MOST_BYTES));
    return (int) Math.max(batchSize, Math.min(records + RecordSize.BATCH_OVERHEAD, most));
  }

  /** What those bytes will take on the wire. */
  int compressed(int uncompressed) {
    return Math.min(uncompressed, (int) (uncompressed * ratio * CAUTION));
  }
}
