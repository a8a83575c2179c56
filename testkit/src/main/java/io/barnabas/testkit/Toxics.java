package io.barnabas.testkit;

/**
 * What a {@link FaultProxy} does to the bytes of one direction. Set by any thread, read by the
 * proxy's.
 */
final class Toxics {
  volatile long latencyNanos;
  volatile long bytesPerSecond;
  volatile int sliceBytes;
  volatile long resetAfterBytes;
  volatile boolean swallow;
  volatile boolean stall;

  Toxics() {
    clear();
  }

  void clear() {
    latencyNanos = 0;
    bytesPerSecond = Long.MAX_VALUE;
    sliceBytes = Integer.MAX_VALUE;
    resetAfterBytes = Long.MAX_VALUE;
    swallow = false;
    stall = false;
  }
}
