package io.barnabas.producer.batch;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The result of a {@code send} that failed before the record reached a batch.
 *
 * @param cause what {@link #get()} throws, wrapped
 */
public record FailedFuture(Exception cause) implements Future<RecordMetadata> {

  @Override
  public RecordMetadata get() throws ExecutionException {
    throw new ExecutionException(cause);
  }

  @Override
  public RecordMetadata get(long timeout, TimeUnit unit) throws ExecutionException {
    throw new ExecutionException(cause);
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
