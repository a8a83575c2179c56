package io.barnabas.consumer.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.Poller;
import org.junit.jupiter.api.Test;

class HeartbeatScheduleTest {
  private final HeartbeatSchedule schedule = new HeartbeatSchedule(new Backoff(100, 100));

  @Test
  void nextHeartbeatIsDueAfterTheIntervalThatTheCoordinatorNamed() {
    schedule.sent(1_000);
    schedule.answered(5_000);
    assertFalse(schedule.isDue(5_999, false));
    assertTrue(schedule.isDue(6_000, false));
    assertTrue(schedule.isDue(1_001, true));
  }

  @Test
  void oneIsUnderWayAtATime() {
    schedule.sent(1_000);
    assertFalse(schedule.isDue(100_000, true));
    assertEquals(Poller.NEVER, schedule.dueAtMs(true));
  }

  @Test
  void failedOneIsFollowedAfterTheBackoffWhateverTheHurry() {
    schedule.sent(1_000);
    schedule.answered(5_000);
    schedule.sent(6_000);
    schedule.failed(6_010);
    assertEquals(6_110, schedule.dueAtMs(true));
    assertEquals(6_110, schedule.dueAtMs(false));
  }

  @Test
  void intervalsThatMakeNoSenseAreBent() {
    for (int tooShort : new int[] {-1, 0, 1}) {
      schedule.sent(1_000);
      schedule.answered(tooShort);
      assertEquals(1_010, schedule.dueAtMs(false));
    }
    schedule.sent(1_000);
    schedule.answered(Integer.MAX_VALUE);
    assertEquals(301_000, schedule.dueAtMs(false));
  }

  @Test
  void joiningDoesNotWaitForWhatWasBefore() {
    schedule.sent(1_000);
    schedule.restart();
    assertTrue(schedule.isDue(1_000, true));
  }
}
