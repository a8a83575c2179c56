package io.barnabas.producer.delivery;

import io.barnabas.network.loop.Poller;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Partitions that are left alone for a while before their next try. Loop thread only. */
final class Backoffs {
  private record Entry(long untilMs, PartitionDelivery delivery) {}

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::untilMs));

  void add(PartitionDelivery delivery, long untilMs) {
    delivery.holdUntil(untilMs);
    entries.add(new Entry(untilMs, delivery));
  }

  /** One whose time is over, or null. */
  PartitionDelivery pollDue(long nowMs) {
    Entry first = entries.peek();
    return first == null || nowMs < first.untilMs() ? null : entries.poll().delivery();
  }

  long nextDueMs() {
    Entry first = entries.peek();
    return first == null ? Poller.NEVER : first.untilMs();
  }
}
