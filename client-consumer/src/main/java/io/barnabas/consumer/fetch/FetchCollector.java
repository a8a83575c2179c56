package io.barnabas.consumer.fetch;

import io.barnabas.consumer.metrics.FetchMetrics;
import io.barnabas.consumer.subscription.AssignedPartition;
import io.barnabas.consumer.subscription.ResetStrategy;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what was fetched out of the buffer and makes the answer of a {@code poll} of it: partitions
 * in turn, each in the order of its offsets, nothing stale. Polling thread only.
 */
public final class FetchCollector<K, V> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FetchCollector.class);

  /** Which part of the buffer may be taken by what was fetched of paused partitions. */
  private static final int MAX_PARKED_PART = 4;

  private final SubscriptionState subscriptions;
  private final FetchBuffer buffer;
  private final FetchSettings settings;
  private final RecordDecoder<K, V> decoder;
  private final DecompressionArrays arrays;
  private final FetchMetrics metrics;
  private final String logPrefix;

  private final Map<TopicPartition, PartitionInbox<K, V>> inboxes = new HashMap<>();

  /**
   * The inboxes with something in them, apart from the parked ones, in the order of their turns.
   */
  private final ArrayDeque<PartitionInbox<K, V>> turns = new ArrayDeque<>();

  /** What the parked inboxes hold. */
  private long parkedBytes;

  public FetchCollector(
      SubscriptionState subscriptions,
      FetchBuffer buffer,
      FetchSettings settings,
      Deserializers<K, V> deserializers,
      FetchMetrics metrics,
      String logPrefix) {
    this.subscriptions = subscriptions;
    this.buffer = buffer;
    this.settings = settings;
    this.decoder = new RecordDecoder<>(deserializers);
    this.arrays = new DecompressionArrays(deserializers.copy(), settings.maxDecompressedBytes());
    this.metrics = metrics;
    this.logPrefix = logPrefix;
  }

  /**
   * Up to {@code max.poll.records} records that are already here; null if not even a position has
   * moved. An error is thrown when nothing was collected before it, otherwise the next time.
   */
  public ConsumerRecords<K, V> collect() {
    drainBuffer();
    if (turns.isEmpty()) {
      buffer.throwFailure();
      return null;
    }
    Collected<K, V> collected = new Collected<>(settings.maxPollRecords());
    try {
      while (collected.remaining() > 0 && !turns.isEmpty()) {
        takeTurn(turns.pollFirst(), collected);
      }
    } catch (RuntimeException e) {
      if (collected.isEmpty()) {
        throw e;
      }
    }
    return collected.isEmpty() ? null : collected.toRecords();
  }

  private void drainBuffer() {
    metrics.collecting();
    FetchedPartition fetched;
    while ((fetched = buffer.poll()) != null) {
      AssignedPartition partition = subscriptions.partitionOrNull(fetched.topicPartition());
      if (partition == null || partition.fence() != fetched.fence()) {
        buffer.release(fetched.release());
      } else {
        deliver(partition, fetched);
      }
    }
  }

  private void deliver(AssignedPartition partition, FetchedPartition fetched) {
    partition.logBounds(
        fetched.highWatermark(), fetched.lastStableOffset(), fetched.logStartOffset());
    if (fetched.error() == ErrorCode.NONE && fetched.sizeInBytes() == 0) {
      buffer.release(fetched.release());
      metrics.moved(partition, settings.readCommitted());
      return;
    }
    PartitionInbox<K, V> inbox = inboxes.get(fetched.topicPartition());
    if (inbox == null || inbox.isStale()) {
      drop(inbox);
      inbox = new PartitionInbox<>(partition);
      inboxes.put(fetched.topicPartition(), inbox);
    }
    boolean parked = inbox.isParked();
    boolean waitsForTurn = parked || !inbox.isEmpty();
    if (parked) {
      unpark(inbox);
    }
    inbox.add(fetched);
    if (parked) {
      park(inbox);
    } else if (!waitsForTurn) {
      turns.addLast(inbox);
    }
  }

  /**
   * One partition's turn: it hands out from one fetch answer, and goes to the end if it has more.
   */
  private void takeTurn(PartitionInbox<K, V> inbox, Collected<K, V> collected) {
    if (inbox.isStale() || inbox.isEmpty()) {
      drop(inbox);
      return;
    }
    if (!inbox.partition().isFetchable()) {
      park(inbox);
      return;
    }
    boolean failed = true;
    try {
      handOut(inbox, collected);
      failed = false;
    } finally {
      if (!inbox.isEmpty() && !inbox.isStale()) {
        boolean unfinished = !failed && inbox.reader() != null;
        if (unfinished) {
          turns.addFirst(inbox);
        } else {
          // only one partition at a time is in the middle of a batch
          inbox.rewind();
          turns.addLast(inbox);
        }
      }
    }
  }

  private void handOut(PartitionInbox<K, V> inbox, Collected<K, V> collected) {
    FetchedPartition first = inbox.first();
    if (first.error() != ErrorCode.NONE) {
      buffer.release(inbox.removeFirst());
      onError(inbox.partition(), first);
      return;
    }
    if (inbox.reader() == null) {
      long offset = inbox.partition().position().offset();
      inbox.begin(new PartitionReader<>(first, offset, settings, decoder, arrays));
    }
    PartitionReader<K, V> reader = inbox.reader();
    List<ConsumerRecord<K, V>> records = reader.read(collected.remaining());
    first.topic().consumed(reader.takeBytes(), records.size());
    AssignedPartition partition = inbox.partition();
    if (reader.nextOffset() > partition.position().offset()) {
      partition.advance(reader.nextOffset(), reader.leaderEpoch());
      collected.add(first.topicPartition(), records, partition.position());
    }
    metrics.moved(partition, settings.readCommitted());
    if (reader.isFinished()) {
      buffer.release(inbox.removeFirst());
    }
  }

  private void onError(AssignedPartition partition, FetchedPartition fetched) {
    TopicPartition tp = fetched.topicPartition();
    switch (fetched.error()) {
      case OFFSET_OUT_OF_RANGE -> outOfRange(partition);
      case TOPIC_AUTHORIZATION_FAILED -> {
        LOG.warn("{}Not authorized to read from partition {}.", logPrefix, tp);
        partition.refetch();
        throw new TopicAuthorizationException(Set.of(tp.topic()));
      }
      case CORRUPT_MESSAGE -> {
        partition.refetch();
        throw new KafkaException(
            "Encountered corrupt message when fetching offset %d for topic-partition %s"
                .formatted(fetched.fetchOffset(), tp));
      }
      default -> {
        partition.refetch();
        throw new IllegalStateException(
            "Unexpected error code %d while fetching at offset %d from topic-partition %s"
                .formatted(fetched.error().code(), fetched.fetchOffset(), tp));
      }
    }
  }

  private void outOfRange(AssignedPartition partition) {
    TopicPartition tp = partition.topicPartition();
    String message =
        "Fetch position %s is out of range for partition %s".formatted(partition.position(), tp);
    if (subscriptions.defaultReset().kind() == ResetStrategy.Kind.NONE) {
      LOG.info(
          "{}{}, raising error to the application since no reset policy is configured",
          logPrefix,
          message);
      partition.refetch();
      throw new OffsetOutOfRangeException(message, Map.of(tp, partition.position().offset()));
    }
    LOG.info("{}{}, resetting offset", logPrefix, message);
    partition.reset(subscriptions.defaultReset());
  }

  /**
   * Puts aside what was fetched of a paused partition, copied so that it does not hold the memory
   * of whole answers; drops it if too much is put aside already.
   */
  private void park(PartitionInbox<K, V> inbox) {
    if (parkedBytes + inbox.bytes() > buffer.limitBytes() / MAX_PARKED_PART) {
      inbox.partition().refetch();
      drop(inbox);
      return;
    }
    inbox.park(true);
    parkedBytes += inbox.bytes();
    buffer.take(inbox.bytes());
    buffer.release(inbox.copyOut());
  }

  private void unpark(PartitionInbox<K, V> inbox) {
    inbox.park(false);
    parkedBytes -= inbox.bytes();
  }

  private void drop(PartitionInbox<K, V> inbox) {
    if (inbox != null) {
      clear(inbox);
      inboxes.remove(inbox.partition().topicPartition(), inbox);
    }
  }

  private void clear(PartitionInbox<K, V> inbox) {
    if (inbox.isParked()) {
      unpark(inbox);
    }
    buffer.release(inbox.clear());
  }

  /** Positions, pauses or the assignment changed: drops the stale, takes up the resumed. */
  void dropStale() {
    for (Iterator<PartitionInbox<K, V>> all = inboxes.values().iterator(); all.hasNext(); ) {
      PartitionInbox<K, V> inbox = all.next();
      if (inbox.isStale()) {
        clear(inbox);
        all.remove();
      } else if (inbox.isParked() && inbox.partition().isFetchable()) {
        unpark(inbox);
        turns.addLast(inbox);
      }
    }
    turns.removeIf(PartitionInbox::isStale);
  }

  @Override
  public void close() {
    inboxes.values().forEach(PartitionInbox::clear);
    inboxes.clear();
    turns.clear();
    arrays.close();
  }

  /** The answer of one poll in the making. */
  private static final class Collected<K, V> {
    private final Map<TopicPartition, List<ConsumerRecord<K, V>>> records = new LinkedHashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> nextOffsets = new HashMap<>();
    private int remaining;

    Collected(int max) {
      remaining = max;
    }

    int remaining() {
      return remaining;
    }

    boolean isEmpty() {
      return nextOffsets.isEmpty();
    }

    void add(
        TopicPartition tp,
        List<ConsumerRecord<K, V>> more,
        io.barnabas.consumer.subscription.FetchPosition position) {
      remaining -= more.size();
      if (!more.isEmpty()) {
        records.merge(
            tp,
            more,
            (first, second) -> {
              first.addAll(second);
              return first;
            });
      }
      nextOffsets.put(tp, new OffsetAndMetadata(position.offset(), position.leaderEpoch(), ""));
    }

    ConsumerRecords<K, V> toRecords() {
      return new ConsumerRecords<>(records, nextOffsets);
    }
  }
}
