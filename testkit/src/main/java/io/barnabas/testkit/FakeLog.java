package io.barnabas.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** The batches of a fake cluster's partitions, in memory. Guarded by its lock. */
final class FakeLog {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();
  private final Map<TopicPartition, List<MutableRecordBatch>> batches = new HashMap<>();

  /** Appends copies of the batches with offsets of its own; returns the first of them. */
  long append(TopicPartition partition, MemoryRecords records, int leaderEpoch) {
    lock.lock();
    try {
      long first = endOffset(partition);
      for (MutableRecordBatch batch : copy(records).batches()) {
        long size = batch.lastOffset() - batch.baseOffset();
        batch.setLastOffset(endOffset(partition) + size);
        batch.setPartitionLeaderEpoch(leaderEpoch);
        batches.computeIfAbsent(partition, key -> new ArrayList<>()).add(batch);
      }
      appended.signalAll();
      return first;
    } finally {
      lock.unlock();
    }
  }

  long endOffset(TopicPartition partition) {
    lock.lock();
    try {
      List<MutableRecordBatch> all = batches.getOrDefault(partition, List.of());
      return all.isEmpty() ? 0 : all.get(all.size() - 1).nextOffset();
    } finally {
      lock.unlock();
    }
  }

  /** Whole batches from the one with {@code offset} on, at least one if there is any. */
  MemoryRecords read(TopicPartition partition, long offset, int maxBytes) {
    lock.lock();
    try {
      List<MutableRecordBatch> read = new ArrayList<>();
      int bytes = 0;
      for (MutableRecordBatch batch : batches.getOrDefault(partition, List.of())) {
        boolean fits = read.isEmpty() || bytes + batch.sizeInBytes() <= maxBytes;
        if (batch.lastOffset() >= offset && fits) {
          read.add(batch);
          bytes += batch.sizeInBytes();
        }
      }
      ByteBuffer buffer = ByteBuffer.allocate(bytes);
      read.forEach(batch -> write(batch, buffer));
      return MemoryRecords.readableRecords(buffer.flip());
    } finally {
      lock.unlock();
    }
  }

  /** The first record that is not older. */
  Optional<Record> firstSince(TopicPartition partition, long timestampMs) {
    return records(partition).stream()
        .filter(record -> record.timestamp() >= timestampMs)
        .findFirst();
  }

  List<Record> records(TopicPartition partition) {
    List<Record> records = new ArrayList<>();
    read(partition, 0, Integer.MAX_VALUE).records().forEach(records::add);
    return records;
  }

  /** Returns when something is appended to any partition, or the time is up. */
  void awaitAppend(int maxWaitMs) {
    lock.lock();
    try {
      appended.await(maxWaitMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private static MemoryRecords copy(MemoryRecords records) {
    ByteBuffer bytes = records.buffer();
    return MemoryRecords.readableRecords(
        ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip());
  }

  private static void write(MutableRecordBatch batch, ByteBuffer target) {
    batch.writeTo(new ByteBufferOutputStream(target));
  }
}
