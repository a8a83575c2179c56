package io.barnabas.producer.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Random calls and faults against the producer's sequences, retries and results. */
class SequenceModelTest {

  @Test
  void noRunBreaksAPromise() {
    ModelRuns.all(seed -> run(seed, Wrong.NOTHING));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NOTHING")
  void aWrongBrokerIsNoticed(Wrong wrong) {
    ModelRuns.untilNoticed(seed -> run(seed, wrong));
  }

  private static void run(long seed, Wrong wrong) {
    try (SequenceRun run = new SequenceRun(seed, wrong, ModelRuns.TRACE)) {
      run.run();
    }
  }
}
