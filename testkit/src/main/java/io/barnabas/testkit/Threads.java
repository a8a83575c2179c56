package io.barnabas.testkit;

/** Waits for threads that are about to end. Stateless. */
final class Threads {
  private Threads() {}

  /** Waits even if interrupted, and keeps the interrupt; a thread does not wait for itself. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive() && thread != Thread.currentThread()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
