package io.barnabas.consumer.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassicStateTest {

  @Test
  void aRebalanceGoesThroughAllStates() {
    ClassicState state = ClassicState.UNJOINED;
    for (ClassicState next :
        new ClassicState[] {
          ClassicState.PREPARING,
          ClassicState.JOINING,
          ClassicState.ASSIGNING,
          ClassicState.SYNCING,
          ClassicState.COMPLETING,
          ClassicState.STABLE,
          ClassicState.PREPARING
        }) {
      state = state.to(next);
    }
    assertEquals(ClassicState.PREPARING, state);
  }

  @ParameterizedTest
  @EnumSource(ClassicState.class)
  void everyStateMayFallBackToUnjoined(ClassicState state) {
    assertTrue(ClassicState.UNJOINED.mayFollow(state));
  }

  @Test
  void nobodySyncsWithoutJoining() {
    assertThrows(
        IllegalStateException.class, () -> ClassicState.PREPARING.to(ClassicState.SYNCING));
    assertThrows(IllegalStateException.class, () -> ClassicState.UNJOINED.to(ClassicState.STABLE));
  }
}
