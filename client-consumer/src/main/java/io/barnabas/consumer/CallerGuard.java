package io.barnabas.consumer;

import java.util.ConcurrentModificationException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one thread at a time into the consumer, and that one again from inside: listeners, assignors
 * and interceptors call back. Whoever comes second is refused, not kept waiting.
 */
final class CallerGuard {
  private static final long NOBODY = -1;

  private final AtomicLong caller = new AtomicLong(NOBODY);

  /** How deep the caller is in; owned by the caller. */
  private int depth;

  private volatile boolean closed;

  /** Enters an open consumer; to be followed by {@link #leave}. */
  void enter() {
    enterEvenIfClosed();
    if (closed) {
      leave();
      throw new IllegalStateException("This consumer has already been closed.");
    }
  }

  void enterEvenIfClosed() {
    Thread thread = Thread.currentThread();
    long id = thread.getId();
    if (caller.get() != id && !caller.compareAndSet(NOBODY, id)) {
      throw new ConcurrentModificationException(
          "BarnabasConsumer is not safe for multi-threaded access. currentThread(name: %s, id: %d) otherThread(id: %d)"
              .formatted(thread.getName(), id, caller.get()));
    }
    depth++;
  }

  void leave() {
    if (--depth == 0) {
      caller.set(NOBODY);
    }
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }
}
