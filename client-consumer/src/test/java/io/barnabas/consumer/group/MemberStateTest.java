package io.barnabas.consumer.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemberStateTest {

  @Test
  void aRebalanceGoesThroughAllStates() {
    MemberState state = MemberState.UNJOINED;
    for (MemberState next :
        new MemberState[] {
          MemberState.PREPARING,
          MemberState.JOINING,
          MemberState.ASSIGNING,
          MemberState.SYNCING,
          MemberState.COMPLETING,
          MemberState.STABLE,
          MemberState.PREPARING
        }) {
      state = state.to(next);
    }
    assertEquals(MemberState.PREPARING, state);
  }

  @ParameterizedTest
  @EnumSource(MemberState.class)
  void everyStateMayFallBackToUnjoined(MemberState state) {
    assertTrue(MemberState.UNJOINED.mayFollow(state));
  }

  @Test
  void nobodySyncsWithoutJoining() {
    assertThrows(IllegalStateException.class, () -> MemberState.PREPARING.to(MemberState.SYNCING));
    assertThrows(IllegalStateException.class, () -> MemberState.UNJOINED.to(MemberState.STABLE));
  }
}
