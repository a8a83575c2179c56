package io.barnabas.producer.batch;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Batches that have something new for the loop: they were opened, or are ready. Many threads push,
 * the loop takes all at once, and neither ever waits for the other. A batch stands here once at
 * most, and is its own link, so that announcing costs no memory.
 */
final class Announcements {
  private final AtomicReference<ProducerBatch> newest = new AtomicReference<>();

  /** Does nothing if the batch stands here already. Any thread. */
  void push(ProducerBatch batch) {
    if (!batch.markAnnounced()) {
      return;
    }
    ProducerBatch head;
    do {
      head = newest.get();
      batch.nextAnnounced(head);
    } while (!newest.compareAndSet(head, batch));
  }

  boolean isEmpty() {
    return newest.get() == null;
  }

  /**
   * Takes all out, in the order of their announcement.
   *
   * <p>A batch may be announced again before {@code intake} sees it: then it comes once more.
   */
  void drainTo(Intake intake) {
    ProducerBatch batch = takeAll();
    while (batch != null) {
      ProducerBatch next = batch.nextAnnounced();
      batch.nextAnnounced(null);
      batch.unmarkAnnounced();
      intake.onAnnounced(batch);
      batch = next;
    }
  }

  /** Linked from the oldest on. */
  private ProducerBatch takeAll() {
    ProducerBatch from = newest.getAndSet(null);
    ProducerBatch oldest = null;
    while (from != null) {
      ProducerBatch next = from.nextAnnounced();
      from.nextAnnounced(oldest);
      oldest = from;
      from = next;
    }
    return oldest;
  }
}
