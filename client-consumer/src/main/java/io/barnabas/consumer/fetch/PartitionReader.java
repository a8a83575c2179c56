package io.barnabas.consumer.fetch;

import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.record.CorruptBatchException;
import io.barnabas.protocol.record.RecordBatchReader;
import io.barnabas.protocol.record.RecordCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/**
 * Reads one partition's part of one fetch answer, some records at a time: batch by batch, checked,
 * decompressed, without control records and aborted transactions. Polling thread only.
 */
final class PartitionReader<K, V> {
  /** Offsets may have gaps: beyond this a list grows as records come. */
  private static final int MAX_PRESIZED = 4096;

  private final FetchedPartition fetched;
  private final FetchSettings settings;
  private final RecordDecoder<K, V> decoder;
  private final DecompressionArrays arrays;
  private final RecordBatchReader batches;
  private final AbortedTransactions aborted;

  private DecompressedBytes array;
  private RecordCursor records;
  private TimestampType timestampType;
  private Optional<Integer> leaderEpoch = Optional.empty();
  private long nextOffset;

  /** What the records took that were read since this was last asked for. */
  private int readBytes;

  private boolean anyBatch;
  private boolean finished;

  /** The cursor stands on a record that was not handed out yet. */
  private boolean pending;

  /** What makes the rest unreadable. */
  private KafkaException broken;

  /**
   * @param position where to begin, within what was fetched
   */
  PartitionReader(
      FetchedPartition fetched,
      long position,
      FetchSettings settings,
      RecordDecoder<K, V> decoder,
      DecompressionArrays arrays) {
    this.fetched = fetched;
    this.settings = settings;
    this.decoder = decoder;
    this.arrays = arrays;
    this.batches = new RecordBatchReader(fetched.records());
    this.nextOffset = position;
    boolean filters = settings.readCommitted() && fetched.abortedTransactions() != null;
    this.aborted = filters ? new AbortedTransactions(fetched.abortedTransactions()) : null;
  }

  /** The position after what was handed out. */
  long nextOffset() {
    return nextOffset;
  }

  /** What the records took, uncompressed, that were read since the last call. */
  int takeBytes() {
    int bytes = readBytes;
    readBytes = 0;
    return bytes;
  }

  /** The epoch of the last batch that was opened. */
  Optional<Integer> leaderEpoch() {
    return leaderEpoch;
  }

  boolean isFinished() {
    return finished;
  }

  /**
   * The next records. What is wrong with a record is thrown when it is the first to be returned,
   * each time anew.
   */
  List<ConsumerRecord<K, V>> read(int max) {
    List<ConsumerRecord<K, V>> taken = new ArrayList<>(expected(max));
    try {
      while (taken.size() < max && (pending || advance())) {
        pending = true;
        taken.add(decoder.decode(topicPartition(), timestampType, leaderEpoch, records));
        pending = false;
        nextOffset = records.offset() + 1;
        readBytes += records.sizeInBytes();
      }
    } catch (RuntimeException e) {
      if (taken.isEmpty()) {
        throw e;
      }
    }
    return taken;
  }

  /** As many as the offsets leave room for, so that the list need not grow. */
  private int expected(int max) {
    long offsetsLeft = Math.max(0, fetched.endOffset() - nextOffset);
    return (int) Math.min(max, Math.min(offsetsLeft, MAX_PRESIZED));
  }

  private TopicPartition topicPartition() {
    return fetched.topicPartition();
  }

  private boolean advance() {
    if (broken != null) {
      throw broken;
    }
    try {
      while (!finished) {
        if (records != null && nextRecord()) {
          return true;
        }
        nextBatch();
      }
      return false;
    } catch (CorruptBatchException e) {
      throw broken = unreadable(e);
    }
  }

  private boolean nextRecord() {
    while (records.next()) {
      if (records.offset() >= nextOffset) {
        return true;
      }
    }
    // past the end of the batch, also where compaction took its last records away
    nextOffset = Math.max(nextOffset, batches.nextOffset());
    closeBatch();
    return false;
  }

  private void nextBatch() {
    if (!batches.next()) {
      finished = true;
      requireProgress();
      return;
    }
    anyBatch = true;
    boolean past = batches.nextOffset() <= nextOffset;
    if (past && aborted == null) {
      return;
    }
    if (settings.checkCrcs()) {
      batches.verifyCrc();
    }
    // also of what lies before the position: it may begin or end a transaction
    boolean leftOut = aborted != null && aborted.covers(batches);
    if (past) {
      return;
    }
    leaderEpoch = epochOf(batches);
    if (leftOut || batches.isControl()) {
      nextOffset = batches.nextOffset();
    } else {
      openBatch();
    }
  }

  private void openBatch() {
    array = arrays.take();
    timestampType = publicType(batches.timestampType());
    records = batches.records(arrays.decompressor(), array);
  }

  private void closeBatch() {
    records = null;
    if (array != null) {
      arrays.giveBack(array);
      array = null;
    }
  }

  /** Drops what has not been read. */
  void close() {
    finished = true;
    pending = false;
    closeBatch();
  }

  private void requireProgress() {
    if (!anyBatch) {
      finished = false;
      throw broken =
          new KafkaException(
              "Failed to make progress reading messages at "
                  + topicPartition()
                  + "="
                  + nextOffset
                  + ". Received a non-empty fetch response from the server, but no complete records were found.");
    }
  }

  private KafkaException unreadable(CorruptBatchException e) {
    String skip =
        e.nextOffset().isPresent() ? " (next batch: " + e.nextOffset().getAsLong() + ")" : "";
    KafkaException invalid =
        new KafkaException(
            "Record batch for partition %s at offset %d is invalid, cause: %s"
                .formatted(topicPartition(), e.baseOffset(), e.reason()),
            e);
    return new KafkaException(
        "Received exception when fetching the next record from %s at offset %d%s. If needed, please seek past the record to continue consumption."
            .formatted(topicPartition(), nextOffset, skip),
        invalid);
  }

  private static Optional<Integer> epochOf(RecordBatchReader batch) {
    int epoch = batch.partitionLeaderEpoch();
    return epoch < 0 ? Optional.empty() : Optional.of(epoch);
  }

  private static TimestampType publicType(io.barnabas.protocol.record.TimestampType type) {
    return switch (type) {
      case CREATE_TIME -> TimestampType.CREATE_TIME;
      case LOG_APPEND_TIME -> TimestampType.LOG_APPEND_TIME;
      case NO_TIMESTAMP_TYPE -> TimestampType.NO_TIMESTAMP_TYPE;
    };
  }
}
