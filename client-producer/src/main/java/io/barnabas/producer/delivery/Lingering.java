package io.barnabas.producer.delivery;

import io.barnabas.network.loop.Poller;
import java.util.ArrayDeque;

/**
 * Open batches in the order in which their {@code linger.ms} ends, which is the order in which they
 * were opened. Loop thread only.
 */
final class Lingering {
  private final long lingerMs;
  private final ArrayDeque<Shipment> open = new ArrayDeque<>();

  Lingering(long lingerMs) {
    this.lingerMs = lingerMs;
  }

  void add(Shipment shipment) {
    open.addLast(shipment);
  }

  /** One that is due, or null; it is the caller's from here on. */
  Shipment pollDue(long nowMs, boolean allAreDue) {
    dropSealed();
    Shipment first = open.peekFirst();
    if (first == null || !allAreDue && nowMs < dueMs(first)) {
      return null;
    }
    return open.pollFirst();
  }

  long nextDueMs() {
    dropSealed();
    Shipment first = open.peekFirst();
    return first == null ? Poller.NEVER : dueMs(first);
  }

  private long dueMs(Shipment shipment) {
    return shipment.batch().createdMs() + lingerMs;
  }

  private void dropSealed() {
    while (!open.isEmpty() && open.peekFirst().batch().isSealed()) {
      open.pollFirst();
    }
  }
}
