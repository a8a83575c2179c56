package io.barnabas.producer.batch;

import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import io.barnabas.protocol.record.RecordBatchReader;
import io.barnabas.protocol.record.RecordCursor;
import io.barnabas.protocol.record.RecordSize;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Makes several batches of one that the broker finds too large. Loop thread only. */
final class BatchSplitter {
  private final ProducerBatch whole;
  private final int partBytes;
  private final List<ProducerBatch> parts = new ArrayList<>();
  private int taken;

  private BatchSplitter(ProducerBatch whole, int partBytes) {
    this.whole = whole;
    this.partBytes = partBytes;
  }

  /**
   * Parts of {@code batchSize} at most, before compression, and of half the batch at most, so that
   * splitting again and again comes to an end; a single larger record makes a part of its own. They
   * are sealed, but not ready.
   */
  static List<ProducerBatch> split(ProducerBatch whole, int batchSize) {
    try (Decompressor decompressor = new Decompressor()) {
      int uncompressed = RecordSize.BATCH_OVERHEAD;
      RecordCursor sizes = open(whole, decompressor);
      while (sizes.next()) {
        uncompressed += sizes.sizeInBytes();
      }
      BatchSplitter splitter = new BatchSplitter(whole, Math.min(batchSize, uncompressed / 2 + 1));
      RecordCursor records = open(whole, decompressor);
      while (records.next()) {
        splitter.take(records);
      }
      splitter.parts.forEach(ProducerBatch::markSealed);
      return splitter.parts;
    }
  }

  private static RecordCursor open(ProducerBatch batch, Decompressor decompressor) {
    ByteBuffer bytes = batch.build(-1, (short) -1, -1);
    RecordBatchReader reader = new RecordBatchReader(bytes);
    reader.next();
    return reader.records(decompressor, new DecompressedBytes(Integer.MAX_VALUE));
  }

  private void take(RecordCursor record) {
    ProducerBatch last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
    if (last == null || !last.tryCopy(record)) {
      int single =
          RecordSize.batchUpperBound(record.keyLength(), record.valueLength(), record.headers());
      last = whole.newPart(Math.max(partBytes, single), taken);
      parts.add(last);
      last.tryCopy(record);
    }
    taken++;
  }
}
