package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  @Test
  void asksUntilTheConditionHolds() {
    AtomicInteger asked = new AtomicInteger();
    Await.until("third", LONG, () -> asked.incrementAndGet() == 3);
    assertEquals(3, asked.get());
  }

  @Test
  void asksOnceEvenWithoutTime() {
    AtomicInteger asked = new AtomicInteger();
    Await.until("first", Duration.ZERO, () -> asked.incrementAndGet() == 1);
    assertEquals(1, asked.get());
  }

  @Test
  void failureSaysWhatWasAwaitedAndWhyItWasNot() {
    IOException cause = new IOException("not there");
    AssertionError failure =
        assertThrows(
            AssertionError.class,
            () ->
                Await.until(
                    "the end",
                    Duration.ofMillis(30),
                    () -> {
                      throw cause;
                    }));
    assertEquals("not within 30 ms: the end", failure.getMessage());
    assertSame(cause, failure.getCause());
  }

  @Test
  void interruptEndsTheWaitAndStays() {
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> Await.until("never", LONG, () -> false));
    assertTrue(Thread.interrupted());
  }
}
