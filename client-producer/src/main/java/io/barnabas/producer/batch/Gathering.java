package io.barnabas.producer.batch;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether full batches are worth the loop's attention yet. As a rule each one is, at once. But
 * while {@link #ENOUGH_BYTES} of them come in a millisecond, they gather until that much is there
 * again, or for a millisecond: then a request carries several, and the loop wakes up once for all
 * of them. Where they come more slowly nothing waits, so that nobody sees a difference who does not
 * fill a request in less than a millisecond.
 *
 * <p>Only full batches gather. One that is sealed for another reason, or that somebody waits for,
 * takes along all that is there, and so does every take-over for another reason: what gathers
 * depends on no answer and on no other batch. Without linger, and where one batch is enough, there
 * is no gathering.
 */
final class Gathering {
  /** More would save little: what a request costs is small by then against what it carries. */
  static final int ENOUGH_BYTES = 64 * 1024;

  private static final long LONGEST_MS = 1;

  private final int enoughBatches;
  private final boolean allowed;

  /** Full batches that were not taken over. Any thread. */
  private final AtomicInteger waiting = new AtomicInteger();

  /** Set by any thread, reset by the loop. */
  private volatile boolean hurried;

  /** Whether they come fast enough. Written by the loop. */
  private volatile boolean fast;

  // The loop's own.
  private long untilMs;
  private long countedFromMs;
  private int counted;

  Gathering(int batchSize, long lingerMs) {
    this.enoughBatches = ENOUGH_BYTES / Math.max(1, batchSize);
    this.allowed = enoughBatches > 1 && lingerMs > 0;
  }

  /**
   * A full batch was announced. Any thread.
   *
   * @return whether the loop must look
   */
  boolean add() {
    return waiting.incrementAndGet() >= enoughBatches || !fast;
  }

  /** Something is announced that must not wait. Any thread; the loop must look. */
  void hurry() {
    hurried = true;
  }

  /** Whether what is announced is to stay where it is for now. Loop. */
  boolean goesOn(long nowMs) {
    return fast && !hurried && nowMs < untilMs && waiting.get() < enoughBatches;
  }

  /** All that is announced is about to be taken over. Loop. */
  void taken(long nowMs) {
    hurried = false;
    counted += waiting.getAndSet(0);
    long countedMs = nowMs - countedFromMs;
    if (countedMs > 0) {
      fast = allowed && counted >= countedMs * enoughBatches;
      counted = 0;
      countedFromMs = nowMs;
    }
    untilMs = nowMs + LONGEST_MS;
  }

  /** When the loop must look without being woken: {@code otherwiseMs} or earlier. Loop. */
  long lookMs(long otherwiseMs) {
    return fast ? Math.min(untilMs, otherwiseMs) : otherwiseMs;
  }
}
