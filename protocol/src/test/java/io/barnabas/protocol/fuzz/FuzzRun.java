package io.barnabas.protocol.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Feeds targets in turn with mutations of their own seed inputs. The seed and the number of a
 * decode determine its input, so that {@link #inputOf} gives any of them again.
 */
public final class FuzzRun {

  /** Mutations of one seed input before the next target has its turn. */
  private static final int BLOCK = 64;

  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int RETRIES = 3;
  private static final int ENOUGH_FINDINGS = 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<FuzzTarget> targets;
  private final long seed;
  private final List<FuzzFinding> findings = new ArrayList<>();
  private long accepted;
  private long slowestNanos;

  public FuzzRun(List<FuzzTarget> targets, long seed) {
    this.targets = List.copyOf(targets);
    this.seed = seed;
  }

  /** Goes on until both are reached: so many decodes, and so many seconds. */
  public FuzzReport run(long minimumDecodes, long minimumSeconds) {
    long started = System.nanoTime();
    long ends = started + TimeUnit.SECONDS.toNanos(minimumSeconds);
    long decodes = 0;
    while (findings.size() < ENOUGH_FINDINGS
        && (decodes < minimumDecodes || System.nanoTime() - ends < 0)) {
      runBlock(decodes);
      decodes += BLOCK;
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    long slowestMicros = TimeUnit.NANOSECONDS.toMicros(slowestNanos);
    return new FuzzReport(
        seed, targets.size(), decodes, accepted, slowestMicros, seconds, List.copyOf(findings));
  }

  /** The input of one decode, to look into a finding. */
  public byte[] inputOf(long decode) {
    return mutation(seedInput(decode), decode);
  }

  /** The target of one decode. */
  public FuzzTarget targetOf(long decode) {
    return targets.get((int) (decode / BLOCK % targets.size()));
  }

  private void runBlock(long first) {
    FuzzTarget target = targetOf(first);
    byte[] seedInput = seedInput(first);
    for (long decode = first; decode < first + BLOCK; decode++) {
      byte[] input = mutation(seedInput, decode);
      String problem = null;
      Attempt attempt = null;
      for (int left = RETRIES; left > 0 && (attempt == null || problem != null); left--) {
        attempt = Attempt.of(target, input.clone());
        problem = problemOf(target, input, attempt);
      }
      slowestNanos = Math.max(slowestNanos, attempt.nanos());
      accepted += attempt.thrown() == null ? 1 : 0;
      if (problem != null) {
        findings.add(
            new FuzzFinding(target.name(), seed, decode, problem, input, attempt.thrown()));
      }
    }
  }

  private byte[] seedInput(long decode) {
    return targetOf(decode).seedInput(new Random(mix(decode / BLOCK, 1)));
  }

  private byte[] mutation(byte[] seedInput, long decode) {
    return new Mutator(new Random(mix(decode, 2))).mutate(seedInput);
  }

  private long mix(long number, long stream) {
    long mixed = (seed * 31 + stream) * 0x9E3779B97F4A7C15L + number;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    return mixed ^ (mixed >>> 27);
  }

  /** What is wrong with an attempt, or null. Memory and time may be the JVM's own: ask again. */
  private static String problemOf(FuzzTarget target, byte[] input, Attempt attempt) {
    if (attempt.thrown() != null && !target.typedError().isInstance(attempt.thrown())) {
      return "threw " + attempt.thrown();
    }
    long bound = target.allocationBound(input.length);
    if (attempt.allocated() > bound) {
      return "allocated " + attempt.allocated() + " bytes, bound " + bound;
    }
    return attempt.nanos() > SLOW_NANOS ? "took " + attempt.nanos() / 1_000_000 + " ms" : null;
  }

  private record Attempt(Throwable thrown, long allocated, long nanos) {

    static Attempt of(FuzzTarget target, byte[] input) {
      Throwable thrown = null;
      long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
      long started = System.nanoTime();
      try {
        target.decode(input);
      } catch (Throwable t) {
        thrown = t;
      }
      long nanos = System.nanoTime() - started;
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
      return new Attempt(thrown, allocated, nanos);
    }
  }
}
