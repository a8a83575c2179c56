package io.barnabas.producer.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.barnabas.producer.batch.FailedFuture;
import io.barnabas.producer.batch.SendFuture;
import io.barnabas.producer.result.SendResult;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.record.RecordHeader;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidRequiredAcksException;
import org.junit.jupiter.api.Test;

/** The test's thread is the loop. */
class SendStageTest {
  private final SenderHarness harness = new SenderHarness(false, 1, Compression.NONE);
  private final List<Object> seen = new ArrayList<>();

  @Test
  void stagesFollowTheCallbacksInTheOrderTheyWereAskedFor() throws Exception {
    SendFuture first = harness.append("a");
    SendFuture last = harness.batch("b");
    last.thenAccept(metadata -> seen.add("b@" + metadata.offset() + harness.results));
    first.thenAccept(metadata -> seen.add("a@" + metadata.offset() + last.isDone()));
    harness.poll();
    assertEquals(List.of(), seen);
    harness.brokers.next().answer(ErrorCode.NONE, 40);

    assertEquals(List.of("b@41[a@40, b@41]", "a@40true"), seen);
  }

  @Test
  void aStageOfAResultThatIsThereRunsAtOnce() throws Exception {
    SendFuture future = harness.batch("a");
    harness.poll();
    harness.brokers.next().answer(ErrorCode.NONE, 40);
    future.thenRun(() -> seen.add(Thread.currentThread()));

    assertEquals(List.of(Thread.currentThread()), seen);
    assertEquals(40, future.toCompletableFuture().get().offset());
  }

  @Test
  void anErrorReachesStagesAsItReachesGet() throws Exception {
    SendFuture future = harness.batch("a");
    future.whenComplete((metadata, error) -> seen.add(error));
    harness.poll();
    harness.brokers.next().answer(ErrorCode.INVALID_REQUIRED_ACKS, -1);

    ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
    assertEquals(InvalidRequiredAcksException.class, thrown.getCause().getClass());
    assertEquals(List.of(thrown.getCause()), seen);
  }

  @Test
  void whatAStageThrowsGoesToItsOwnDependentsOnly() throws Exception {
    SendFuture future = harness.batch("a");
    CompletionStage<Object> failing =
        future.thenApply(
            metadata -> {
              throw new IllegalStateException("mine");
            });
    future.thenAccept(metadata -> seen.add(metadata.offset()));
    harness.poll();
    harness.brokers.next().answer(ErrorCode.NONE, 40);

    assertEquals(List.of(40L), seen);
    assertTrue(failing.toCompletableFuture().isCompletedExceptionally());
    assertEquals(List.of("a@40"), harness.results);
    assertTrue(harness.allMemoryIsFree());
  }

  @Test
  void completingAFutureOfOnesOwnChangesNothingElse() throws Exception {
    SendFuture future = harness.batch("a");
    CompletableFuture<RecordMetadata> own = future.toCompletableFuture();
    CompletableFuture<RecordMetadata> other = future.toCompletableFuture();
    assertNotSame(own, other);
    own.cancel(true);
    assertFalse(future.isDone());
    harness.poll();
    harness.brokers.next().answer(ErrorCode.NONE, 40);

    assertEquals(40, future.get().offset());
    assertEquals(40, other.get().offset());
  }

  @Test
  void goingOnFromAResultDoesNotEndTheLinger() throws Exception {
    harness.append("a").thenAccept(metadata -> seen.add(metadata.offset()));
    harness.poll();
    assertEquals(0, harness.brokers.unanswered());

    harness.pollAfter(SenderHarness.LINGER_MS);
    harness.brokers.next().answer(ErrorCode.NONE, 1);
    assertEquals(List.of(1L), seen);
  }

  @Test
  void stagesOfASplitBatchRunWhenAllOfItIsDone() throws Exception {
    SendFuture first = harness.append("a");
    first.thenAccept(metadata -> seen.add(metadata.offset()));
    harness.batch("b").thenAccept(metadata -> seen.add(metadata.offset()));
    harness.poll();
    harness.brokers.next().answer(ErrorCode.MESSAGE_TOO_LARGE, -1);
    harness.pollAfter(200);
    harness.brokers.next().answer(ErrorCode.NONE, 7);
    assertEquals(List.of(), seen);
    harness.pollAfter(200);
    harness.brokers.next().answer(ErrorCode.NONE, 8);

    assertEquals(List.of(7L, 8L), seen);
  }

  @Test
  void aRecordThatReachedNoBatchHasFailedStages() {
    KafkaException cause = new KafkaException("no");
    SendResult failed = new FailedFuture(cause);
    failed.whenComplete((metadata, error) -> seen.add(error));

    assertSame(cause, seen.get(0));
  }

  /** A result is 32 bytes; a field more would make it 40. */
  @Test
  void aResultNobodyGoesOnFromCostsNoMore() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    appendPlain(5);
    long before = threads.getCurrentThreadAllocatedBytes();
    appendPlain(0);
    long baseline = threads.getCurrentThreadAllocatedBytes() - before;
    before = threads.getCurrentThreadAllocatedBytes();
    int appended = appendPlain(20);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before - baseline;

    assertEquals(20, appended);
    assertTrue(allocated < 20 * 40, allocated + " bytes for 20 records");
  }

  private int appendPlain(int count) throws InterruptedException {
    byte[] value = new byte[1];
    int appended = 0;
    for (int i = 0; i < count; i++) {
      harness.accumulator.append(harness.topic, 0, 1, null, value, RecordHeader.NONE, null, 0);
      appended++;
    }
    return appended;
  }
}
