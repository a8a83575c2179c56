package io.barnabas.producer.batch;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Partitions that have something for the loop: a batch was opened or sealed. Many threads push, the
 * loop takes all at once. A partition stands here once at most, and is its own link, so that
 * announcing costs no memory.
 */
final class Announcements {
  private final AtomicReference<PartitionQueue> newest = new AtomicReference<>();

  /** Under the lock of the partition, which must not be announced already. */
  void push(PartitionQueue queue) {
    PartitionQueue head;
    do {
      head = newest.get();
      queue.nextAnnounced(head);
    } while (!newest.compareAndSet(head, queue));
  }

  boolean isEmpty() {
    return newest.get() == null;
  }

  /** All that are announced, linked in the order of their announcement; null if there is none. */
  PartitionQueue takeAll() {
    PartitionQueue from = newest.getAndSet(null);
    PartitionQueue oldest = null;
    while (from != null) {
      PartitionQueue next = from.nextAnnounced();
      from.nextAnnounced(oldest);
      oldest = from;
      from = next;
    }
    return oldest;
  }
}
