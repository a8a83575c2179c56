package io.barnabas.network.loop;

/** Hears how the loop spends its time. Loop thread; must be cheap and must not throw. */
@FunctionalInterface
public interface TurnListener {

  TurnListener NONE = (selectNanos, workNanos) -> {};

  /** One turn: how long the loop slept in select, how long it worked. */
  void turn(long selectNanos, long workNanos);
}
