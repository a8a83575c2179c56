package io.barnabas.consumer.handover;

import io.barnabas.network.loop.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The bell of the polling thread. It clears the signal, looks whether there is something to do, and
 * sleeps until the signal is raised; what is raised after the clearing is never missed. Raising
 * costs a write while nobody sleeps.
 */
public final class PollSignal {
  private final Clock clock;
  private final AtomicBoolean wakeupArmed = new AtomicBoolean();

  /** Written by any thread, cleared by the polling thread. */
  private volatile boolean raised;

  /** The polling thread while it sleeps, else null. */
  private volatile Thread sleeper;

  /** What the loop died of, or null. Written by the dying loop. */
  private volatile Throwable broken;

  /** Polling thread only: closing is not to be interrupted by wakeups. */
  private boolean wakeupsDisabled;

  /** Sleeps are real; the clock only tells how long they have lasted. */
  public PollSignal(Clock clock) {
    this.clock = clock;
  }

  /** There may be something to do. Any thread. */
  public void raise() {
    raised = true;
    Thread thread = sleeper;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /** Arms one {@link WakeupException} for the present or next blocking call. Any thread. */
  public void wakeup() {
    wakeupArmed.set(true);
    raise();
  }

  /** The loop has died: every call from now on fails with this as its cause. Any thread. */
  public void breakDown(Throwable cause) {
    broken = cause;
    raise();
  }

  /** From here on the polling thread is not woken up any more: it is closing. */
  public void disableWakeups() {
    wakeupsDisabled = true;
  }

  /** Before the polling thread looks whether there is something to do. */
  public void clear() {
    raised = false;
  }

  /**
   * Throws what has been asked for from outside: a {@link WakeupException} once for an armed
   * wakeup, an {@link InterruptException} if the thread is interrupted (the flag stays set).
   */
  public void throwIfInterrupted() {
    if (wakeupArmed.get() && !wakeupsDisabled && wakeupArmed.compareAndSet(true, false)) {
      throw new WakeupException();
    }
    if (broken != null) {
      throw new KafkaException("The consumer's network thread has died", broken);
    }
    if (Thread.interrupted()) {
      throw new InterruptException(new InterruptedException());
    }
  }

  /**
   * Sleeps until the signal is raised or the time is over; throws as {@link #throwIfInterrupted}.
   */
  public void sleep(long nanos) {
    long end = clock.nanos() + nanos;
    sleeper = Thread.currentThread();
    try {
      long left = nanos;
      while (!raised && left > 0 && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(this, left);
        left = end - clock.nanos();
      }
    } finally {
      sleeper = null;
    }
    throwIfInterrupted();
  }

  /**
   * Sleeps until the future is done or the deadline has passed.
   *
   * @return whether it is done
   */
  public boolean await(CompletableFuture<?> future, Deadline deadline) {
    throwIfInterrupted();
    if (future.isDone()) {
      return true;
    }
    future.whenComplete((value, failure) -> raise());
    while (true) {
      clear();
      if (future.isDone()) {
        return true;
      }
      long left = deadline.remainingNanos();
      if (left <= 0) {
        return false;
      }
      sleep(left);
    }
  }

  /** The value of a future that is done; throws what it failed with. */
  public static <T> T valueOf(CompletableFuture<T> done) {
    try {
      return done.join();
    } catch (CompletionException e) {
      throw asRuntime(e.getCause());
    }
  }

  /** What a future failed with, without the wrapping that completion stages put around it. */
  public static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static RuntimeException asRuntime(Throwable failure) {
    return failure instanceof RuntimeException runtime ? runtime : new KafkaException(failure);
  }
}
