package io.barnabas.producer.batch;

import io.barnabas.producer.result.Written;
import io.barnabas.protocol.compress.Compressor;
import io.barnabas.protocol.record.RecordBatchWriter;
import io.barnabas.protocol.record.RecordCursor;
import io.barnabas.protocol.record.RecordHeader;
import io.barnabas.protocol.record.RecordSize;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records of one partition that go to the broker together. A batch is open (application threads
 * append under the lock of its partition), sealed (nobody appends; whoever sealed it compresses
 * it), ready (the loop's alone), done.
 */
public final class ProducerBatch {
  /** Stands for a timestamp delta that does not fit an int; the timestamp is kept aside. */
  static final int FAR = Integer.MIN_VALUE;

  private final PartitionQueue queue;
  private final long createdMs;
  private final CountDownLatch done = new CountDownLatch(1);

  /** The batch this one was split from, else null. */
  private final ProducerBatch whole;

  /**
   * For a part of a split batch, the number of its first record in the batch first sent; else 0.
   */
  private final int firstIndex;

  /**
   * The memory of the records. Guarded by the partition's lock while open; the loop drops it in the
   * end.
   */
  private byte[] array;

  /** Fills {@link #array}, and goes with it. */
  private RecordBatchWriter writer;

  /** The most that the batch may take before compression; it grows up to there. */
  private final int limit;

  /** How much of {@link #array} is in use at most. Guarded like it. */
  private int capacity;

  /** Guarded like {@link #array}, but outlives it. */
  private int recordCount;

  /** Of the record that takes most in this batch, its frame included. Guarded the same. */
  private int largestRecordBytes;

  /**
   * Of the records, when they were compressed; 1 if they were not. Written before {@link #ready}.
   */
  private float compressionRatio = 1;

  /** The timestamp of the first record. Guarded like {@link #recordCount}. */
  private long baseTimestampMs;

  /** Guarded by the partition's lock while open, then the loop's. */
  private final CallbackChain callbacks = new CallbackChain();

  /**
   * Timestamps by record number, where the delta is too large; mostly null. Guarded like the chain.
   */
  private Map<Integer, Long> farTimestamps;

  /** Written under the partition's lock. */
  private volatile boolean sealed;

  /** Written by whoever sealed the batch, after which all else belongs to the loop. */
  private volatile boolean ready;

  /** Why sealing failed, else null. Written before {@link #ready}. */
  private RuntimeException sealError;

  /** Whether the loop has seen this batch. The loop's, under the partition's lock. */
  private boolean known;

  /** The loop's until {@link #done}, then immutable. */
  private Outcome outcome;

  /** The batches this one was split into, in order; null if it was not. As {@link #outcome}. */
  private ProducerBatch[] parts;

  /**
   * Ends the stages that were asked for before the batch was done, in order; mostly null. Guarded
   * by the monitor of {@link #done}.
   */
  private List<Runnable> stages;

  /** How many of {@link #parts} have no result yet. The loop's. */
  private int openParts;

  /**
   * Over memory of the pool.
   *
   * @param limit what it may grow to; memory that is larger to begin with may all be used
   */
  ProducerBatch(PartitionQueue queue, byte[] array, int limit, long createdMs) {
    this(queue, array, limit, createdMs, null, 0);
  }

  private ProducerBatch(
      PartitionQueue queue,
      byte[] array,
      int limit,
      long createdMs,
      ProducerBatch whole,
      int firstIndex) {
    this.queue = queue;
    this.array = array;
    this.limit = Math.max(limit, array.length);
    this.capacity = array.length;
    this.writer = new RecordBatchWriter(array, 0, array.length);
    this.createdMs = createdMs;
    this.whole = whole;
    this.firstIndex = firstIndex;
  }

  /** Appends under the partition's lock; null if there is no room. */
  SendFuture tryAppend(
      long timestampMs, byte[] key, byte[] value, RecordHeader[] headers, Callback callback) {
    int index = recordCount;
    int before = writer.sizeInBytes();
    if (!writer.tryAppend(timestampMs, key, value, headers)) {
      return null;
    }
    recordCount = index + 1;
    largestRecordBytes = Math.max(largestRecordBytes, writer.sizeInBytes() - before);
    if (index == 0) {
      baseTimestampMs = timestampMs;
    }
    int keySize = key == null ? -1 : key.length;
    int valueSize = value == null ? -1 : value.length;
    int delta = timestampDelta(index, timestampMs);
    if (callback == null) {
      return new SendFuture(this, index, keySize, valueSize, delta);
    }
    CallbackFuture future = new CallbackFuture(this, index, keySize, valueSize, delta, callback);
    callbacks.add(future);
    return future;
  }

  private int timestampDelta(int index, long timestampMs) {
    long delta = timestampMs - baseTimestampMs;
    if (delta > FAR && delta <= Integer.MAX_VALUE) {
      return (int) delta;
    }
    if (farTimestamps == null) {
      farTimestamps = new HashMap<>();
    }
    farTimestamps.put(index, timestampMs);
    return FAR;
  }

  /** No room for even the smallest record. Under the partition's lock. */
  boolean isFull() {
    return writer.sizeInBytes() >= limit;
  }

  /**
   * Makes room for more records, where {@code batch.size} allows that, as they will be compressed,
   * and there is memory. Under the partition's lock.
   */
  boolean grow(BufferPool pool) {
    if (capacity >= limit) {
      return false;
    }
    byte[] larger = pool.tryAllocate(2 * array.length);
    if (larger == null) {
      return false;
    }
    byte[] smaller = array;
    array = larger;
    capacity = Math.min(larger.length, limit);
    writer.moveTo(larger, 0, capacity);
    pool.release(smaller);
    return true;
  }

  /** Under the partition's lock. */
  void markSealed() {
    sealed = true;
  }

  /** Compresses, outside the lock, by whoever sealed it. Never throws: the batch fails instead. */
  void makeReady(Compressor compressor) {
    try {
      int before = writer.sizeInBytes();
      writer.seal(compressor);
      if (compressor != null) {
        int after = writer.sizeInBytes();
        queue.topic().onCompressed(before, after);
        compressionRatio =
            (float) (after - RecordSize.BATCH_OVERHEAD) / (before - RecordSize.BATCH_OVERHEAD);
      }
    } catch (RuntimeException e) {
      sealError = e;
    }
    ready = true;
  }

  /** The sealing failed before there was a compressor. */
  void makeReady(RuntimeException error) {
    sealError = error;
    ready = true;
  }

  /** True the first time. Under the partition's lock. */
  boolean markKnown() {
    boolean first = !known;
    known = true;
    return first;
  }

  /** Seals the batch if it is still open. Any thread. */
  public void seal() {
    if (!sealed) {
      queue.seal(this);
    }
  }

  public boolean isSealed() {
    return sealed;
  }

  public boolean isReady() {
    return ready;
  }

  /** Why the batch cannot be sent at all, or null. Loop, once ready. */
  public RuntimeException sealError() {
    return sealError;
  }

  public PartitionQueue queue() {
    return queue;
  }

  public TopicPartition topicPartition() {
    return queue.topicPartition();
  }

  /** The number of its first record in the batch that was sent first; 0 unless that was split. */
  public int firstIndex() {
    return firstIndex;
  }

  /** Monotonic milliseconds. */
  public long createdMs() {
    return createdMs;
  }

  public int recordCount() {
    return recordCount;
  }

  /** What a batch of its largest record alone would take, uncompressed. */
  public int largestRecordBytes() {
    return RecordSize.BATCH_OVERHEAD + largestRecordBytes;
  }

  /** What compression has made of its records: compressed/uncompressed size. Once ready. */
  public float compressionRatio() {
    return compressionRatio;
  }

  /** As it goes over the wire, once ready. Loop. */
  public int sizeInBytes() {
    return writer.sizeInBytes();
  }

  /** Writes header and checksum; a view of the batch's memory. Loop, once ready. */
  public ByteBuffer build(
      long producerId, short producerEpoch, int baseSequence, boolean transactional) {
    return writer.build(producerId, producerEpoch, baseSequence, transactional);
  }

  /** Gives up the memory of the pool, if it has any; the batch cannot be built any more. Loop. */
  public byte[] takeMemory() {
    byte[] taken = whole == null ? array : null;
    array = null;
    writer = null;
    return taken;
  }

  /** An empty batch, not of the pool, for some of this one's records. Loop. */
  ProducerBatch newPart(int bytes, int index) {
    return new ProducerBatch(queue, new byte[bytes], bytes, createdMs, this, firstIndex + index);
  }

  /** Appends a record of the batch that this one is a part of; there is room for it. Loop. */
  void copy(RecordCursor record) {
    int before = writer.sizeInBytes();
    boolean copied =
        writer.tryAppend(
            record.timestamp(),
            record.array(),
            record.keyOffset(),
            record.keyLength(),
            record.array(),
            record.valueOffset(),
            record.valueLength(),
            record.headers());
    if (!copied) {
      throw new IllegalStateException("A part of a split batch is too small for its records");
    }
    largestRecordBytes = Math.max(largestRecordBytes, writer.sizeInBytes() - before);
    recordCount++;
  }

  /** Hands the results of its records over to {@code parts}, which are in order. Loop. */
  void splitInto(List<ProducerBatch> newParts) {
    parts = newParts.toArray(new ProducerBatch[0]);
    openParts = parts.length;
    callbacks.drain(future -> partOf(future.index()).callbacks.add(future));
  }

  private ProducerBatch partOf(int index) {
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

  /**
   * Ends the batch: the result stands, callbacks run in order, then those who wait go on, and
   * stages. Loop.
   *
   * @return false if it had ended before, and nothing was done
   */
  public boolean complete(Outcome result) {
    if (outcome != null) {
      return false;
    }
    outcome = result;
    callbacks.drain(this::fire);
    finish();
    return true;
  }

  /** What became of a batch that had failed before its answer came. Loop. */
  public void learnLate(Written written) {
    outcome.correct(written);
  }

  private void fire(CallbackFuture future) {
    RuntimeException error = outcome.errorOf(future.index() - firstIndex);
    RecordMetadata metadata =
        error == null ? future.batch().metadataOf(future, this) : queue.unknownMetadata();
    try {
      future.callback().onCompletion(metadata, error);
    } catch (Throwable e) {
      queue.onCallbackError(e);
    }
  }

  /** Those who wait go on, by their own threads; then the stages, by this one. */
  private void endStages() {
    List<Runnable> waiting;
    synchronized (done) {
      done.countDown();
      waiting = stages;
      stages = null;
    }
    if (waiting != null) {
      waiting.forEach(Runnable::run);
    }
  }

  /** A new stage for the result of a record of this batch. Any thread. */
  CompletableFuture<RecordMetadata> stageOf(SendFuture future) {
    CompletableFuture<RecordMetadata> stage = new CompletableFuture<>();
    synchronized (done) {
      if (!isDone()) {
        stages = stages == null ? new ArrayList<>() : stages;
        stages.add(() -> end(stage, future));
        return stage;
      }
    }
    end(stage, future);
    return stage;
  }

  private void end(CompletableFuture<RecordMetadata> stage, SendFuture future) {
    try {
      stage.complete(resultOf(future));
    } catch (ExecutionException e) {
      stage.completeExceptionally(e.getCause());
    }
  }

  /** Under way to an end; stays so when the outcome is set but callbacks still run. Loop. */
  public boolean isCompleted() {
    return outcome != null;
  }

  boolean isDone() {
    return done.getCount() == 0;
  }

  /** Waits until the batch, or all it was split into, is done. Any thread but the loop's. */
  public void await() throws InterruptedException {
    done.await();
  }

  boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    return done.await(timeout, unit);
  }

  /** The result of one record of a batch that is done. */
  RecordMetadata resultOf(SendFuture future) throws ExecutionException {
    ProducerBatch holder = holderOf(future.index());
    RuntimeException error = holder.outcome.errorOf(future.index() - holder.firstIndex);
    if (error != null) {
      throw new ExecutionException(error);
    }
    return metadataOf(future, holder);
  }

  private ProducerBatch holderOf(int index) {
    ProducerBatch holder = this;
    while (holder.parts != null) {
      holder = holder.partOf(index);
    }
    return holder;
  }

  private RecordMetadata metadataOf(SendFuture future, ProducerBatch holder) {
    Outcome result = holder.outcome;
    long timestampMs =
        result.logAppendTimeMs() >= 0 ? result.logAppendTimeMs() : timestampOf(future);
    return new RecordMetadata(
        queue.topicPartition(),
        result.baseOffset(),
        future.index() - holder.firstIndex,
        timestampMs,
        future.keySize(),
        future.valueSize());
  }

  private long timestampOf(SendFuture future) {
    return future.timestampDelta() == FAR
        ? farTimestamps.get(future.index())
        : baseTimestampMs + future.timestampDelta();
  }
}
