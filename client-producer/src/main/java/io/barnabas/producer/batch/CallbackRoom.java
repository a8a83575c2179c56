package io.barnabas.producer.batch;

/**
 * How many more callbacks a batch may hold. Those that take up to a quarter of its memory are free;
 * what goes beyond, as it does when records are tiny, is paid for out of {@code buffer.memory}.
 * Guarded like its batch.
 */
final class CallbackRoom {
  /** Of a {@link CallbackFuture}. */
  private static final int CALLBACK_BYTES = 32;

  private static final int PAYMENT_BYTES = 4096;

  private int left;
  private int paidBytes;

  /** There is always room for one: who has memory gets on. */
  CallbackRoom(int batchMemory) {
    left = Math.max(1, freeIn(batchMemory));
  }

  private static int freeIn(int batchMemory) {
    return batchMemory / 4 / CALLBACK_BYTES;
  }

  boolean isUsedUp() {
    return left == 0;
  }

  void takeOne() {
    left--;
  }

  /** The batch has that many bytes more. */
  void batchGrew(int bytes) {
    left += freeIn(bytes);
  }

  /** Makes more room, if there is memory for it right now. */
  boolean pay(BufferPool pool) {
    boolean paid = pool.tryReserve(PAYMENT_BYTES);
    if (paid) {
      paidBytes += PAYMENT_BYTES;
      left += PAYMENT_BYTES / CALLBACK_BYTES;
    }
    return paid;
  }

  /** The batch has ended, and its callbacks have run. */
  void refund(BufferPool pool) {
    if (paidBytes > 0) {
      pool.unreserve(paidBytes);
      paidBytes = 0;
    }
  }
}
