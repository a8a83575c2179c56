package io.barnabas.producer.delivery;

import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.loop.Poller;
import java.util.ArrayList;
import java.util.List;

/**
 * Which partitions have something to send, and to whom: each stands in the outbox of its leader, or
 * waits for a leader, or for its back-off. Loop thread only.
 */
final class Router {
  private final Metadata metadata;
  private final int maxInFlight;
  private final long leaderlessRetryMs;
  private final TransactionGate gate;
  private final List<NodeOutbox> outboxes = new ArrayList<>();
  private final Backoffs backoffs = new Backoffs();
  private List<PartitionDelivery> leaderless = new ArrayList<>();

  /** Those that the transaction does not let go yet. */
  private List<PartitionDelivery> held = new ArrayList<>();

  /**
   * @param leaderlessRetryMs how long to wait before asking again for a leader that is missing
   */
  Router(Metadata metadata, int maxInFlight, long leaderlessRetryMs, TransactionGate gate) {
    this.metadata = metadata;
    this.maxInFlight = maxInFlight;
    this.leaderlessRetryMs = leaderlessRetryMs;
    this.gate = gate;
  }

  /** The outboxes that were ever used. */
  List<NodeOutbox> outboxes() {
    return outboxes;
  }

  /** Takes over what the cluster now says of a partition. */
  void learn(PartitionDelivery delivery, MetadataSnapshot snapshot) {
    int formerLeader = delivery.leader();
    if (delivery.learn(snapshot.topic(delivery.queue().topic().name()))) {
      delivery.holdUntil(Long.MIN_VALUE);
    }
    if (delivery.leader() != formerLeader && delivery.isRouted()) {
      withdraw(delivery, formerLeader);
    }
  }

  /** The former leader may be gone for good: nothing would ever be taken out of its outbox. */
  private void withdraw(PartitionDelivery delivery, int formerLeader) {
    for (NodeOutbox outbox : outboxes) {
      if (outbox.nodeId() == formerLeader) {
        outbox.remove(delivery);
      }
    }
  }

  /** After new metadata: partitions go where they belong now. */
  void onMetadata(MetadataSnapshot snapshot, List<PartitionDelivery> all, long nowMs) {
    for (PartitionDelivery delivery : all) {
      learn(delivery, snapshot);
    }
    List<PartitionDelivery> waited = leaderless;
    leaderless = new ArrayList<>();
    for (PartitionDelivery delivery : waited) {
      delivery.routed(false);
    }
    for (PartitionDelivery delivery : all) {
      route(delivery, nowMs);
    }
  }

  /** Looks again at those that the transaction did not let go. */
  void admit(long nowMs) {
    List<PartitionDelivery> waited = held;
    held = new ArrayList<>();
    for (PartitionDelivery delivery : waited) {
      delivery.routed(false);
      route(delivery, nowMs);
    }
  }

  /** Whether the next batch of the partition may leave now. */
  boolean mayLeave(PartitionDelivery delivery, long nowMs) {
    return delivery.mayLeave(nowMs, maxInFlight) && gate.admits(delivery.queue().topicPartition());
  }

  /** Puts the partition where its next batch will be sent from, if that may leave. */
  void route(PartitionDelivery delivery, long nowMs) {
    if (delivery.isRouted() || !delivery.mayLeave(nowMs, maxInFlight)) {
      return;
    }
    if (!gate.admits(delivery.queue().topicPartition())) {
      delivery.routed(true);
      held.add(delivery);
    } else if (delivery.hasLeader()) {
      outbox(delivery.leader()).add(delivery);
    } else {
      delivery.routed(true);
      leaderless.add(delivery);
      metadata.requestRefresh();
    }
  }

  /** What waits for one broker. */
  NodeOutbox outbox(int nodeId) {
    for (NodeOutbox outbox : outboxes) {
      if (outbox.nodeId() == nodeId) {
        return outbox;
      }
    }
    NodeOutbox outbox = new NodeOutbox(nodeId);
    outboxes.add(outbox);
    return outbox;
  }

  /** Leaves the partition alone until then. */
  void holdUntil(PartitionDelivery delivery, long untilMs) {
    backoffs.add(delivery, untilMs);
  }

  /** Routes those whose back-off is over; asks again for leaders that are missing. */
  void poll(long nowMs) {
    PartitionDelivery delivery = backoffs.pollDue(nowMs);
    while (delivery != null) {
      route(delivery, nowMs);
      delivery = backoffs.pollDue(nowMs);
    }
    if (!leaderless.isEmpty()) {
      metadata.requestRefresh();
    }
  }

  long nextPollMs(long nowMs) {
    long leaderMs = leaderless.isEmpty() ? Poller.NEVER : nowMs + leaderlessRetryMs;
    return Math.min(leaderMs, backoffs.nextDueMs());
  }
}
