package io.barnabas.network.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A sum that one thread writes and all may read: a reader sees a recent value, the writer pays no
 * fence.
 */
public final class Counter {

  private static final VarHandle VALUE = valueHandle();

  /** Written by the owner only, through {@link #VALUE}. */
  private long value;

  /** The owner's thread only. */
  public void add(long amount) {
    VALUE.setOpaque(this, value + amount);
  }

  /** Any thread. */
  public long get() {
    return (long) VALUE.getOpaque(this);
  }

  private static VarHandle valueHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
