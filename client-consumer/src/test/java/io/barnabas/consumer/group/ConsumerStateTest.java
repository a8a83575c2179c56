package io.barnabas.consumer.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsumerStateTest {

  @Test
  void memberJoinsReconcilesAcknowledgesAndGetsLost() {
    ConsumerState state = ConsumerState.OUT;
    for (ConsumerState next :
        List.of(
            ConsumerState.JOINING,
            ConsumerState.RECONCILING,
            ConsumerState.ACKNOWLEDGING,
            ConsumerState.STABLE,
            ConsumerState.LOST,
            ConsumerState.OUT,
            ConsumerState.JOINING)) {
      state = state.to(next);
    }
    assertEquals(ConsumerState.JOINING, state);
  }

  @Test
  void nothingComesAfterAFailure() {
    for (ConsumerState next : ConsumerState.values()) {
      assertThrows(IllegalStateException.class, () -> ConsumerState.FAILED.to(next));
    }
  }

  @Test
  void lostMemberDoesNotGoOnAsIfItWereNot() {
    for (ConsumerState next :
        List.of(ConsumerState.STABLE, ConsumerState.RECONCILING, ConsumerState.ACKNOWLEDGING)) {
      assertThrows(IllegalStateException.class, () -> ConsumerState.LOST.to(next));
      assertThrows(IllegalStateException.class, () -> ConsumerState.OUT.to(next));
    }
  }
}
