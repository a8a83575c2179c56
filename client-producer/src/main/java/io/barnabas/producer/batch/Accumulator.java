package io.barnabas.producer.batch;

import io.barnabas.producer.partition.StickyChoice;
import io.barnabas.producer.result.Written;
import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.record.RecordHeader;
import io.barnabas.protocol.record.RecordSize;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * All records that wait for the loop. Application threads append, each under the lock of one
 * partition only; the loop takes over what is announced. Thread-safe.
 */
public final class Accumulator implements AutoCloseable {
  /** Let {@link #append} choose the partition. */
  public static final int ANY_PARTITION = -1;

  private final int batchSize;
  private final long lingerMs;
  private final LongSupplier monotonicMs;
  private final Runnable wakeup;
  private final BiConsumer<TopicPartition, Throwable> callbackErrors;
  private final BufferPool pool;
  private final CompressorPool compressors;
  private final ConcurrentHashMap<String, TopicQueue> topics = new ConcurrentHashMap<>();

  /** The first there was, and mostly the only one: found without looking it up. */
  private volatile TopicQueue firstTopic;

  private final Announcements announcements = new Announcements();
  private final Gathering gathering;
  private final AtomicInteger queueCount = new AtomicInteger();

  /** When the loop will look by itself, in monotonic milliseconds. Written by the loop. */
  private volatile long nextLookMs;

  private volatile boolean closed;

  /** Set when the loop has ended: nobody sends what is left. */
  private volatile RuntimeException deathCause;

  /**
   * @param wakeup makes the loop look soon; cheap when it is awake
   * @param callbackErrors told of what callbacks of users throw
   */
  public Accumulator(
      Limits limits,
      Compression compression,
      int compressionLevel,
      LongSupplier monotonicMs,
      Runnable wakeup,
      BiConsumer<TopicPartition, Throwable> callbackErrors) {
    this.batchSize = limits.batchSize();
    this.lingerMs = limits.lingerMs();
    this.monotonicMs = monotonicMs;
    this.wakeup = wakeup;
    this.callbackErrors = callbackErrors;
    this.gathering = new Gathering(batchSize, lingerMs);
    this.pool = new BufferPool(limits.bufferMemory(), batchSize, wakeup);
    this.compressors = new CompressorPool(compression, compressionLevel);
  }

  /** {@code batch.size}, {@code linger.ms}, {@code buffer.memory}. */
  public record Limits(int batchSize, long lingerMs, long bufferMemory) {}

  /** What is kept of the topic, from the first call on. Any thread. */
  public TopicQueue topic(String name) {
    TopicQueue first = firstTopic;
    if (first != null && first.name().equals(name)) {
      return first;
    }
    TopicQueue topic = topics.get(name);
    return topic != null ? topic : newTopic(name);
  }

  private TopicQueue newTopic(String name) {
    TopicQueue topic =
        topics.computeIfAbsent(
            name, n -> new TopicQueue(this, n, batchSize, compressors.compresses()));
    if (firstTopic == null) {
      firstTopic = topic;
    }
    return topic;
  }

  public Collection<TopicQueue> topics() {
    return topics.values();
  }

  /**
   * Appends one record and returns at once, unless memory is short.
   *
   * @param partition a known partition of the topic, or {@link #ANY_PARTITION}
   * @param callback may be null
   * @param maxBlockMs how long to wait for memory
   * @throws KafkaException if the producer is closed
   */
  public SendFuture append(
      TopicQueue topic,
      int partition,
      long timestampMs,
      byte[] key,
      byte[] value,
      RecordHeader[] headers,
      Callback callback,
      long maxBlockMs)
      throws InterruptedException {
    byte[] memory = null;
    try {
      while (true) {
        StickyChoice.Stay stay = partition == ANY_PARTITION ? topic.stay() : null;
        PartitionQueue queue = topic.partition(stay == null ? partition : stay.partition());
        if (memory == null) {
          SendFuture future = queue.append(stay, timestampMs, key, value, headers, callback);
          if (future != null) {
            return future;
          }
          memory = pool.allocate(memoryFor(key, value, headers), maxBlockMs);
        }
        SendFuture future =
            queue.appendToNew(memory, stay, timestampMs, key, value, headers, callback);
        if (future != null) {
          memory = future.isFirst() ? null : memory;
          return future;
        }
      }
    } finally {
      if (memory != null) {
        pool.release(memory);
      }
    }
  }

  private int memoryFor(byte[] key, byte[] value, RecordHeader[] headers) {
    return Math.max(batchSize, upperBound(key, value, headers));
  }

