package io.barnabas.admin.driver;

import io.barnabas.network.loop.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what users have hung on futures: where the loop completes one, on a thread beside it, one
 * after another; else where it is. A callback that takes its time while others wait is left to
 * itself, and the next thread goes on with the others. Any thread.
 */
final class Callbacks implements Executor {

  /** How long a callback may hold up others. */
  static final long PATIENCE_MS = 100;

  private static final long IDLE_S = 5;

  private final EventLoop loop;
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_S,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          CallbackThread::new);

  /** Guarded by itself, as are the turn and the count. */
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  /** Who takes out of the queue; null if there is nothing in it. */
  private Turn turn;

  /** How many were taken out so far. */
  private long taken;

  private boolean closed;

  /** Whether somebody looks after the turn. Loop thread only. */
  private boolean watched;

  Callbacks(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public void execute(Runnable callback) {
    if (loop.inLoop() && enqueue(callback)) {
      watch();
    } else {
      callback.run();
    }
  }

  private boolean enqueue(Runnable callback) {
    synchronized (waiting) {
      if (closed) {
        return false;
      }
      waiting.add(callback);
      if (turn == null) {
        nextTurn();
      }
      return true;
    }
  }

  private void nextTurn() {
    turn = new Turn();
    threads.execute(turn);
  }

  private void watch() {
    if (!watched) {
      watched = true;
      long takenNow = taken();
      loop.schedule(loop.clock().nowMs() + PATIENCE_MS, () -> lookAfter(takenNow));
    }
  }

  private long taken() {
    synchronized (waiting) {
      return taken;
    }
  }

  private void lookAfter(long takenBefore) {
    watched = false;
    synchronized (waiting) {
      if (closed || waiting.isEmpty()) {
        return;
      }
      if (taken == takenBefore) {
        nextTurn();
      }
    }
    watch();
  }

  /**
   * Lets what waits run; when the time is over, here. A callback that closes the client does not
   * wait for itself. After the loop's end.
   */
  void close(long timeoutMs) {
    synchronized (waiting) {
      closed = true;
    }
    threads.shutdown();
    if (!inCallback()) {
      awaitEnd(timeoutMs);
    }
    Turn last = new Turn();
    synchronized (waiting) {
      turn = last;
    }
    last.run();
  }

  private boolean inCallback() {
    return Thread.currentThread() instanceof CallbackThread mine && mine.of() == this;
  }

  private void awaitEnd(long timeoutMs) {
    try {
      threads.awaitTermination(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class CallbackThread extends Thread {

    CallbackThread(Runnable work) {
      super(work, "kafka-admin-client-callbacks");
      setDaemon(true);
    }

    Callbacks of() {
      return Callbacks.this;
    }
  }

  /** Runs one callback after another while it is its turn. */
  private final class Turn implements Runnable {

    @Override
    public void run() {
      for (Runnable next = take(); next != null; next = take()) {
        next.run();
      }
    }

    private Runnable take() {
      synchronized (waiting) {
        if (turn != this) {
          return null;
        }
        Runnable next = waiting.poll();
        if (next == null) {
          turn = null;
        } else {
          taken++;
        }
        return next;
      }
    }
  }
}
