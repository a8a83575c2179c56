package io.barnabas.network.cluster;

import io.barnabas.network.cluster.Coordinators.Subject;
import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.Poller;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** The search for one coordinator, and all who wait for it. Loop thread only. */
final class CoordinatorLookup {

  private record Waiter(CompletableFuture<Integer> future, long timeoutMs, long deadlineMs) {}

  private final Subject subject;
  private final Backoff backoff;
  private List<Waiter> waiters = new ArrayList<>();
  private boolean inFlight;
  private int failures;
  private long dueAtMs;
  private KafkaException lastError;

  CoordinatorLookup(Subject subject, Backoff backoff, long nowMs) {
    this.subject = subject;
    this.backoff = backoff;
    this.dueAtMs = nowMs;
  }

  Subject subject() {
    return subject;
  }

  CompletableFuture<Integer> join(long nowMs, long timeoutMs) {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    long deadlineMs = nowMs + timeoutMs;
    waiters.add(
        new Waiter(
            future, timeoutMs, deadlineMs < nowMs && timeoutMs > 0 ? Long.MAX_VALUE : deadlineMs));
    return future;
  }

  boolean due(long nowMs) {
    return !inFlight && nowMs >= dueAtMs;
  }

  /** Nobody waits any more, and no answer can come. */
  boolean abandoned() {
    return waiters.isEmpty() && !inFlight;
  }

  void sent() {
    inFlight = true;
  }

  void postpone(long nowMs, KafkaException error) {
    inFlight = false;
    lastError = error == null ? lastError : error;
    dueAtMs = nowMs + Math.max(1, backoff.delayMs(failures++));
  }

  long wakeAtMs() {
    long atMs = inFlight ? Poller.NEVER : dueAtMs;
    for (Waiter waiter : waiters) {
      atMs = Math.min(atMs, waiter.deadlineMs());
    }
    return atMs;
  }

  /** Fails those whose time is over. */
  void expire(long nowMs) {
    List<Waiter> expired = new ArrayList<>();
    waiters.removeIf(
        waiter -> {
          boolean over = nowMs >= waiter.deadlineMs() || waiter.future().isDone();
          return over && expired.add(waiter);
        });
    for (Waiter waiter : expired) {
      waiter
          .future()
          .completeExceptionally(
              new TimeoutException(
                  "The coordinator of %s %s was not found within %d ms"
                      .formatted(
                          subject.type().name().toLowerCase(Locale.ROOT),
                          subject.key(),
                          waiter.timeoutMs()),
                  lastError));
    }
  }

  void complete(int node) {
    takeWaiters().forEach(waiter -> waiter.future().complete(node));
  }

  void fail(KafkaException error) {
    takeWaiters().forEach(waiter -> waiter.future().completeExceptionally(error));
  }

  private List<Waiter> takeWaiters() {
    inFlight = false;
    List<Waiter> taken = waiters;
    waiters = new ArrayList<>();
    return taken;
  }
}
