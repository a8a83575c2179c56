package io.barnabas.producer.transaction;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The result of one call of the application that takes the coordinator's answer. The loop ends it;
 * an application thread waits for it, and may wait again after a timeout.
 */
public final class Operation {
  private final String request;
  private final CompletableFuture<Void> result = new CompletableFuture<>();

  /** Whether somebody has waited until the end. Written by the thread that has. */
  private volatile boolean acknowledged;

  /**
   * @param request what is waited for, for messages
   */
  Operation(String request) {
    this.request = request;
  }

  /** Nothing if it has ended before. Loop. */
  void succeed() {
    result.complete(null);
  }

  /** Nothing if it has ended before. Loop. */
  void fail(RuntimeException error) {
    result.completeExceptionally(error);
  }

  public boolean isDone() {
    return result.isDone();
  }

  boolean isAcknowledged() {
    return acknowledged;
  }

  /**
   * Throws what the operation has failed with.
   *
   * @param limit what a timeout is explained with
   * @throws TimeoutException if it has not ended by then; it goes on
   */
  public void await(long timeoutMs, String limit) {
    try {
      result.get(timeoutMs, TimeUnit.MILLISECONDS);
      acknowledged = true;
    } catch (ExecutionException e) {
      acknowledged = true;
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new KafkaException(e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new TimeoutException(
          "Timeout expired after " + timeoutMs + "ms while awaiting " + request + ". " + limit);
    } catch (InterruptedException e) {
      throw new InterruptException("Received interrupt while awaiting " + request, e);
    }
  }
}
