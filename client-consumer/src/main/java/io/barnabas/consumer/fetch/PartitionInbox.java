package io.barnabas.consumer.fetch;

import io.barnabas.consumer.subscription.AssignedPartition;
import java.util.ArrayDeque;

/**
 * What was fetched of one partition under one fence and not consumed yet, oldest first. Polling
 * thread only.
 */
final class PartitionInbox<K, V> {
  private final AssignedPartition partition;
  private final long fence;
  private final ArrayDeque<FetchedPartition> waiting = new ArrayDeque<>();

  /** Of the first one waiting, once it has been begun. */
  private PartitionReader<K, V> reader;

  private long bytes;

  /** Paused: the bytes do not count against the buffer. */
  private boolean parked;

  PartitionInbox(AssignedPartition partition) {
    this.partition = partition;
    this.fence = partition.fence();
  }

  AssignedPartition partition() {
    return partition;
  }

  boolean isStale() {
    return !partition.isAssigned() || partition.fence() != fence;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void add(FetchedPartition fetched) {
    waiting.add(fetched);
    bytes += fetched.sizeInBytes();
  }

  FetchedPartition first() {
    return waiting.peekFirst();
  }

  PartitionReader<K, V> reader() {
    return reader;
  }

  void begin(PartitionReader<K, V> begun) {
    reader = begun;
  }

  /** Takes the first one off; returns its size. */
  int removeFirst() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
    FetchedPartition removed = waiting.removeFirst();
    removed.release();
    bytes -= removed.sizeInBytes();
    return removed.sizeInBytes();
  }

  /** Drops everything; returns how many bytes counted against the buffer. */
  long clear() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
    waiting.forEach(FetchedPartition::release);
    waiting.clear();
    long counted = parked ? 0 : bytes;
    bytes = 0;
    return counted;
  }

  long bytes() {
    return bytes;
  }

  boolean isParked() {
    return parked;
  }

  void park(boolean park) {
    parked = park;
  }
}
