package io.barnabas.network.loop;

import java.time.Duration;

/**
 * The one thread of a client: selects, delivers, polls. All mutable state of a client belongs to it
 * unless its owner says otherwise.
 */
public final class EventLoop {
  // seam only: the network author writes the body

  /** Runs {@code command} on the loop soon; wakes a sleeping loop once, a running one never. Any thread. After the loop has ended: {@link java.util.concurrent.RejectedExecutionException}. */
  public void execute(Runnable command) {
    throw new UnsupportedOperationException();
  }

  /** Makes the loop poll its pollers soon (a cheap flag when it is awake). Any thread. */
  public void wakeup() {
    throw new UnsupportedOperationException();
  }

  /** Adds periodic work. Before {@link #start} or on the loop. Pollers run in the order they were added. */
  public void addPoller(Poller poller) {
    throw new UnsupportedOperationException();
  }

  /** Runs {@code task} on the loop at {@code atMs} monotonic milliseconds at the earliest. Loop thread only. */
  public Timer schedule(long atMs, Runnable task) {
    throw new UnsupportedOperationException();
  }

  /** True on the loop's own thread. */
  public boolean inLoop() {
    throw new UnsupportedOperationException();
  }

  /** Fails with {@link IllegalStateException} on any other thread. */
  public void assertInLoop() {
    throw new UnsupportedOperationException();
  }

  public Clock clock() {
    throw new UnsupportedOperationException();
  }

  /** What happens to work that waits when the loop dies of an unexpected error: called once, on the dying thread. */
  public void onDeath(java.util.function.Consumer<Throwable> handler) {
    throw new UnsupportedOperationException();
  }

  public void start() {
    throw new UnsupportedOperationException();
  }

  /** Ends the thread after its present turn; true if it has ended within the timeout. */
  public boolean close(Duration timeout) {
    throw new UnsupportedOperationException();
  }

  /** A scheduled task. */
  public interface Timer {
    /** Loop thread only. */
    void cancel();
  }
}
