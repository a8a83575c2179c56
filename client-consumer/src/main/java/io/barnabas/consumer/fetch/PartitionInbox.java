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

  /** What the records take that are waiting. */
  private long bytes;

  /** Paused: it has no turn. */
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

  /** Gives up what is half read: it is to be begun again from the position. */
  void rewind() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  /** Takes the first one off; returns how much memory is free for that. */
  int removeFirst() {
    rewind();
    FetchedPartition removed = waiting.removeFirst();
    bytes -= removed.sizeInBytes();
    return removed.release();
  }

  /** Drops everything; returns how much memory is free for that. */
  long clear() {
    rewind();
    long freed = 0;
    while (!waiting.isEmpty()) {
      freed += removeFirst();
    }
    return freed;
  }

  /** Holds copies instead of parts of whole answers; returns how much memory is free for that. */
  long copyOut() {
    rewind();
    long freed = 0;
    for (int i = waiting.size(); i > 0; i--) {
      FetchedPartition part = waiting.removeFirst();
      waiting.addLast(part.copy());
      freed += part.release();
    }
    return freed;
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