  /** The most that a batch of this one record takes, uncompressed. */
  public static int upperBound(byte[] key, byte[] value, RecordHeader[] headers) {
    return RecordSize.batchUpperBound(
        key == null ? -1 : key.length, value == null ? -1 : value.length, headers);
  }

  PartitionQueue newQueue(TopicQueue topic, int partition) {
    return new PartitionQueue(this, topic, partition, queueCount.getAndIncrement());
  }

  /** Batches of one partition in their order: under its lock. */
  void announce(ProducerBatch opened) {
    announcements.push(opened);
  }

  /** After an announcement: the loop must look before the linger is over. */
  void batchOpened(long nowMs) {
    if (nextLookMs > nowMs + lingerMs) {
      wakeup.run();
    }
  }

  /** A full batch is ready. Any thread, without the lock of the partition. */
  void fullBatchReady(ProducerBatch batch) {
    announcements.push(batch);
    if (gathering.add()) {
      wakeup.run();
    }
    failLeft();
  }

  /** A batch is ready that must not wait. Any thread, without the lock of the partition. */
  void batchReady(ProducerBatch batch) {
    announcements.push(batch);
    hurry();
    failLeft();
  }

  /** What is announced must not wait. Any thread. */
  void hurry() {
    gathering.hurry();
    wakeup.run();
  }

  void makeReady(ProducerBatch batch) {
    compressors.makeReady(batch);
  }

  long nowMs() {
    return monotonicMs.getAsLong();
  }

  void onCallbackError(TopicPartition topicPartition, Throwable error) {
    callbackErrors.accept(topicPartition, error);
  }

  /** Whether it is better not to take over yet what is announced; see {@link Gathering}. Loop. */
  public boolean isGathering(long nowMs) {
    return gathering.goesOn(nowMs) && !closed && !pool.isExhausted();
  }

  /** Whether something is announced that was not taken over. Loop. */
  public boolean hasAnnounced() {
    return !announcements.isEmpty();
  }

  /** Gives all that is announced to the loop. Loop. */
  public void handOver(long nowMs, Intake intake) {
    gathering.taken(nowMs);
    announcements.drainTo(intake);
  }

  /**
   * Agrees on when the loop will look again without being woken. Loop.
   *
   * @param wantedMs when it has something to do of its own
   * @return no later than that; {@code nowMs} if something was announced meanwhile
   */
  public long sleepUntil(long nowMs, long wantedMs) {
    nextLookMs = gathering.lookMs(wantedMs);
    return announcements.isEmpty() || isGathering(nowMs) ? nextLookMs : nowMs;
  }

  /** Seals every open batch. Loop, or while it is closed. */
  public void sealAll() {
    for (TopicQueue topic : topics.values()) {
      for (PartitionQueue queue : topic.partitions()) {
        queue.seal();
      }
    }
  }

  /** Whether somebody waits for memory. */
  public boolean isExhausted() {
    return pool.isExhausted();
  }

  /** Makes several batches, of {@code batch.size} at most, of one that is too large. Loop. */
  public List<ProducerBatch> split(ProducerBatch whole) {
    List<ProducerBatch> parts = BatchSplitter.split(whole, batchSize);
    parts.forEach(compressors::makeReady);
    whole.splitInto(parts);
    return parts;
  }

  /** Gives the memory of a batch back; only once nobody writes or sends it any more. Loop. */
  public void release(ProducerBatch batch) {
    batch.releaseTo(pool);
  }

  public BufferPool pool() {
    return pool;
  }

  void requireOpen() {
    if (closed) {
      throw new KafkaException("Producer closed while send in progress");
    }
  }

  public boolean isClosed() {
    return closed;
  }

  /**
   * No more records; those who wait for memory get an exception. What is here stays. Any thread.
   */
  public void refuse() {
    closed = true;
    pool.close();
  }

  /** The loop has ended: what it did not take fails, here or by whoever is just sealing it. */
  public void die(RuntimeException cause) {
    refuse();
    deathCause = cause;
    sealAll();
    failLeft();
  }

  /** Ends what a dead loop will not take any more. Any thread. */
  private void failLeft() {
    RuntimeException cause = deathCause;
    if (cause != null) {
      Outcome unsent = Outcome.failedLikeOthers(cause, Written.SURELY_NOT);
      announcements.drainTo(
          batch -> {
            if (batch.isReady()) {
              batch.complete(unsent);
            }
          });
    }
  }

  /** Frees what the compressors hold. After the loop has ended. */
  @Override
  public void close() {
    compressors.close();
  }
}
