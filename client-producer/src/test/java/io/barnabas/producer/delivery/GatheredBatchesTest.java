package io.barnabas.producer.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.producer.batch.SendFuture;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.record.RecordHeader;
import io.barnabas.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Full batches that come fast: what lets them go, through accumulator and sender. */
class GatheredBatchesTest {
  /** So many batches in a millisecond are fast. */
  private static final int FAST = 65;

  private final SenderHarness harness = new SenderHarness(false, 3, Compression.NONE);
  private final ScriptedRequests brokers = harness.brokers;

  @BeforeEach
  void batchesComeFast() throws Exception {
    harness.pollAfter(1);
    for (int i = 0; i < FAST; i++) {
      fillBatch(0);
    }
    harness.pollAfter(1);
    while (brokers.unanswered() > 0) {
      brokers.next().answer(ErrorCode.NONE, 0);
      harness.poll();
    }
    assertEquals(2 * FAST, harness.results.size());
    harness.wakeups.set(0);
  }

  /** To the last byte, so that no open batch is left. */
  private SendFuture fillBatch(int partition) throws InterruptedException {
    harness.append(partition, "x".repeat(600));
    return harness.append(partition, "y".repeat(321));
  }

  @Test
  void theyLeaveTogetherAfterAMillisecond() throws Exception {
    fillBatch(1);
    assertEquals(harness.clock.nowMs() + 1, harness.poll());
    fillBatch(2);
    harness.poll();
    assertEquals(0, brokers.unanswered());
    assertEquals(0, harness.wakeups.get());

    harness.pollAfter(1);
    assertEquals(List.of(1, 2), brokers.next().partitions());
  }

  @Test
  void theyLeaveAtOnceWhenTheyComeSlowlyAgain() throws Exception {
    fillBatch(1);
    harness.pollAfter(1);
    brokers.next();

    fillBatch(2);
    harness.poll();

    assertEquals(List.of(2), brokers.next().partitions());
  }

  @Test
  void theyLeaveOnceThereAreEnough() throws Exception {
    for (int i = 0; i < FAST - 1; i++) {
      fillBatch(1);
    }
    harness.poll();
    assertEquals(0, brokers.unanswered());
    assertEquals(0, harness.wakeups.get());

    fillBatch(2);
    harness.poll();

    assertEquals(1, harness.wakeups.get());
    assertEquals(List.of(1, 2), brokers.next().partitions());
  }

  @Test
  void aBatchThatIsSealedOtherwiseTakesThemAlong() throws Exception {
    fillBatch(1);
    harness.append(2, "a");
    harness.topic.partition(2).seal();
    harness.poll();

    assertEquals(1, harness.wakeups.get());
    assertEquals(List.of(1, 2), brokers.next().partitions());
  }

  @Test
  void whoWaitsForOneLetsItGo() throws Exception {
    SendFuture future = fillBatch(1);
    assertThrows(TimeoutException.class, () -> future.get(0, TimeUnit.MILLISECONDS));
    harness.poll();

    assertEquals(1, harness.wakeups.get());
    assertEquals(List.of(1), brokers.next().partitions());
  }

  @Test
  void aFlushLetsThemGo() throws Exception {
    fillBatch(1);
    assertEquals(1, harness.sender.flush().size());
    harness.poll();

    assertEquals(List.of(1), brokers.next().partitions());
  }

  @Test
  void closingLetsThemGoAndWaitsForThem() throws Exception {
    AtomicBoolean drained = new AtomicBoolean();
    fillBatch(1);
    harness.sender.drain(() -> drained.set(true));
    harness.poll();
    assertFalse(drained.get());

    brokers.next().answer(ErrorCode.NONE, 0);
    harness.poll();
    assertTrue(drained.get());
  }

  @Test
  void whoWaitsForMemoryLetsThemGo() throws Exception {
    for (int i = 0; i < FAST - 1; i++) {
      fillBatch(1);
    }
    byte[] tooMuch = new byte[(int) SenderHarness.MEMORY / 2];
    Thread waiter = new Thread(() -> appendPatiently(tooMuch));
    waiter.start();
    Await.until(
        "somebody waits for memory",
        Duration.ofSeconds(30),
        () -> harness.accumulator.pool().isExhausted());
    harness.poll();
    assertEquals(1, brokers.unanswered());

    while (brokers.unanswered() > 0) {
      brokers.next().answer(ErrorCode.NONE, 0);
      harness.poll();
    }
    waiter.join();
    assertEquals(2 * (2 * FAST - 1), harness.results.size());
  }

  private void appendPatiently(byte[] value) {
    try {
      harness.accumulator.append(
          harness.topic, 2, 1, null, value, RecordHeader.NONE, null, Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSenderWithSuchBatchesIsNotIdle() throws Exception {
    assertTrue(harness.sender.isIdle());

    fillBatch(1);
    harness.poll();

    assertEquals(0, brokers.unanswered());
    assertFalse(harness.sender.isIdle());
  }
}
