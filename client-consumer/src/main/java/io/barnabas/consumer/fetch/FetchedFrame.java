package io.barnabas.consumer.fetch;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The memory of one fetch answer, which goes back to where it came from when every part of it has
 * been consumed or dropped. The loop counts parts in, the polling thread counts them out.
 */
final class FetchedFrame {
  private final Consumer<byte[]> giveBack;

  /** The loop's own part, as long as it walks through the answer, and one for each partition. */
  private final AtomicInteger parts = new AtomicInteger(1);

  private byte[] array;

  FetchedFrame(Consumer<byte[]> giveBack) {
    this.giveBack = giveBack;
  }

  /** Counts a part in; all of them stand in one array. Loop thread only. */
  FetchedFrame with(ByteBuffer part) {
    parts.incrementAndGet();
    array = part.array();
    return this;
  }

  /** One part is of no more use, and nobody can look into it. */
  void release() {
    if (parts.decrementAndGet() == 0 && array != null) {
      giveBack.accept(array);
    }
  }
}
