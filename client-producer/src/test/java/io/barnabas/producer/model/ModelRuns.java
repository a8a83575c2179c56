package io.barnabas.producer.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Runs a model from many seeds. For other seeds and more runs: {@code -Dbarnabas.model.seed=7
 * -Dbarnabas.model.runs=1000000}; a failure names the seed of its run, which alone plays it again
 * with {@code runs=1}.
 */
final class ModelRuns {
  private static final long SEED = Long.getLong("barnabas.model.seed", 1);
  private static final int RUNS = Integer.getInteger("barnabas.model.runs", 10_000);
  private static final int RUNS_TO_NOTICE = 500;

  /** A single run tells what happens. */
  static final Consumer<Supplier<String>> TRACE =
      step -> {
        if (RUNS == 1) {
          System.out.println(step.get());
        }
      };

  /**
   * @param model runs from a seed, and throws a {@link Violation} if a promise is broken
   */
  static void all(LongConsumer model) {
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      run(seed, model);
    }
  }

  /** Something is wrong in the model: that has to be noticed soon. */
  static void untilNoticed(LongConsumer model) {
    AssertionError noticed =
        assertThrows(
            AssertionError.class,
            () -> {
              for (long seed = 1; seed <= RUNS_TO_NOTICE; seed++) {
                run(seed, model);
              }
            });
    assertTrue(noticed.getCause() instanceof Violation, "not another error: " + noticed);
  }

  private static void run(long seed, LongConsumer model) {
    try {
      model.accept(seed);
    } catch (Violation | RuntimeException e) {
      throw new AssertionError("-Dbarnabas.model.seed=" + seed + " -Dbarnabas.model.runs=1", e);
    }
  }

  private ModelRuns() {}
}
