package io.barnabas.consumer.fetch;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;

/**
 * The hand-over from the loop, which fills, to the polling thread, which takes. It counts the
 * memory of answers of which something is not consumed yet, and what those under way may bring,
 * against one limit.
 */
public final class FetchBuffer {
  private final ConcurrentLinkedQueue<FetchedPartition> queue = new ConcurrentLinkedQueue<>();
  private final long limitBytes;
  private final Runnable onRoom;

  /** Fetched and not consumed, plus reserved for answers under way. */
  private final AtomicLong usedBytes = new AtomicLong();

  /** Set by the loop when it found no room, cleared by the polling thread when it makes some. */
  private volatile boolean starved;

  /** Set by the loop, cleared by the polling thread. */
  private volatile KafkaException failure;

  /**
   * @param onRoom runs on the polling thread when there is room again after {@link #reserve} failed
   */
  public FetchBuffer(long limitBytes, Runnable onRoom) {
    this.limitBytes = limitBytes;
    this.onRoom = onRoom;
  }

  long limitBytes() {
    return limitBytes;
  }

  /**
   * Makes room for one answer. An empty buffer always has room, or an answer larger than the limit
   * could never be fetched. Loop thread only.
   */
  boolean reserve(long bytes) {
    if (fits(bytes)) {
      usedBytes.addAndGet(bytes);
      return true;
    }
    starved = true;
    // the polling thread may have made room just before it could see the flag
    if (fits(bytes)) {
      starved = false;
      usedBytes.addAndGet(bytes);
      return true;
    }
    return false;
  }

  private boolean fits(long bytes) {
    long used = usedBytes.get();
    return used == 0 || used + bytes <= limitBytes;
  }

  /**
   * Gives back what was reserved for an answer, once its parts have been added. Loop thread only.
   */
  void unreserve(long bytes) {
    usedBytes.addAndGet(-bytes);
  }

  /** Hands over all parts of an answer. Loop thread only. */
  void add(FetchedAnswer answer) {
    usedBytes.addAndGet(answer.sizeInBytes());
    queue.addAll(answer.parts());
  }

  /** No fetch can succeed before somebody mends this. Loop thread only. */
  void fail(KafkaException cause) {
    failure = cause;
  }

  /** Throws what fetches have failed with, once. Polling thread only. */
  void throwFailure() {
    KafkaException cause = failure;
    if (cause != null) {
      failure = null;
      throw cause;
    }
  }

  /** The oldest, or null. Polling thread only. */
  FetchedPartition poll() {
    return queue.poll();
  }

  /** So much memory is free again. Polling thread only. */
  void release(long bytes) {
    if (bytes == 0) {
      return;
    }
    usedBytes.addAndGet(-bytes);
    if (starved) {
      starved = false;
      onRoom.run();
    }
  }

  /** So much memory was taken for what was copied out of an answer. Polling thread only. */
  void take(long bytes) {
    usedBytes.addAndGet(bytes);
  }

  long usedBytes() {
    return usedBytes.get();
  }
}
