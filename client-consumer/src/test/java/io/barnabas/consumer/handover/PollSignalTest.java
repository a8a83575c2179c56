package io.barnabas.consumer.handover;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.loop.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class PollSignalTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(30);

  private final PollSignal signal = new PollSignal(Clock.SYSTEM);

  @Test
  void whatIsRaisedAfterTheClearingIsNotMissed() {
    signal.clear();
    signal.raise();
    long start = System.nanoTime();
    signal.sleep(LONG);
    assertTrue(System.nanoTime() - start < LONG / 2);
  }

  @Test
  void sleeperIsWokenFromAnotherThread() throws Exception {
    signal.clear();
    Thread other = new Thread(signal::raise);
    other.start();
    long start = System.nanoTime();
    signal.sleep(LONG);
    other.join();
    assertTrue(System.nanoTime() - start < LONG / 2);
  }

  @Test
  void severalWakeupsEndOneCall() {
    signal.wakeup();
    signal.wakeup();
    assertThrows(WakeupException.class, signal::throwIfInterrupted);
    assertDoesNotThrow(signal::throwIfInterrupted);
  }

  @Test
  void closingIsNotWokenUp() {
    signal.disableWakeups();
    signal.wakeup();
    assertDoesNotThrow(signal::throwIfInterrupted);
  }

  @Test
  void interruptKeepsTheFlag() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptException.class, () -> signal.sleep(LONG));
    assertTrue(Thread.interrupted());
  }

  @Test
  void deathOfTheLoopIsThrownEveryTime() {
    Error death = new OutOfMemoryError("none left");
    signal.breakDown(death);
    for (int i = 0; i < 2; i++) {
      KafkaException failure = assertThrows(KafkaException.class, signal::throwIfInterrupted);
      assertSame(death, failure.getCause());
    }
  }

  @Test
  void awaitEndsAtTheDeadlineOrWithTheFuture() {
    CompletableFuture<String> never = new CompletableFuture<>();
    assertFalse(signal.await(never, Deadline.after(Clock.SYSTEM, 5)));
    CompletableFuture<String> done = CompletableFuture.completedFuture("value");
    assertTrue(signal.await(done, Deadline.after(Clock.SYSTEM, 0)));
    assertEquals("value", PollSignal.valueOf(done));
  }
}
