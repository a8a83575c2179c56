package io.barnabas.producer.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BufferPoolTest {
  private static final int SIZE = 100;

  private final AtomicInteger exhausted = new AtomicInteger();
  private final BufferPool pool = new BufferPool(10 * SIZE, SIZE, exhausted::incrementAndGet);

  @Test
  void givesTheSameArrayOutAgain() throws Exception {
    byte[] first = pool.allocate(SIZE, 0);
    pool.release(first);

    assertSame(first, pool.allocate(SIZE, 0));
  }

  @Test
  void countsEveryByteOfEverySize() throws Exception {
    byte[] usual = pool.allocate(SIZE, 0);
    byte[] large = pool.allocate(5 * SIZE, 0);
    assertEquals(4 * SIZE, pool.availableBytes());

    pool.release(usual);
    pool.release(large);

    assertEquals(10 * SIZE, pool.availableBytes());
    assertEquals(10 * SIZE, pool.allocate(10 * SIZE, 0).length);
    assertEquals(0, pool.availableBytes());
  }

  @Test
  void refusesMoreThanThereIsInTotal() {
    assertThrows(IllegalArgumentException.class, () -> pool.allocate(10 * SIZE + 1, 0));
  }

  @Test
  void failsWhenThereIsNoMemoryInTime() throws Exception {
    pool.allocate(10 * SIZE, 0);

    assertThrows(BufferExhaustedException.class, () -> pool.allocate(1, 10));
    assertFalse(pool.isExhausted());
    assertEquals(1, exhausted.get());
    assertEquals(0, pool.availableBytes());
  }

  @Test
  void servesThoseWhoWaitInTheirOrder() throws Exception {
    byte[] half = pool.allocate(5 * SIZE, 0);
    byte[] rest = pool.allocate(5 * SIZE, 0);
    CompletableFuture<byte[]> large = waiting(8 * SIZE);
    CompletableFuture<byte[]> small = waiting(SIZE);
    assertTrue(pool.isExhausted());

    pool.release(half);
    assertFalse(small.isDone(), "the large one came first");
    pool.release(rest);

    large.get(10, TimeUnit.SECONDS);
    small.get(10, TimeUnit.SECONDS);
    assertFalse(pool.isExhausted());
    assertEquals(SIZE, pool.availableBytes());
  }

  @Test
  void aThreadThatGivesUpLeavesWhatItHadCollectedToTheNext() throws Exception {
    byte[] half = pool.allocate(5 * SIZE, 0);
    pool.allocate(5 * SIZE, 0);
    CompletableFuture<Void> impatient =
        CompletableFuture.runAsync(
            () -> assertThrows(BufferExhaustedException.class, () -> pool.allocate(8 * SIZE, 200)));
    awaitExhausted(1);
    CompletableFuture<byte[]> patient = waiting(2 * SIZE);

    pool.release(half);

    impatient.get(10, TimeUnit.SECONDS);
    assertEquals(2 * SIZE, patient.get(10, TimeUnit.SECONDS).length);
  }

  @Test
  void closingEndsTheWaiting() throws Exception {
    pool.allocate(10 * SIZE, 0);
    CompletableFuture<byte[]> waiting = waiting(SIZE);

    pool.close();

    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> waiting.get(10, TimeUnit.SECONDS));
    assertInstanceOf(KafkaException.class, failure.getCause());
    assertThrows(KafkaException.class, () -> pool.allocate(1, 0));
  }

  private CompletableFuture<byte[]> waiting(int size) {
    int before = exhausted.get();
    CompletableFuture<byte[]> future = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                future.complete(pool.allocate(size, 20_000));
              } catch (Throwable e) {
                future.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    awaitExhausted(before + 1);
    return future;
  }

  private void awaitExhausted(int times) {
    Await.until("waiting", Duration.ofSeconds(10), () -> exhausted.get() >= times);
  }
}
