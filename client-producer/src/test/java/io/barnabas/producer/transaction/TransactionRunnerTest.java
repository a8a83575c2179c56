package io.barnabas.producer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.junit.jupiter.api.Test;

class TransactionRunnerTest {
  private final Script script = new Script();
  private final TransactionRunner runner = new TransactionRunner(script);

  /** Commits end as a test says, else well. */
  private static final class Script implements TransactionRunner.Control {
    private final Deque<RuntimeException> commits = new ArrayDeque<>();
    private final Deque<RuntimeException> aborts = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private RuntimeException abortable;
    private boolean open;

    @Override
    public void begin() {
      calls.add("begin");
      abortable = null;
      open = true;
    }

    @Override
    public void commit() {
      calls.add("commit");
      end(commits.poll());
    }

    @Override
    public void abort() {
      calls.add("abort");
      end(aborts.poll());
    }

    private void end(RuntimeException error) {
      if (error instanceof TimeoutException || error instanceof ProducerFencedException) {
        open = false;
        throw error;
      }
      if (error != null) {
        abortable = error;
        throw error;
      }
      open = false;
    }

    @Override
    public RuntimeException abortableError() {
      return abortable;
    }

    @Override
    public boolean isAbortable() {
      return open;
    }
  }

  @Test
  void theResultOfTheWorkIsReturnedOnceItIsCommitted() {
    assertEquals(42, runner.run(() -> 42));
    assertEquals(List.of("begin", "commit"), script.calls);
  }

  @Test
  void anAbortableErrorRunsTheWorkAgain() {
    script.commits.add(new TransactionAbortableException("lost"));
    int[] runs = new int[1];
    assertEquals(2, runner.run(() -> ++runs[0]));
    assertEquals(List.of("begin", "commit", "abort", "begin", "commit"), script.calls);
  }

  @Test
  void aSendThatIsRefusedAfterALossRunsTheWorkAgain() {
    int[] runs = new int[1];
    runner.run(
        () -> {
          if (++runs[0] == 1) {
            script.abortable = new TransactionAbortableException("lost");
            throw new KafkaException("in an error state", script.abortable);
          }
          return null;
        });
    assertEquals(2, runs[0]);
  }

  @Test
  void theNumberOfRunsIsBounded() {
    int[] runs = new int[1];
    for (int i = 0; i < 10; i++) {
      script.commits.add(new TransactionAbortableException("lost"));
    }
    assertThrows(TransactionAbortableException.class, () -> runner.run(() -> ++runs[0]));
    assertEquals(TransactionRunner.MAX_RUNS, runs[0]);
    assertEquals("abort", script.calls.get(script.calls.size() - 1));
  }

  @Test
  void whatIsWrongWithTheRecordsIsNotTriedAgain() {
    script.commits.add(new RecordTooLargeException("large"));
    assertThrows(RecordTooLargeException.class, () -> runner.run(() -> null));
    assertEquals(List.of("begin", "commit", "abort"), script.calls);
  }

  @Test
  void whatTheWorkThrowsAbortsAndIsThrownOn() {
    IOException thrown = new IOException("mine");
    assertSame(
        thrown,
        assertThrows(
            IOException.class,
            () ->
                runner.run(
                    () -> {
                      throw thrown;
                    })));
    assertEquals(List.of("begin", "abort"), script.calls);
  }

  @Test
  void anAbortThatFailsIsToldBesideItsReason() {
    script.aborts.add(new ProducerFencedException("other"));
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                runner.run(
                    () -> {
                      throw new IllegalStateException("mine");
                    }));
    assertEquals(ProducerFencedException.class, thrown.getSuppressed()[0].getClass());
  }

  @Test
  void anUnknownOutcomeIsAskedForAgainAndTheWorkIsNot() {
    script.commits.add(new TimeoutException("slow"));
    int[] runs = new int[1];
    assertEquals(1, runner.run(() -> ++runs[0]));
    assertEquals(List.of("begin", "commit", "commit"), script.calls);
  }

  @Test
  void anOutcomeThatStaysUnknownSurfacesWithoutAbort() {
    for (int i = 0; i < TransactionRunner.MAX_RUNS; i++) {
      script.commits.add(new TimeoutException("slow"));
    }
    assertThrows(TimeoutException.class, () -> runner.run(() -> null));
    assertEquals("commit", script.calls.get(script.calls.size() - 1));
  }

  @Test
  void aFencedProducerRunsNothingAgain() {
    script.commits.add(new ProducerFencedException("other"));
    assertThrows(ProducerFencedException.class, () -> runner.run(() -> null));
    assertEquals(List.of("begin", "commit"), script.calls);
  }
}
