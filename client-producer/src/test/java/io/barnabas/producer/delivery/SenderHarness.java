package io.barnabas.producer.delivery;

import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.cluster.PartitionMetadata;
import io.barnabas.network.cluster.TopicMetadata;
import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.ManualClock;
import io.barnabas.producer.batch.Accumulator;
import io.barnabas.producer.batch.SendFuture;
import io.barnabas.producer.batch.TopicQueue;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.producer.idempotence.ProducerIdentity;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.record.RecordHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A sender over scripted brokers, with a clock that a test moves: one topic, led as a test says.
 */
final class SenderHarness {
  static final int BATCH_SIZE = 1000;
  static final int LINGER_MS = 5;
  static final int DELIVERY_TIMEOUT_MS = 10_000;
  static final long MEMORY = 100 * BATCH_SIZE;

  final ManualClock clock = new ManualClock();
  final ScriptedRequests brokers = new ScriptedRequests();
  final Metadata metadata = mock(Metadata.class);
  final List<Throwable> callbackErrors = new ArrayList<>();

  /** How often the loop was woken. */
  final AtomicInteger wakeups = new AtomicInteger();

  /** The errors that callbacks saw. */
  final Map<String, Exception> errors = new HashMap<>();

  /** What callbacks saw, in their order: {@code value@offset}, or {@code value!Exception}. */
  final List<String> results = new ArrayList<>();

  final Accumulator accumulator;
  final Sender sender;
  final TopicQueue topic;
  private UUID topicId = new UUID(1, 2);
  private long version = 1;

  SenderHarness(boolean idempotence, int partitions, Compression compression) {
    this(identity(idempotence), TransactionGate.NONE, partitions, compression);
  }

  SenderHarness(
      ProducerIdentity identity, TransactionGate gate, int partitions, Compression compression) {
    accumulator =
        new Accumulator(
            new Accumulator.Limits(BATCH_SIZE, LINGER_MS, MEMORY),
            compression,
            compression.defaultLevel(),
            clock::nowMs,
            wakeups::incrementAndGet,
            (partition, error) -> callbackErrors.add(error));
    int[] leaders = new int[partitions];
    java.util.Arrays.fill(leaders, 1);
    lead(leaders);
    sender =
        new Sender(
            new DeliverySettings(
                "",
                5,
                1 << 20,
                (short) -1,
                Integer.MAX_VALUE,
                2000,
                DELIVERY_TIMEOUT_MS,
                new Backoff(100, 100)),
            LINGER_MS,
            accumulator,
            brokers,
            metadata,
            identity,
            gate,
            clock);
    topic = accumulator.topic("t");
    topic.learn(metadata.snapshot().topic("t"), version);
    when(metadata.onLeaderHint(anyString(), anyInt(), anyInt(), anyInt())).thenReturn(false);
  }

  private static ProducerIdentity identity(boolean idempotence) {
    return idempotence
        ? new ProducerIdentity(
            "",
            () -> CompletableFuture.completedFuture(new ProducerId(7, (short) 0)),
            error -> {},
            () -> {},
            new Backoff(100, 100))
        : ProducerIdentity.off();
  }

  /** The topic is deleted and made again. */
  void recreate(int... leaders) {
    topicId = new UUID(1, topicId.getLeastSignificantBits() + 1);
    lead(leaders);
  }

  /** Says who leads each partition; -1 for nobody. */
  void lead(int... leaders) {
    PartitionMetadata[] partitions = new PartitionMetadata[leaders.length];
    for (int i = 0; i < leaders.length; i++) {
      partitions[i] =
          new PartitionMetadata(
              i, leaders[i], (int) version, new int[0], new int[0], new int[0], ErrorCode.NONE);
    }
    MetadataSnapshot snapshot = mock(MetadataSnapshot.class);
    when(snapshot.topic("t")).thenReturn(new TopicMetadata("t", topicId, false, partitions));
    when(snapshot.version()).thenReturn(++version);
    when(metadata.snapshot()).thenReturn(snapshot);
    if (sender != null) {
      sender.onMetadata(snapshot);
    }
  }

  /** Appends to partition 0. */
  SendFuture append(String value) throws InterruptedException {
    return append(0, value);
  }

  SendFuture append(int partition, String value) throws InterruptedException {
    return accumulator.append(
        topic,
        partition,
        1,
        null,
        value.getBytes(StandardCharsets.UTF_8),
        RecordHeader.NONE,
        (metadata, error) -> {
          errors.put(value, error);
          results.add(
              error == null
                  ? value + "@" + metadata.offset()
                  : value + "!" + error.getClass().getSimpleName());
        },
        0);
  }

  /** Appends to partition 0 and seals the batch. */
  SendFuture batch(String... values) throws InterruptedException {
    SendFuture last = null;
    for (String value : values) {
      last = append(value);
    }
    topic.partition(0).seal();
    return last;
  }

  long poll() {
    return sender.poll(clock.nowMs());
  }

  void pollAfter(long ms) {
    clock.advance(ms);
    poll();
  }

  boolean allMemoryIsFree() {
    return accumulator.pool().availableBytes() == MEMORY;
  }
}
