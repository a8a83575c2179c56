package io.barnabas.producer.batch;

import io.barnabas.producer.partition.StickyChoice;
import io.barnabas.protocol.record.RecordHeader;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the records of one partition are collected: one open batch at most. What the loop has to
 * know of is announced batch by batch, so that it has no need of the lock. Lives as long as the
 * producer, whatever the metadata says of the partition.
 */
public final class PartitionQueue {
  private static final long UNKNOWN = -1;

  private final Accumulator accumulator;
  private final TopicQueue topic;
  private final TopicPartition topicPartition;
  private final RecordMetadata unknownMetadata;
  private final int id;
  private final ReentrantLock lock = new ReentrantLock();

  /** The batch that takes records; null if the next record opens one. Guarded by {@link #lock}. */
  private ProducerBatch open;

  PartitionQueue(Accumulator accumulator, TopicQueue topic, int partition, int id) {
    this.accumulator = accumulator;
    this.topic = topic;
    this.topicPartition = new TopicPartition(topic.name(), partition);
    this.unknownMetadata =
        new RecordMetadata(topicPartition, UNKNOWN, 0, UNKNOWN, (int) UNKNOWN, (int) UNKNOWN);
    this.id = id;
  }

  /** Numbers the partitions of the producer from 0, without gaps. */
  public int id() {
    return id;
  }

  public TopicQueue topic() {
    return topic;
  }

  public TopicPartition topicPartition() {
    return topicPartition;
  }

  /** What callbacks get beside an error. */
  RecordMetadata unknownMetadata() {
    return unknownMetadata;
  }

  /**
   * Appends to the open batch.
   *
   * @param stay the sticky choice that led here, null if there was none
   * @return null if there is no open batch with room, or the sticky choice is over
   */
  SendFuture append(
      StickyChoice.Stay stay,
      long timestampMs,
      byte[] key,
      byte[] value,
      RecordHeader[] headers,
      Callback callback) {
    ProducerBatch filled = null;
    SendFuture future;
    lock.lock();
    try {
      accumulator.requireOpen();
      if (stay != null && topic.isOver(stay, open == null)) {
        return null;
      }
      ProducerBatch batch = open;
      if (batch == null) {
        return null;
      }
      int before = batch.sizeInBytes();
      do {
        future = batch.tryAppend(timestampMs, key, value, headers, callback);
      } while (future == null && batch.grow(accumulator.pool()));
      int bytes = batch.sizeInBytes() - before;
      if (future == null || batch.isFull()) {
        filled = sealOpen();
      }
      if (stay != null && future != null) {
        topic.added(stay, bytes, open == null);
      }
    } finally {
      lock.unlock();
    }
    if (filled != null) {
      finishFull(filled);
    }
    return future;
  }

  /**
   * Opens a batch over {@code memory} with that record in it, unless another thread has opened one
   * meanwhile, which then may take the record: the memory is in use if the record is the first of
   * its batch.
   *
   * @return null if the record found no place
   */
  SendFuture appendToNew(
      byte[] memory,
      StickyChoice.Stay stay,
      long timestampMs,
      byte[] key,
      byte[] value,
      RecordHeader[] headers,
      Callback callback) {
    SendFuture future = append(stay, timestampMs, key, value, headers, callback);
    if (future != null) {
      return future;
    }
    long nowMs = accumulator.nowMs();
    ProducerBatch filled = null;
    lock.lock();
    try {
      accumulator.requireOpen();
      if (open != null || stay != null && topic.isOver(stay, true)) {
        return null;
      }
      ProducerBatch batch = new ProducerBatch(this, memory, topic.uncompressedLimit(), nowMs);
      future = batch.tryAppend(timestampMs, key, value, headers, callback);
      open = batch;
      accumulator.announce(batch);
      int bytes = batch.sizeInBytes();
      if (batch.isFull()) {
        filled = sealOpen();
      }
      if (stay != null) {
        topic.added(stay, bytes, open == null);
      }
    } finally {
      lock.unlock();
    }
    if (filled != null) {
      finishFull(filled);
    } else {
      accumulator.batchOpened(nowMs);
    }
    return future;
  }

  /** Seals {@code batch} if it is the open one. Any thread. */
  void seal(ProducerBatch batch) {
    lock.lock();
    try {
      if (open != batch) {
        return;
      }
      sealOpen();
    } finally {
      lock.unlock();
    }
    finishSealing(batch);
  }

  /** Seals the open batch, whichever it is. Any thread. */
  public void seal() {
    ProducerBatch batch;
    lock.lock();
    try {
      if (open == null) {
        return;
      }
      batch = sealOpen();
    } finally {
      lock.unlock();
    }
    finishSealing(batch);
  }

  /** Guarded by {@link #lock}. */
  private ProducerBatch sealOpen() {
    ProducerBatch batch = open;
    batch.markSealed();
    open = null;
    return batch;
  }

  /** Compresses outside the lock, then tells the loop. */
  private void finishSealing(ProducerBatch batch) {
    accumulator.makeReady(batch);
    accumulator.batchReady(batch);
  }

  /** The same for one that was sealed only because it was full. */
  private void finishFull(ProducerBatch batch) {
    accumulator.makeReady(batch);
    accumulator.fullBatchReady(batch);
  }

  void hurry() {
    accumulator.hurry();
  }

  void onCallbackError(Throwable error) {
    accumulator.onCallbackError(topicPartition, error);
  }

  @Override
  public String toString() {
    return topicPartition.toString();
  }
}
