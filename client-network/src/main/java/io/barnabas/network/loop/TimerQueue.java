package io.barnabas.network.loop;

import java.util.Arrays;

/**
 * Tasks by the time they are due, in a binary heap whose entries know their place, so that a timer
 * is cancelled without a search. Tasks of one time run in the order they were scheduled. Loop
 * thread only.
 */
final class TimerQueue {

  private static final int GONE = -1;

  private Entry[] heap = new Entry[16];
  private int size;
  private long scheduled;

  EventLoop.Timer schedule(long atMs, Runnable task) {
    Entry entry = new Entry(atMs, scheduled++, task);
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    siftUp(size++, entry);
    return entry;
  }

  /** When the next timer is due, or {@link Poller#NEVER}. */
  long nextMs() {
    return size == 0 ? Poller.NEVER : heap[0].atMs;
  }

  /** The next task that is due and is now the caller's to run, or null. */
  Runnable poll(long nowMs) {
    if (size == 0 || heap[0].atMs > nowMs) {
      return null;
    }
    Entry due = heap[0];
    remove(due);
    return due.task;
  }

  private void remove(Entry entry) {
    int index = entry.index;
    entry.index = GONE;
    Entry last = heap[--size];
    heap[size] = null;
    if (last != entry) {
      siftDown(index, last);
      if (heap[index] == last) {
        siftUp(index, last);
      }
    }
  }

  private void siftUp(int from, Entry entry) {
    int index = from;
    while (index > 0) {
      int parent = (index - 1) >>> 1;
      if (!entry.before(heap[parent])) {
        break;
      }
      place(index, heap[parent]);
      index = parent;
    }
    place(index, entry);
  }

  private void siftDown(int from, Entry entry) {
    int index = from;
    while (2 * index + 1 < size) {
      int child = 2 * index + 1;
      if (child + 1 < size && heap[child + 1].before(heap[child])) {
        child++;
      }
      if (!heap[child].before(entry)) {
        break;
      }
      place(index, heap[child]);
      index = child;
    }
    place(index, entry);
  }

  private void place(int index, Entry entry) {
    heap[index] = entry;
    entry.index = index;
  }

  private final class Entry implements EventLoop.Timer {
    private final long atMs;
    private final long order;
    private final Runnable task;
    private int index = GONE;

    private Entry(long atMs, long order, Runnable task) {
      this.atMs = atMs;
      this.order = order;
      this.task = task;
    }

    private boolean before(Entry other) {
      return atMs != other.atMs ? atMs < other.atMs : order < other.order;
    }

    @Override
    public void cancel() {
      if (index != GONE) {
        remove(this);
      }
    }
  }
}
