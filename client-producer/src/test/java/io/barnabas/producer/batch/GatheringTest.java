package io.barnabas.producer.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatheringTest {
  private static final int BATCH_SIZE = 16 * 1024;
  private static final int ENOUGH = 4;
  private static final long LINGER_MS = 5;

  private final Gathering gathering = new Gathering(BATCH_SIZE, LINGER_MS);
  private long nowMs = 1_000_000;

  @BeforeEach
  void beginToCount() {
    gathering.taken(nowMs);
  }

  @Test
  void eachBatchIsTakenAtOnceWhereTheyComeSlowly() {
    for (int i = 0; i < 100; i++) {
      nowMs++;
      addAndTake(gathering, ENOUGH - 1);
    }

    assertTrue(gathering.add());
    assertFalse(gathering.goesOn(nowMs));
    assertEquals(Long.MAX_VALUE, gathering.lookMs(Long.MAX_VALUE));
  }

  @Test
  void batchesGatherWhereTheyComeFast() {
    comeFast();

    for (int i = 1; i < ENOUGH; i++) {
      assertFalse(gathering.add());
      assertTrue(gathering.goesOn(nowMs));
    }
    assertTrue(gathering.add());
    assertFalse(gathering.goesOn(nowMs));
  }

  @Test
  void batchesGatherForAMillisecondAtMost() {
    comeFast();
    gathering.add();

    assertEquals(nowMs + 1, gathering.lookMs(Long.MAX_VALUE));
    assertEquals(nowMs, gathering.lookMs(nowMs));
    assertFalse(gathering.goesOn(nowMs + 1));
  }

  @Test
  void whatMustNotWaitEndsIt() {
    comeFast();
    gathering.add();
    gathering.hurry();

    assertFalse(gathering.goesOn(nowMs));

    gathering.taken(nowMs);
    gathering.add();
    assertTrue(gathering.goesOn(nowMs));
  }

  @Test
  void nothingGathersAnyMoreOnceTheyComeSlowly() {
    comeFast();
    gathering.add();
    nowMs++;
    gathering.taken(nowMs);

    assertTrue(gathering.add());
    assertFalse(gathering.goesOn(nowMs));
  }

  @Test
  void thePaceIsThatOfTheWholeTimeSinceTheLastCount() {
    nowMs += 2;
    addAndTake(gathering, 2 * ENOUGH - 1);
    assertTrue(gathering.add());

    nowMs += 2;
    addAndTake(gathering, 2 * ENOUGH - 1);
    assertFalse(gathering.add());
  }

  @Test
  void nothingGathersWithoutLinger() {
    assertNeverGathers(new Gathering(BATCH_SIZE, 0));
  }

  @Test
  void nothingGathersWhereOneBatchIsEnough() {
    assertNeverGathers(new Gathering(Gathering.ENOUGH_BYTES, LINGER_MS));
    assertNeverGathers(new Gathering(2 * Gathering.ENOUGH_BYTES, LINGER_MS));
  }

  private void assertNeverGathers(Gathering never) {
    never.taken(nowMs);
    nowMs++;
    addAndTake(never, 1000);

    assertTrue(never.add());
    assertFalse(never.goesOn(nowMs));
    assertEquals(Long.MAX_VALUE, never.lookMs(Long.MAX_VALUE));
  }

  private void comeFast() {
    nowMs++;
    addAndTake(gathering, ENOUGH);
  }

  private void addAndTake(Gathering to, int batches) {
    for (int i = 0; i < batches; i++) {
      to.add();
    }
    to.taken(nowMs);
  }
}
