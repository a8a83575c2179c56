package io.barnabas.producer.batch;

import io.barnabas.producer.result.Written;
import io.barnabas.protocol.compress.Compressor;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.record.RecordBatchWriter;
import io.barnabas.protocol.record.RecordCursor;
import io.barnabas.protocol.record.RecordHeader;
import io.barnabas.protocol.record.RecordSize;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.TopicPartition;

/**
 * Records of one partition that go to the broker together. A batch is open (application threads
 * append under the lock of its partition), sealed (nobody appends; whoever sealed it compresses
 * it), ready (the loop's alone), done. What becomes of its records is in {@link BatchResults}.
 */
public final class ProducerBatch {
  private static final AtomicIntegerFieldUpdater<ProducerBatch> ANNOUNCED =
      AtomicIntegerFieldUpdater.newUpdater(ProducerBatch.class, "announced");

  private final PartitionQueue queue;
  private final long createdMs;
  private final BatchResults results;

  /** Whether the memory is to go back to the pool. */
  private final boolean pooled;

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

  /** How many of the records have a callback. Guarded like {@link #array}. */
  private int callbackCount;

  /** What the pool was paid for their callbacks; see {@link CallbackRoom}. Guarded the same. */
  private int callbackBytesPaid;

  /** Of the record that takes most in this batch, its frame included. Guarded the same. */
  private int largestRecordBytes;

  /**
   * Of the records, when they were compressed; 1 if they were not. Written before {@link #ready}.
   */
  private float compressionRatio = 1;

  /** Written under the partition's lock. */
  private volatile boolean sealed;

  /** Written by whoever sealed the batch, after which all else belongs to the loop. */
  private volatile boolean ready;

  /** Why sealing failed, else null. Written before {@link #ready}. */
  private RuntimeException sealError;

  /** 1 while it stands in {@link Announcements}, else 0. */
  private volatile int announced;

  /** The link of {@link Announcements}, which owns it. */
  private ProducerBatch nextAnnounced;

  /** Whether the loop has seen this batch. The loop's. */
  private boolean known;

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
    this.pooled = whole == null;
    this.results = new BatchResults(this, pooled ? null : whole.results, firstIndex);
  }

  /** Appends under the partition's lock; null if there is no room. */
  SendFuture tryAppend(
      long timestampMs, byte[] key, byte[] value, RecordHeader[] headers, Callback callback) {
    if (callback != null && !hasRoomForCallback()) {
      return null;
    }
    int before = writer.sizeInBytes();
    if (!writer.tryAppend(timestampMs, key, value, headers)) {
      return null;
    }
    if (callback != null) {
      callbackCount++;
    }
    largestRecordBytes = Math.max(largestRecordBytes, writer.sizeInBytes() - before);
    return results.add(recordCount++, key, value, timestampMs, callback);
  }

  private boolean hasRoomForCallback() {
    return callbackCount < CallbackRoom.of(array.length, callbackBytesPaid);
  }

  /** No room for even the smallest record. Under the partition's lock. */
  boolean isFull() {
    return writer.sizeInBytes() >= limit;
  }

  /** Makes what room was missing, if there is memory. Under the partition's lock. */
  boolean grow(BufferPool pool) {
    return hasRoomForCallback() ? growArray(pool) : payForCallbacks(pool);
  }

  private boolean payForCallbacks(BufferPool pool) {
    boolean paid = pool.tryReserve(CallbackRoom.PAYMENT_BYTES);
    callbackBytesPaid += paid ? CallbackRoom.PAYMENT_BYTES : 0;
    return paid;
  }

  /** As far as {@code batch.size} allows that, as the records will be compressed. */
  private boolean growArray(BufferPool pool) {
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

  /** False if it was announced, and not taken since. */
  boolean markAnnounced() {
    return ANNOUNCED.compareAndSet(this, 0, 1);
  }

  /** Before the loop looks at it: what comes later is announced anew. */
  void unmarkAnnounced() {
    announced = 0;
  }

  ProducerBatch nextAnnounced() {
    return nextAnnounced;
  }

  void nextAnnounced(ProducerBatch next) {
    nextAnnounced = next;
  }

  /** True the first time. Loop. */
  public boolean markKnown() {
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

  /** Somebody waits for the batch, which then waits for nothing. Any thread. */
  void hurry() {
    seal();
    if (announced != 0) {
      queue.hurry();
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
    return results.firstIndex();
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

  /** Writes header and checksum. Loop, once ready. */
  public void stamp(long producerId, short producerEpoch, int baseSequence, boolean transactional) {
    writer.stamp(producerId, producerEpoch, baseSequence, transactional);
  }

  /**
   * Puts the stamped batch into a request, where it lies: it must stay until that is sent. Loop.
   */
  public void writeTo(ByteWriter out, boolean compact) {
    out.writeRecords(array, 0, writer.sizeInBytes(), compact);
  }

  /** Writes header and checksum; a view of the batch's memory. Loop, once ready. */
  ByteBuffer build(long producerId, short producerEpoch, int baseSequence, boolean transactional) {
    return writer.build(producerId, producerEpoch, baseSequence, transactional);
  }

  /** Gives up the memory of the pool, if it has any; the batch cannot be built any more. Loop. */
  void releaseTo(BufferPool pool) {
    if (pooled && array != null) {
      pool.release(array);
      if (callbackBytesPaid > 0) {
        pool.unreserve(callbackBytesPaid);
      }
    }
    array = null;
    writer = null;
  }

  /** An empty batch, not of the pool, for some of this one's records. Loop. */
  ProducerBatch newPart(int bytes, int index) {
    return new ProducerBatch(queue, new byte[bytes], bytes, createdMs, this, firstIndex() + index);
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
  void splitInto(List<ProducerBatch> parts) {
    results.splitInto(parts.stream().map(part -> part.results).toArray(BatchResults[]::new));
  }

  /**
   * Ends the batch: the result stands, callbacks run in order, then those who wait go on, and
   * stages. Loop, or any thread once the loop has ended.
   *
   * @return false if it had ended before, and nothing was done
   */
  public boolean complete(Outcome result) {
    return results.complete(result);
  }

  /** What became of a batch that had failed before its answer came. Loop. */
  public void learnLate(Written written) {
    results.learnLate(written);
  }

  /** Under way to an end; stays so when the outcome is set but callbacks still run. Loop. */
  public boolean isCompleted() {
    return results.isCompleted();
  }

  /** Waits until the batch, or all it was split into, is done. Any thread but the loop's. */
  public void await() throws InterruptedException {
    results.await();
  }
}
