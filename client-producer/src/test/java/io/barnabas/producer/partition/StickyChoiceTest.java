package io.barnabas.producer.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StickyChoiceTest {
  private static final int BATCH = 1000;

  private final StickyChoice choice = new StickyChoice(BATCH);

  @Test
  void staysUntilABatchIsFull() {
    PartitionView view = view(0, 1, 2, 3);
    StickyChoice.Stay stay = choice.current(view);

    choice.added(stay, BATCH - 1, view, true);
    assertSame(stay, choice.current(view));

    choice.added(stay, 1, view, true);
    assertNotSame(stay, choice.current(view));
    assertTrue(choice.isOver(stay, view, true));
  }

  @Test
  void staysForTwoBatchesAtMostWhileTheBatchHasRoom() {
    PartitionView view = view(0, 1);
    StickyChoice.Stay stay = choice.current(view);

    choice.added(stay, BATCH, view, false);
    assertFalse(choice.isOver(stay, view, false));
    choice.added(stay, BATCH, view, false);
    assertTrue(choice.isOver(stay, view, false));
  }

  @Test
  void leavesWhenTheBatchItWasKeptForIsFull() {
    PartitionView view = view(0, 1);
    StickyChoice.Stay stay = choice.current(view);

    choice.added(stay, BATCH, view, false);

    assertTrue(choice.isOver(stay, view, true));
  }

  @Test
  void choosesAmongThoseWithALeader() {
    PartitionView view = view(-1, 5, -1);
    for (int i = 0; i < 100; i++) {
      assertEquals(1, new StickyChoice(BATCH).current(view).partition());
    }
  }

  @Test
  void choosesAnyWhenNoneHasALeader() {
    PartitionView view = view(-1, -1);
    assertTrue(choice.current(view).partition() < 2);
  }

  @Test
  void spreadsEvenlyOverThePartitions() {
    int[] stays = new int[4];
    PartitionView view = view(0, 0, 0, 0);
    for (int i = 0; i < 4000; i++) {
      StickyChoice.Stay stay = choice.current(view);
      stays[stay.partition()]++;
      choice.added(stay, BATCH, view, true);
    }
    for (int count : stays) {
      assertEquals(1000, count, 200);
    }
    assertNotEquals(0, stays[0]);
  }

  @Test
  void leavesAPartitionThatMustNotBeChosen() {
    PartitionView view = view(1, 1);
    StickyChoice.Stay stay = choice.current(view);
    int[] backlogs = new int[2];
    backlogs[stay.partition()] = -1;

    assertTrue(choice.isOver(stay, view.weighted(backlogs), false));
    assertNotEquals(stay.partition(), choice.current(view).partition());
  }

  private static PartitionView view(int... leaders) {
    return PartitionViewTest.view(leaders);
  }
}
