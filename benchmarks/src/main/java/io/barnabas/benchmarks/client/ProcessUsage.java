package io.barnabas.benchmarks.client;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;

/**
 * What this whole process has used: time, CPU time (user and system, the collector's and the
 * compiler's too), and bytes allocated on the heap by threads that still live.
 */
record ProcessUsage(long wallNanos, long cpuNanos, long allocatedBytes) {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static ProcessUsage now() {
    long[] allocated = THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds());
    return new ProcessUsage(
        System.nanoTime(),
        PROCESS.getProcessCpuTime(),
        LongStream.of(allocated).filter(bytes -> bytes > 0).sum());
  }

  ProcessUsage since(ProcessUsage start) {
    return new ProcessUsage(
        wallNanos - start.wallNanos,
        cpuNanos - start.cpuNanos,
        allocatedBytes - start.allocatedBytes);
  }
}
