package io.barnabas.consumer.handover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.loop.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void endsWhenTheClockHasMoved() {
    Deadline deadline = Deadline.after(clock, 10);
    assertEquals(10, deadline.remainingMs());
    clock.advance(9);
    assertFalse(deadline.expired());
    clock.advance(1);
    assertTrue(deadline.expired());
    assertEquals(0, deadline.remainingMs());
  }

  @Test
  void longestDurationNeverEnds() {
    Deadline deadline = Deadline.after(clock, Duration.ofSeconds(Long.MAX_VALUE));
    clock.advance(Duration.ofDays(365).toMillis());
    assertFalse(deadline.expired());
  }
}
