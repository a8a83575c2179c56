package io.barnabas.producer.batch;

import io.barnabas.producer.result.SendResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The result of one {@code send}: a place in a batch. The batch does not know it, so that a result
 * nobody keeps costs nothing. Immutable; the outcome is the batch's.
 */
public class SendFuture implements SendResult {
  private final BatchResults results;

  /** See {@link Places}. */
  private final long place;

  SendFuture(BatchResults results, long place) {
    this.results = results;
    this.place = place;
  }

  long place() {
    return place;
  }

  /** Whether it is the first record of its batch. */
  boolean isFirst() {
    return Places.isFirst(place);
  }

  BatchResults results() {
    return results;
  }

  /** Waits; a batch that somebody waits for does not sit out its linger. */
  @Override
  public RecordMetadata get() throws InterruptedException, ExecutionException {
    results.hurry();
    results.await();
    return results.resultOf(place);
  }

  @Override
  public RecordMetadata get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    results.hurry();
    if (!results.await(timeout, unit)) {
      throw new TimeoutException("Timeout after waiting for " + unit.toMillis(timeout) + " ms.");
    }
    return results.resultOf(place);
  }

  @Override
  public CompletableFuture<RecordMetadata> toCompletableFuture() {
    return results.stageOf(place);
  }

  @Override
  public boolean isDone() {
    return results.isDone();
  }

  /** A record cannot be called back. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return false;
  }

  @Override
  public boolean isCancelled() {
    return false;
  }
}
