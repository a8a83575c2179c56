package io.barnabas.producer.batch;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;

/**
 * The memory of all batches ({@code buffer.memory}). Arrays of the usual size are kept and given
 * out again; who has to wait for memory is served in the order of arrival. Thread-safe.
 */
public final class BufferPool {
  private final long totalBytes;
  private final int pooledSize;
  private final Runnable onExhausted;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}. */
  private final FreeArrays free;

  /** Guarded by {@link #lock}. */
  private final ArrayDeque<Condition> waiters = new ArrayDeque<>();

  /** What is neither given out nor kept in {@link #free}. Guarded by {@link #lock}. */
  private long unallocated;

  /** Guarded by {@link #lock}. */
  private boolean closed;

  /** Written under {@link #lock}, read without. */
  private volatile boolean exhausted;

  /** How long threads have waited in all. Written under {@link #lock}, read without. */
  private volatile long waitedNanos;

  /** How many waited in vain. Written under {@link #lock}, read without. */
  private volatile long exhaustions;

  /**
   * @param totalBytes {@code buffer.memory}
   * @param pooledSize the size of the arrays worth keeping: {@code batch.size}
   * @param onExhausted called when a thread begins to wait, under the pool's lock: must not block
   */
  public BufferPool(long totalBytes, int pooledSize, Runnable onExhausted) {
    this.totalBytes = totalBytes;
    this.pooledSize = pooledSize;
    this.onExhausted = onExhausted;
    this.unallocated = totalBytes;
    this.free = new FreeArrays(pooledSize);
  }

  /**
   * An array of exactly that size; its content is arbitrary.
   *
   * @throws BufferExhaustedException if there is no memory within {@code maxBlockMs}
   * @throws KafkaException if the producer is closed meanwhile
   */
  public byte[] allocate(int size, long maxBlockMs) throws InterruptedException {
    if (size > totalBytes) {
      throw new IllegalArgumentException(
          "Attempt to allocate "
              + size
              + " bytes, but there is a hard limit of "
              + totalBytes
              + " on memory allocations.");
    }
    byte[] array = null;
    lock.lock();
    try {
      requireOpen();
      if (waiters.isEmpty() && available() >= size) {
        array = reserve(size);
      } else {
        array = awaitMemory(size, maxBlockMs);
      }
    } finally {
      signalNext();
      lock.unlock();
    }
    return array != null ? array : newArray(size);
  }

  /** Takes a kept array, or reserves the bytes for a new one (null). Guarded by {@link #lock}. */
  private byte[] reserve(int size) {
    byte[] kept = free.poll(size);
    if (kept == null) {
      freeUp(size);
      unallocated -= size;
    }
    return kept;
  }

  /** An array of that size if there is memory for it right now, and nobody waits; else null. */
  public byte[] tryAllocate(int size) {
    byte[] array;
    lock.lock();
    try {
      if (closed || !waiters.isEmpty() || available() < size) {
        return null;
      }
      array = reserve(size);
    } finally {
      lock.unlock();
    }
    return array != null ? array : newArray(size);
  }

  /**
   * Counts bytes that are held elsewhere, if there is memory for them right now, and nobody waits.
   */
  boolean tryReserve(int bytes) {
    lock.lock();
    try {
      if (closed || !waiters.isEmpty() || available() < bytes) {
        return false;
      }
      freeUp(bytes);
      unallocated -= bytes;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits behind all who came before; collects memory as it comes. Guarded by {@link #lock}. */
  private byte[] awaitMemory(int size, long maxBlockMs) throws InterruptedException {
    Condition turn = lock.newCondition();
    waiters.addLast(turn);
    exhausted = true;
    onExhausted.run();
    long collected = 0;
    long remainingNs = TimeUnit.MILLISECONDS.toNanos(maxBlockMs);
    boolean complete = false;
    try {
      while (collected < size) {
        if (remainingNs <= 0) {
          exhaustions++;
          throw outOfMemory(size, maxBlockMs);
        }
        long leftNs = turn.awaitNanos(remainingNs);
        waitedNanos += remainingNs - leftNs;
        remainingNs = leftNs;
        requireOpen();
        if (waiters.peekFirst() != turn) {
          continue;
        }
        byte[] kept = collected == 0 ? free.poll(size) : null;
        if (kept != null) {
          complete = true;
          return kept;
        }
        freeUp(size - collected);
        long got = Math.min(size - collected, unallocated);
        unallocated -= got;
        collected += got;
      }
      complete = true;
      return null;
    } finally {
      if (!complete) {
        unallocated += collected;
      }
      waiters.remove(turn);
      exhausted = !waiters.isEmpty();
    }
  }

  private byte[] newArray(int size) {
    boolean done = false;
    try {
      byte[] array = new byte[size];
      done = true;
      return array;
    } finally {
      if (!done) {
        unreserve(size);
      }
    }
  }

  /** Bytes that were counted are no longer held. */
  void unreserve(int bytes) {
    lock.lock();
    try {
      unallocated += bytes;
      signalNext();
    } finally {
      lock.unlock();
    }
  }

  /** Returns an array; it must not be used afterwards. */
  public void release(byte[] array) {
    lock.lock();
    try {
      if (!free.add(array)) {
        unallocated += array.length;
      }
      signalNext();
    } finally {
      lock.unlock();
    }
  }

  private void freeUp(long size) {
    while (unallocated < size && free.bytes() > 0) {
      unallocated += free.drop();
    }
  }

  private void signalNext() {
    Condition next = waiters.peekFirst();
    if (next != null && available() > 0) {
      next.signal();
    }
  }

  private long available() {
    return unallocated + free.bytes();
  }

  /** Someone waits for memory: batches should leave without delay. Any thread, no lock. */
  public boolean isExhausted() {
    return exhausted;
  }

  /** How many threads wait for memory. */
  public int waitingThreads() {
    lock.lock();
    try {
      return waiters.size();
    } finally {
      lock.unlock();
    }
  }

  /** How long threads have waited for memory in all; grows when a thread goes on. */
  public long waitedNanos() {
    return waitedNanos;
  }

  /** How many records found no memory in time. */
  public long exhaustions() {
    return exhaustions;
  }

  public long totalBytes() {
    return totalBytes;
  }

  /** What is not given out at the moment. */
  public long availableBytes() {
    lock.lock();
    try {
      return available();
    } finally {
      lock.unlock();
    }
  }

  /** Those who wait, and whoever asks from now on, get a {@link KafkaException}. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiters.forEach(Condition::signal);
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new KafkaException("Producer closed while allocating memory");
    }
  }

  private BufferExhaustedException outOfMemory(int size, long maxBlockMs) {
    return new BufferExhaustedException(
        "Failed to allocate "
            + size
            + " bytes within the configured max blocking time "
            + maxBlockMs
            + " ms. Total memory: "
            + totalBytes
            + " bytes. Available memory: "
            + available()
            + " bytes. Poolable size: "
            + pooledSize
            + " bytes");
  }
}
