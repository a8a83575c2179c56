package io.barnabas.network.loop;

/**
 * Time as a parameter. Deadlines, back-offs and timeouts are taken from the monotonic clock only,
 * so that a jump of the wall clock moves no timer; the wall clock is for record timestamps.
 */
public interface Clock {

  /** The clocks of this machine. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public long wallMs() {
          return System.currentTimeMillis();
        }
      };

  /** Monotonic nanoseconds from an arbitrary origin. */
  long nanos();

  /** Milliseconds since 1970; may jump. */
  long wallMs();

  /** Monotonic milliseconds from an arbitrary origin. */
  default long nowMs() {
    return nanos() / 1_000_000L;
  }
}
