package io.barnabas.producer.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Random calls and faults against the producer's sequences, retries and results. For other seeds
 * and more runs: {@code -Dbarnabas.model.seed=7 -Dbarnabas.model.runs=1000000}; a failure names the
 * seed of its run, which alone plays it again with {@code runs=1}.
 */
class SequenceModelTest {
  private static final long SEED = Long.getLong("barnabas.model.seed", 1);
  private static final int RUNS = Integer.getInteger("barnabas.model.runs", 10_000);

  /** A single run tells what happens. */
  private static final Consumer<Supplier<String>> TRACE =
      step -> {
        if (RUNS == 1) {
          System.out.println(step.get());
        }
      };

  private static final int RUNS_TO_NOTICE = 500;

  @Test
  void noRunBreaksAPromise() {
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      run(seed, Wrong.NOTHING);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NOTHING")
  void aWrongBrokerIsNoticed(Wrong wrong) {
    AssertionError noticed =
        assertThrows(
            AssertionError.class,
            () -> {
              for (long seed = 1; seed <= RUNS_TO_NOTICE; seed++) {
                run(seed, wrong);
              }
            });
    assertTrue(noticed.getCause() instanceof Violation, "not another error: " + noticed);
  }

  private static void run(long seed, Wrong wrong) {
    try {
      new SequenceRun(seed, wrong, TRACE).run();
    } catch (Violation | RuntimeException e) {
      throw new AssertionError("-Dbarnabas.model.seed=" + seed + " -Dbarnabas.model.runs=1", e);
    }
  }
}
