package io.barnabas.producer.transaction;

import io.barnabas.network.loop.EventLoop;
import io.barnabas.producer.metrics.BlockedTime;
import io.barnabas.producer.metrics.BlockedTime.Call;
import io.barnabas.producer.result.TransactionWork;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The transactional calls of the producer. Each is checked and started by the loop, then waited
 * for, {@code max.block.ms} at most. Thread-safe.
 */
public final class Transactions implements TransactionRunner.Control {
  private final TransactionSettings settings;
  private final TransactionManager manager;
  private final EventLoop loop;
  private final BlockedTime blocked;

  public Transactions(
      TransactionSettings settings,
      TransactionManager manager,
      EventLoop loop,
      BlockedTime blocked) {
    this.settings = settings;
    this.manager = manager;
    this.loop = loop;
    this.blocked = blocked;
  }

  /** What runs on the loop. */
  public TransactionManager manager() {
    return manager;
  }

  public void init() {
    run(
        Call.TXN_INIT,
        "initTransactions",
        manager::init,
        "InitTransactions timed out - did not complete coordinator discovery or receive the"
            + " InitProducerId response within max.block.ms.");
  }

  @Override
  public void begin() {
    long startNanos = loop.clock().nanos();
    onLoop(
        "beginTransaction",
        () -> {
          manager.begin();
          return null;
        });
    blocked.add(Call.TXN_BEGIN, loop.clock().nanos() - startNanos);
  }

  public void sendOffsets(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    Map<TopicPartition, OffsetAndMetadata> copy = Map.copyOf(offsets);
    run(
        Call.TXN_SEND_OFFSETS,
        "sendOffsetsToTransaction",
        () -> manager.sendOffsets(copy, group),
        "SendOffsetsToTransaction timed out - did not reach the coordinator or receive the"
            + " TxnOffsetCommit/AddOffsetsToTxn response within max.block.ms");
  }

  @Override
  public void commit() {
    run(
        Call.TXN_COMMIT,
        "commitTransaction",
        manager::commit,
        "CommitTransaction timed out - did not complete EndTxn with the transaction coordinator"
            + " within max.block.ms");
  }

  @Override
  public void abort() {
    run(
        Call.TXN_ABORT,
        "abortTransaction",
        manager::abort,
        "AbortTransaction timed out - did not complete EndTxn(abort) with the transaction"
            + " coordinator within max.block.ms");
  }

  /** Runs the work until it is committed; see {@code BarnabasProducer.inTransaction}. */
  public <R, E extends Exception> R inTransaction(TransactionWork<R, E> work) throws E {
    return new TransactionRunner(this).run(work);
  }

  @Override
  public RuntimeException abortableError() {
    TransactionStatus status = manager.status();
    return status.state() == TransactionState.ABORTABLE_ERROR ? status.lastError() : null;
  }

  @Override
  public boolean isAbortable() {
    TransactionStatus status = manager.status();
    boolean waiting = status.pending() != null && !status.pending().isOver();
    return !waiting && status.state().mayBecome(TransactionState.ABORTING_TRANSACTION);
  }

  /** Whether records may be added; for each record, so it takes no lock. */
  public boolean takesRecords() {
    return manager.status().takesRecords();
  }

  /**
   * Throws what {@code send} throws in the present state; nothing where records may be added after
   * all.
   */
  public void refuseRecord(TopicPartition partition) {
    manager.status().refuseRecord(partition);
  }

  /**
   * A record could not be sent for that reason, which the transaction does not survive.
   *
   * @throws IllegalStateException if no transaction is open
   */
  public void onSendFailed(RuntimeException error) {
    onLoop(
        "send",
        () -> {
          manager.onSendFailed(error);
          return null;
        });
  }

  private void run(Call call, String name, Supplier<Operation> start, String limit) {
    if (loop.inLoop()) {
      throw new KafkaException(
          name
              + "() invocation inside a callback is not permitted because it may lead to"
              + " deadlock.");
    }
    long startNanos = loop.clock().nanos();
    onLoop(name, start).await(settings.maxBlockMs(), limit);
    blocked.add(call, loop.clock().nanos() - startNanos);
  }

  /**
   * Runs {@code step} on the loop, and gives back what it returns or throws. Either the caller
   * gives up waiting for the loop, or the step runs: never both.
   */
  private <T> T onLoop(String name, Supplier<T> step) {
    if (loop.inLoop()) {
      return step.get();
    }
    AtomicBoolean claimed = new AtomicBoolean();
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      loop.execute(
          () -> {
            if (claimed.compareAndSet(false, true)) {
              complete(result, step);
            }
          });
    } catch (RejectedExecutionException e) {
      throw new KafkaException("The producer is closed", e);
    }
    try {
      return result.get(settings.maxBlockMs(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw causeOf(e);
    } catch (java.util.concurrent.TimeoutException e) {
      if (claimed.compareAndSet(false, true)) {
        throw new TimeoutException(
            "Timeout expired after "
                + settings.maxBlockMs()
                + "ms while awaiting the network thread for "
                + name);
      }
    } catch (InterruptedException e) {
      if (claimed.compareAndSet(false, true)) {
        throw new InterruptException("Received interrupt while awaiting " + name, e);
      }
      Thread.currentThread().interrupt();
    }
    return await(result);
  }

  /** The step is just running: it takes no time. */
  private static <T> T await(CompletableFuture<T> result) {
    try {
      return result.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static <T> void complete(CompletableFuture<T> result, Supplier<T> step) {
    try {
      result.complete(step.get());
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private static RuntimeException causeOf(ExecutionException e) {
    return e.getCause() instanceof RuntimeException cause ? cause : new KafkaException(e);
  }
}
