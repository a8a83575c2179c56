package io.barnabas.producer.delivery;

import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.PartitionMetadata;
import io.barnabas.network.cluster.TopicMetadata;
import io.barnabas.network.loop.Poller;
import io.barnabas.producer.batch.Accumulator;
import io.barnabas.producer.batch.PartitionQueue;
import io.barnabas.producer.batch.TopicQueue;
import java.util.HashSet;
import java.util.Set;

/**
 * Lets the choice of partitions follow the load (KIP-794): tells each topic how many batches wait
 * for each of its partitions, and which brokers take nothing. Looks at all partitions, therefore
 * seldom. Loop thread only.
 */
final class LoadBalance {
  private static final long INTERVAL_MS = 20;
  private static final int EXCLUDED = -1;

  private final Accumulator accumulator;
  private final Metadata metadata;
  private final Deliveries deliveries;
  private final Router router;
  private final long lingerMs;
  private final long availabilityTimeoutMs;
  private long nextMs = Long.MIN_VALUE;

  /** Whether something was left lying when last looked at. */
  private boolean anyWaits;

  /**
   * @param availabilityTimeoutMs how long a broker may leave batches lying before its partitions
   *     are avoided; 0 for ever
   */
  LoadBalance(
      Accumulator accumulator,
      Metadata metadata,
      Deliveries deliveries,
      Router router,
      long lingerMs,
      long availabilityTimeoutMs) {
    this.accumulator = accumulator;
    this.metadata = metadata;
    this.deliveries = deliveries;
    this.router = router;
    this.lingerMs = lingerMs;
    this.availabilityTimeoutMs = availabilityTimeoutMs;
  }

  /** Returns when to be asked again at the latest. */
  long poll(long nowMs) {
    if (nowMs >= nextMs) {
      nextMs = nowMs + INTERVAL_MS;
      balance(availabilityTimeoutMs > 0 ? stalled(nowMs) : Set.of());
    }
    return anyWaits ? nextMs : Poller.NEVER;
  }

  /** The brokers that have left something lying, and taken nothing else, for too long. */
  private Set<Integer> stalled(long nowMs) {
    Set<Integer> stalled = new HashSet<>();
    anyWaits = false;
    for (PartitionDelivery delivery : deliveries.all()) {
      Shipment head = delivery.peek();
      if (head == null || !delivery.hasLeader()) {
        continue;
      }
      anyWaits = true;
      NodeOutbox outbox = router.outbox(delivery.leader());
      long sinceMs = Math.max(outbox.lastSentMs(), head.batch().createdMs() + lingerMs);
      if (nowMs - sinceMs > availabilityTimeoutMs) {
        stalled.add(outbox.nodeId());
      }
    }
    return stalled;
  }

  private void balance(Set<Integer> stalled) {
    for (TopicQueue topic : accumulator.topics()) {
      TopicMetadata described = metadata.snapshot().topic(topic.name());
      if (topic.isSticky() && described != null) {
        topic.balance(backlogs(topic.partitions(), described.partitions(), stalled));
      }
    }
  }

  private int[] backlogs(
      PartitionQueue[] queues, PartitionMetadata[] described, Set<Integer> stalled) {
    int[] backlogs = new int[Math.min(queues.length, described.length)];
    for (int partition = 0; partition < backlogs.length; partition++) {
      if (!stalled.isEmpty() && stalled.contains(described[partition].leader())) {
        backlogs[partition] = EXCLUDED;
      } else {
        PartitionDelivery delivery = deliveries.ifThere(queues[partition]);
        backlogs[partition] = delivery == null ? 0 : delivery.backlog();
      }
    }
    return backlogs;
  }
}
