package io.barnabas.producer.batch;

/**
 * How many callbacks a batch may hold. Those that take up to a quarter of its memory are free; what
 * goes beyond, as it does when records are tiny, is paid for out of {@code buffer.memory}.
 */
final class CallbackRoom {
  /** What is paid at a time. */
  static final int PAYMENT_BYTES = 4096;

  /** Of a {@link CallbackFuture}. */
  private static final int CALLBACK_BYTES = 32;

  private static final int FREE_PART = 4;

  private CallbackRoom() {}

  /** There is always room for one: who has memory gets on. */
  static int of(int batchMemory, int bytesPaid) {
    return Math.max(1, (batchMemory / FREE_PART + bytesPaid) / CALLBACK_BYTES);
  }
}
