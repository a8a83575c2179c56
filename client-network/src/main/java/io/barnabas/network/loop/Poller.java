package io.barnabas.network.loop;

/**
 * Periodic work on the loop: looks at the time, sends what is due, says when it wants to be asked
 * again. Never blocks.
 */
@FunctionalInterface
public interface Poller {

  /** What {@link #poll} returns when nothing is due until something else happens. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Called once in every turn of the loop, after the answers of that turn were delivered.
   *
   * @param nowMs monotonic milliseconds, the same for all pollers of one turn
   * @return the monotonic time in milliseconds at which to be called again at the latest, or {@link
   *     #NEVER}
   */
  long poll(long nowMs);
}
