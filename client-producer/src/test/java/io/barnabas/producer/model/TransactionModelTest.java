package io.barnabas.producer.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Random calls and faults against the producer's transactions, in both versions. */
class TransactionModelTest {

  @Test
  void noRunBreaksAPromise() {
    ModelRuns.all(seed -> run(seed, WrongCoordinator.NOTHING));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NOTHING")
  void aWrongBrokerIsNoticed(WrongCoordinator wrong) {
    ModelRuns.untilNoticed(seed -> run(seed, wrong));
  }

  private static void run(long seed, WrongCoordinator wrong) {
    try (TransactionRun run = new TransactionRun(seed, wrong, ModelRuns.TRACE)) {
      run.run();
    }
  }
}
