package io.barnabas.producer.partition;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Where records of one topic without key go (KIP-480, KIP-794): all to one partition until a
 * batch's worth of bytes has gone there, then to another one, chosen evenly among those with a
 * leader.
 */
public final class StickyChoice {
  private final int stickyBytes;

  /** Replaced under the lock of the partition it names; read without. */
  private volatile Stay current;

  /**
   * @param batchSize how many bytes a partition gets before the next one's turn
   */
  public StickyChoice(int batchSize) {
    this.stickyBytes = batchSize;
  }

  /** Whether records have been sent here at all. */
  public boolean isUsed() {
    return current != null;
  }

  /** One stay with a partition. */
  public static final class Stay {
    private final int partition;

    /** Guarded by the lock of the partition. */
    private long bytes;

    private Stay(int partition) {
      this.partition = partition;
    }

    public int partition() {
      return partition;
    }
  }

  /**
   * The partition that is at hand; the caller checks with {@link #isOver} once it holds its lock.
   */
  public Stay current(PartitionView view) {
    Stay stay = current;
    return stay != null ? stay : first(view);
  }

  private synchronized Stay first(PartitionView view) {
    if (current == null) {
      current = new Stay(view.random(ThreadLocalRandom.current()));
    }
    return current;
  }

  /**
   * Whether the records go elsewhere by now. Also leaves a partition that had its share, but was
   * kept because its batch was not full, and one whose broker takes nothing. Under the lock of the
   * partition.
   *
   * @param batchFull no batch of the partition has room left
   */
  public boolean isOver(Stay stay, PartitionView view, boolean batchFull) {
    if (current == stay && view.excludes(stay.partition)) {
      current = new Stay(view.random(ThreadLocalRandom.current()));
    } else if (current == stay && batchFull) {
      added(stay, 0, view, true);
    }
    return current != stay;
  }

  /**
   * Counts what was appended, and moves on when the partition had its share. A partition whose
   * batch is not full is kept up to twice the share, so that no fractional batch is left behind.
   * Under the lock of the partition.
   */
  public void added(Stay stay, int bytes, PartitionView view, boolean batchFull) {
    stay.bytes += bytes;
    if (stay.bytes >= stickyBytes && batchFull || stay.bytes >= 2L * stickyBytes) {
      current = new Stay(view.random(ThreadLocalRandom.current()));
    }
  }
}
