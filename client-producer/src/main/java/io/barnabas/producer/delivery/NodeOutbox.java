package io.barnabas.producer.delivery;

import java.util.ArrayDeque;

/** The partitions with something to send to one broker, in turn. Loop thread only. */
final class NodeOutbox {
  private final int nodeId;
  private final ArrayDeque<PartitionDelivery> partitions = new ArrayDeque<>();

  private long lastSentMs = Long.MIN_VALUE;

  NodeOutbox(int nodeId) {
    this.nodeId = nodeId;
  }

  int nodeId() {
    return nodeId;
  }

  /** A request has left for the broker. */
  void sent(long nowMs) {
    lastSentMs = nowMs;
  }

  /** When the last request left, monotonic. */
  long lastSentMs() {
    return lastSentMs;
  }

  boolean isEmpty() {
    return partitions.isEmpty();
  }

  int size() {
    return partitions.size();
  }

  void add(PartitionDelivery delivery) {
    delivery.routed(true);
    partitions.addLast(delivery);
  }

  /** Puts it first again: its batch was too large for the rest of a request. */
  void addFirst(PartitionDelivery delivery) {
    delivery.routed(true);
    partitions.addFirst(delivery);
  }

  PartitionDelivery poll() {
    PartitionDelivery delivery = partitions.pollFirst();
    delivery.routed(false);
    return delivery;
  }

  /** Takes it out, if it stands here. */
  void remove(PartitionDelivery delivery) {
    if (partitions.remove(delivery)) {
      delivery.routed(false);
    }
  }
}
