package io.barnabas.producer.batch;

import io.barnabas.producer.result.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The results of one batch's records: who is to be told, and what. Appending threads add under the
 * lock of the partition while the batch is open; afterwards the loop ends it, or once the loop is
 * dead, whoever comes first.
 */
final class BatchResults {
  private static final AtomicReferenceFieldUpdater<BatchResults, Outcome> OUTCOME =
      AtomicReferenceFieldUpdater.newUpdater(BatchResults.class, Outcome.class, "outcome");

  private final ProducerBatch batch;

  /** Of the batch that this one was split from, else null. */
  private final BatchResults whole;

  /**
   * For a part of a split batch, the number of its first record in the batch first sent; else 0.
   */
  private final int firstIndex;

  /** Of the records: guarded like their batch. */
  private Places places = Places.PACKED;

  /** The timestamp of the first record. Guarded like its batch. */
  private long baseTimestampMs;

  /** The last result that has a callback, and by it all others. Guarded like its batch. */
  private CallbackFuture lastCallback;

  /** Set once. */
  private volatile Outcome outcome;

  /** Whether the results stand and all callbacks have run. Written under this object's monitor. */
  private volatile boolean done;

  /** What those who wait wait on; null as long as nobody does. Guarded by this object's monitor. */
  private CountDownLatch awaited;

  /** Of the batches this one was split into, in order; null if it was not. Loop until done. */
  private BatchResults[] parts;

  /** How many of {@link #parts} are not done yet. The loop's. */
  private int openParts;

  /**
   * Ends the stages that were asked for before the batch was done, in order; mostly null. Guarded
   * by this object's monitor.
   */
  private List<Runnable> stages;

  BatchResults(ProducerBatch batch, BatchResults whole, int firstIndex) {
    this.batch = batch;
    this.whole = whole;
    this.firstIndex = firstIndex;
  }

  /** The result of the record just appended. Under the partition's lock. */
  SendFuture add(int index, byte[] key, byte[] value, long timestampMs, Callback callback) {
    int keySize = key == null ? -1 : key.length;
    int valueSize = value == null ? -1 : value.length;
    if (index == 0) {
      baseTimestampMs = timestampMs;
    }
    long deltaMs = timestampMs - baseTimestampMs;
    long place =
        Places.fit(index, keySize, valueSize, deltaMs)
            ? Places.pack(index, keySize, valueSize, deltaMs)
            : addAside(index, keySize, valueSize, deltaMs);
    if (callback == null) {
      return new SendFuture(this, place);
    }
    CallbackFuture future = new CallbackFuture(this, place, callback);
    addCallback(future);
    return future;
  }

  private long addAside(int index, int keySize, int valueSize, long deltaMs) {
    places = places.own();
    return places.addAside(index, keySize, valueSize, deltaMs);
  }

  private void addCallback(CallbackFuture future) {
    future.joinAfter(lastCallback);
    lastCallback = future;
  }

  private void drainCallbacks(Consumer<CallbackFuture> to) {
    CallbackFuture last = lastCallback;
    lastCallback = null;
    CallbackFuture.drain(last, to);
  }

  int firstIndex() {
    return firstIndex;
  }

  /** Nobody waits out the linger of a batch for nothing. Any thread. */
  void hurry() {
    batch.hurry();
  }

  /** Hands the results over to the parts of a split batch, which are in order. Loop. */
  void splitInto(BatchResults[] newParts) {
    parts = newParts;
    openParts = newParts.length;
    drainCallbacks(future -> partOf(places.index(future.place())).addCallback(future));
  }

  private BatchResults partOf(int index) {
    int part = parts.length - 1;
    while (parts[part].firstIndex > index) {
      part--;
    }
    return parts[part];
  }

  private void partDone() {
    if (--openParts == 0) {
      finish();
    }
  }

  private void finish() {
    endStages();
    if (whole != null) {
      whole.partDone();
    }
  }

  /** See {@link ProducerBatch#complete}. */
  boolean complete(Outcome result) {
    if (!OUTCOME.compareAndSet(this, null, result)) {
      return false;
    }
    drainCallbacks(this::fire);
    finish();
    return true;
  }

  /** What became of a batch that had failed before its answer came. Loop. */
  void learnLate(Written written) {
    outcome.correct(written);
  }

  private void fire(CallbackFuture future) {
    BatchResults first = future.results();
    RuntimeException error = outcome.errorOf(first.places.index(future.place()) - firstIndex);
    RecordMetadata metadata =
        error == null ? first.metadataOf(future.place(), this) : batch.queue().unknownMetadata();
    try {
      future.callback().onCompletion(metadata, error);
    } catch (Throwable e) {
      batch.queue().onCallbackError(e);
    }
  }

  /** Those who wait go on, by their own threads; then the stages, by this one. */
  private void endStages() {
    List<Runnable> waiting;
    synchronized (this) {
      done = true;
      if (awaited != null) {
        awaited.countDown();
      }
      waiting = stages;
      stages = null;
    }
    if (waiting != null) {
      waiting.forEach(Runnable::run);
    }
  }

  /** A new stage for the result of a record of this batch. Any thread. */
  CompletableFuture<RecordMetadata> stageOf(long place) {
    CompletableFuture<RecordMetadata> stage = new CompletableFuture<>();
    synchronized (this) {
      if (!done) {
        stages = stages == null ? new ArrayList<>() : stages;
        stages.add(() -> end(stage, place));
        return stage;
      }
    }
    end(stage, place);
    return stage;
  }

  private void end(CompletableFuture<RecordMetadata> stage, long place) {
    try {
      stage.complete(resultOf(place));
    } catch (ExecutionException e) {
      stage.completeExceptionally(e.getCause());
    }
  }

  /** Stays so while callbacks still run. Any thread. */
  boolean isCompleted() {
    return outcome != null;
  }

  boolean isDone() {
    return done;
  }

  void await() throws InterruptedException {
    awaited().await();
  }

  boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    return awaited().await(timeout, unit);
  }

  /** Made for the first who waits: most batches are waited for by nobody. */
  private synchronized CountDownLatch awaited() {
    if (awaited == null) {
      awaited = new CountDownLatch(done ? 0 : 1);
    }
    return awaited;
  }

  /** The result of one record of a batch that is done. */
  RecordMetadata resultOf(long place) throws ExecutionException {
    int index = places.index(place);
    BatchResults holder = this;
    while (holder.parts != null) {
      holder = holder.partOf(index);
    }
    RuntimeException error = holder.outcome.errorOf(index - holder.firstIndex);
    if (error != null) {
      throw new ExecutionException(error);
    }
    return metadataOf(place, holder);
  }

  private RecordMetadata metadataOf(long place, BatchResults holder) {
    Outcome result = holder.outcome;
    return new RecordMetadata(
        batch.topicPartition(),
        result.baseOffset(),
        places.index(place) - holder.firstIndex,
        result.logAppendTimeMs() >= 0
            ? result.logAppendTimeMs()
            : baseTimestampMs + places.deltaMs(place),
        places.keySize(place),
        places.valueSize(place));
  }
}
