package io.barnabas.producer.batch;

import io.barnabas.producer.result.SendResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The result of a {@code send} that failed before the record reached a batch.
 *
 * @param cause what {@link #get()} throws, wrapped
 */
public record FailedFuture(Exception cause) implements SendResult {

  @Override
  public RecordMetadata get() throws ExecutionException {
    throw new ExecutionException(cause);
  }

  @Override
  public RecordMetadata get(long timeout, TimeUnit unit) throws ExecutionException {
    throw new ExecutionException(cause);
  }

  @Override
  public CompletableFuture<RecordMetadata> toCompletableFuture() {
    return CompletableFuture.failedFuture(cause);
  }

  @Override
  public boolean isDone() {
    return true;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return false;
  }

  @Override
  public boolean isCancelled() {
    return false;
  }
}
