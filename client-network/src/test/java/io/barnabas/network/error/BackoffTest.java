package io.barnabas.network.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void doublesWithJitterUpToTheMaximum() {
    Backoff backoff = new Backoff(100, 1_000);
    Random random = new Random(1);
    for (int failures = 0; failures < 100; failures++) {
      double expected = Math.min(1_000, 100 * Math.pow(2, failures));
      for (int i = 0; i < 100; i++) {
        long delay = backoff.delayMs(failures, random);
        assertTrue(delay >= Math.floor(expected * 0.8), failures + ": " + delay);
        assertTrue(delay <= Math.min(1_000, expected * 1.2), failures + ": " + delay);
      }
    }
  }

  @Test
  void isTheSameForTheSameChance() {
    Backoff backoff = new Backoff(100, 1_000);
    assertEquals(backoff.delayMs(2, new Random(7)), backoff.delayMs(2, new Random(7)));
  }

  @Test
  void isConstantWithoutRoomToGrow() {
    assertEquals(50, new Backoff(100, 50).delayMs(0));
    assertEquals(100, new Backoff(100, 100).delayMs(5));
    assertEquals(0, new Backoff(0, 0).delayMs(5));
  }
}
