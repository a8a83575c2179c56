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
  private final ProducerBatch batch;
  private final int index;
  private final int keySize;
  private final int valueSize;

  /** To the batch's base timestamp; {@link ProducerBatch#FAR} if it does not fit. */
  private final int timestampDelta;

  SendFuture(ProducerBatch batch, int index, int keySize, int valueSize, int timestampDelta) {
    this.batch = batch;
    this.index = index;
    this.keySize = keySize;
    this.valueSize = valueSize;
    this.timestampDelta = timestampDelta;
  }

  /** The record's number in its batch, from 0. */
  int index() {
    return index;
  }

  int keySize() {
    return keySize;
  }

  int valueSize() {
    return valueSize;
  }

  int timestampDelta() {
    return timestampDelta;
  }

  ProducerBatch batch() {
    return batch;
  }

  /** Waits; a batch that somebody waits for does not sit out its linger. */
  @Override
  public RecordMetadata get() throws InterruptedException, ExecutionException {
    batch.seal();
    batch.await();
    return batch.resultOf(this);
  }

  @Override
  public RecordMetadata get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    batch.seal();
    if (!batch.await(timeout, unit)) {
      throw new TimeoutException("Timeout after waiting for " + unit.toMillis(timeout) + " ms.");
    }
    return batch.resultOf(this);
  }

  @Override
  public CompletableFuture<RecordMetadata> toCompletableFuture() {
    return batch.stageOf(this);
  }

  @Override
  public boolean isDone() {
    return batch.isDone();
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
