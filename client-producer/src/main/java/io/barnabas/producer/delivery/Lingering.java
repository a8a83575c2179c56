package io.barnabas.producer.delivery;

import io.barnabas.network.loop.Poller;
import io.barnabas.producer.batch.ProducerBatch;
import java.util.ArrayDeque;

/**
 * Open batches in the order in which their {@code linger.ms} ends, which is the order in which they
 * were opened. Loop thread only.
 */
final class Lingering {
  private final long lingerMs;
  private final ArrayDeque<ProducerBatch> open = new ArrayDeque<>();

  Lingering(long lingerMs) {
    this.lingerMs = lingerMs;
  }

  void add(ProducerBatch batch) {
    open.addLast(batch);
  }

  /** A batch that is due, or null; the caller seals it. */
  ProducerBatch pollDue(long nowMs, boolean allAreDue) {
    dropSealed();
    ProducerBatch first = open.peekFirst();
    if (first == null || !allAreDue && nowMs < dueMs(first)) {
      return null;
    }
    return open.pollFirst();
  }

  long nextDueMs() {
    dropSealed();
    ProducerBatch first = open.peekFirst();
    return first == null ? Poller.NEVER : dueMs(first);
  }

  private long dueMs(ProducerBatch batch) {
    return batch.createdMs() + lingerMs;
  }

  private void dropSealed() {
    while (!open.isEmpty() && open.peekFirst().isSealed()) {
      open.pollFirst();
    }
  }
}
