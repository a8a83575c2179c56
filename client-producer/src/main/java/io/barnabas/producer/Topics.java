package io.barnabas.producer;

import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.cluster.TopicInterest;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.network.loop.Clock;
import io.barnabas.producer.batch.Accumulator;
import io.barnabas.producer.batch.TopicQueue;
import io.barnabas.producer.metrics.BlockedTime;
import io.barnabas.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Which topics the producer wants to know of, and the waiting for those that it does not know yet.
 * Senders wait here on their own threads; {@link #topics} and {@link #onMetadata} run on the loop.
 */
final class Topics implements TopicInterest {
  private final Accumulator accumulator;
  private final Metadata metadata;
  private final Clock clock;
  private final long maxIdleMs;
  private final BlockedTime blocked;

  /**
   * When each topic of interest was last used, monotonic. Senders add, the loop updates and drops.
   */
  private final Map<String, Long> lastUsedMs = new ConcurrentHashMap<>();

  Topics(
      Accumulator accumulator,
      Metadata metadata,
      Clock clock,
      long maxIdleMs,
      BlockedTime blocked) {
    this.accumulator = accumulator;
    this.metadata = metadata;
    this.clock = clock;
    this.maxIdleMs = maxIdleMs;
    this.blocked = blocked;
  }

  @Override
  public boolean allowAutoTopicCreation() {
    return true;
  }

  @Override
  public Collection<String> topics(long nowMs) {
    List<String> wanted = new ArrayList<>();
    for (TopicQueue topic : accumulator.topics()) {
      if (topic.wasUsed()) {
        lastUsedMs.put(topic.name(), nowMs);
      }
    }
    lastUsedMs.values().removeIf(usedMs -> nowMs - usedMs >= maxIdleMs);
    wanted.addAll(lastUsedMs.keySet());
    return wanted;
  }

  void onMetadata(MetadataSnapshot snapshot) {
    for (TopicQueue topic : accumulator.topics()) {
      topic.learn(snapshot.topic(topic.name()), snapshot.version());
    }
  }

  /** The topic if it is known and has that partition, else null. No lock, no clock. */
  TopicQueue ifThere(String name, Integer partition) {
    TopicQueue topic = accumulator.topic(name);
    topic.touch();
    return isThere(topic, partition) ? topic : null;
  }

  /**
   * The topic, once the cluster has described it and it has that partition.
   *
   * @param partition null if any will do
   * @throws TimeoutException if it is not there within {@code maxBlockMs}
   * @throws ApiException if the cluster refuses to describe it
   */
  TopicQueue await(String name, Integer partition, long maxBlockMs) throws InterruptedException {
    TopicQueue topic = accumulator.topic(name);
    if (ifThere(name, partition) != null) {
      return topic;
    }
    refuseInvalid(name, metadata.snapshot());
    long startNanos = clock.nanos();
    long deadlineMs = clock.nowMs() + maxBlockMs;
    boolean hurry = topic.partitionCount() == 0;
    do {
      lastUsedMs.put(name, clock.nowMs());
      // Only the first question is of this topic alone: the next ones keep to the back-off.
      CompletableFuture<MetadataSnapshot> next =
          hurry ? metadata.refreshNewTopics() : metadata.refresh();
      hurry = false;
      MetadataSnapshot snapshot = awaitNext(next, topic, partition, deadlineMs, maxBlockMs);
      topic.learn(snapshot.topic(name), snapshot.version());
      throwError(name, snapshot);
    } while (!isThere(topic, partition));
    blocked.add(BlockedTime.Call.METADATA_WAIT, clock.nanos() - startNanos);
    return topic;
  }

  private static boolean isThere(TopicQueue topic, Integer partition) {
    int count = topic.partitionCount();
    return partition == null ? count > 0 : partition < count;
  }

  private MetadataSnapshot awaitNext(
      CompletableFuture<MetadataSnapshot> next,
      TopicQueue topic,
      Integer partition,
      long deadlineMs,
      long maxBlockMs)
      throws InterruptedException {
    try {
      return next.get(Math.max(0, deadlineMs - clock.nowMs()), TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      next.cancel(false);
      throw notThere(topic, partition, maxBlockMs);
    } catch (ExecutionException e) {
      throw causeOf(e);
    }
  }

  private TimeoutException notThere(TopicQueue topic, Integer partition, long maxBlockMs) {
    int count = topic.partitionCount();
    String message =
        count == 0
            ? "Topic " + topic.name() + " not present in metadata after " + maxBlockMs + " ms."
            : "Partition "
                + partition
                + " of topic "
                + topic.name()
                + " with partition count "
                + count
                + " is not present in metadata after "
                + maxBlockMs
                + " ms.";
    ErrorCode error = metadata.snapshot().topicError(topic.name());
    return error == ErrorCode.NONE
        ? new TimeoutException(message)
        : new TimeoutException(message, ErrorExceptions.of(error));
  }

  private KafkaException causeOf(ExecutionException e) {
    if (accumulator.isClosed()) {
      return new KafkaException("Producer closed while send in progress", e.getCause());
    }
    return e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
  }

  private static void refuseInvalid(String name, MetadataSnapshot snapshot) {
    if (snapshot.topicError(name) == ErrorCode.INVALID_TOPIC_EXCEPTION) {
      throw new InvalidTopicException(name);
    }
  }

  /** What trying again does not mend. */
  private static void throwError(String name, MetadataSnapshot snapshot) {
    ErrorCode error = snapshot.topicError(name);
    if (error == ErrorCode.INVALID_TOPIC_EXCEPTION) {
      throw new InvalidTopicException(Set.of(name));
    }
    if (error == ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
      throw new TopicAuthorizationException(Set.of(name));
    }
    ApiException exception = ErrorExceptions.of(error);
    if (exception != null && !(exception instanceof RetriableException)) {
      throw exception;
    }
  }
}
