package io.barnabas.producer.batch;

import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import io.barnabas.protocol.record.RecordBatchReader;
import io.barnabas.protocol.record.RecordCursor;
import io.barnabas.protocol.record.RecordSize;
import java.util.ArrayList;
import java.util.List;

/** Makes several batches of one that the broker finds too large. Loop thread only. */
final class BatchSplitter {
  /** What a record may grow by when the timestamp it counts from is another. */
  private static final int TIMESTAMP_SLACK = 10;

  private final ProducerBatch whole;
  private final Decompressor decompressor;

  private BatchSplitter(ProducerBatch whole, Decompressor decompressor) {
    this.whole = whole;
    this.decompressor = decompressor;
  }

  /**
   * Parts of {@code batchSize} at most, before compression, and of half the records' bytes at most,
   * so that splitting again and again comes to an end; a single larger record makes a part of its
   * own. They are sealed, but not ready.
   */
  static List<ProducerBatch> split(ProducerBatch whole, int batchSize) {
    try (Decompressor decompressor = new Decompressor()) {
      BatchSplitter splitter = new BatchSplitter(whole, decompressor);
      List<ProducerBatch> parts = splitter.emptyParts(batchSize - RecordSize.BATCH_OVERHEAD);
      splitter.fill(parts);
      return parts;
    }
  }

  private List<ProducerBatch> emptyParts(int maxBytes) {
    List<Integer> sizes = new ArrayList<>();
    RecordCursor records = records();
    while (records.next()) {
      sizes.add(records.sizeInBytes());
    }
    int half = sizes.stream().mapToInt(Integer::intValue).sum() / 2;
    int limit = Math.min(maxBytes, half);
    List<ProducerBatch> parts = new ArrayList<>();
    int first = 0;
    while (first < sizes.size()) {
      int end = first + 1;
      int bytes = sizes.get(first);
      while (end < sizes.size() && bytes + sizes.get(end) <= limit) {
        bytes += sizes.get(end++);
      }
      parts.add(newPart(first, end - first, bytes));
      first = end;
    }
    return parts;
  }

  private ProducerBatch newPart(int first, int count, int bytes) {
    return whole.newPart(RecordSize.BATCH_OVERHEAD + bytes + count * TIMESTAMP_SLACK, first);
  }

  private void fill(List<ProducerBatch> parts) {
    RecordCursor records = records();
    int index = whole.firstIndex();
    int part = 0;
    while (records.next()) {
      if (part + 1 < parts.size() && parts.get(part + 1).firstIndex() == index) {
        part++;
      }
      parts.get(part).copy(records);
      index++;
    }
    parts.forEach(ProducerBatch::markSealed);
  }

  private RecordCursor records() {
    RecordBatchReader reader = new RecordBatchReader(whole.build(-1, (short) -1, -1, false));
    reader.next();
    return reader.records(decompressor, new DecompressedBytes(Integer.MAX_VALUE));
  }
}
