package io.barnabas.consumer;

import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.offset.FoundOffset;
import io.barnabas.consumer.offset.OffsetSource;
import io.barnabas.consumer.subscription.ResetStrategy;
import io.barnabas.consumer.subscription.TopicWatch;
import io.barnabas.network.NetworkClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Asks for offsets on behalf of the application, and waits. Polling thread only. */
final class OffsetQueries {
  private final OffsetSource source;
  private final TopicWatch watch;
  private final NetworkClient network;
  private final PollSignal signal;

  OffsetQueries(OffsetSource source, TopicWatch watch, NetworkClient network, PollSignal signal) {
    this.source = source;
    this.watch = watch;
    this.network = network;
    this.signal = signal;
  }

  Map<TopicPartition, OffsetAndMetadata> committed(
      Set<TopicPartition> partitions, Deadline deadline) {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> answer =
        source.committed(partitions, deadline.remainingMs());
    if (!signal.await(answer, deadline)) {
      throw committedTimeout(partitions, deadline);
    }
    try {
      return PollSignal.valueOf(answer);
    } catch (TimeoutException e) {
      throw committedTimeout(partitions, deadline);
    }
  }

  private static TimeoutException committedTimeout(
      Set<TopicPartition> partitions, Deadline deadline) {
    return new TimeoutException(
        "Timeout of %dms expired before the last committed offset for partitions %s could be determined. Try tuning default.api.timeout.ms larger to relax the threshold."
            .formatted(deadline.timeoutMs(), partitions));
  }

  Map<TopicPartition, Long> beginning(Collection<TopicPartition> partitions, Deadline deadline) {
    return at(partitions, ResetStrategy.EARLIEST_TIMESTAMP, deadline);
  }

  Map<TopicPartition, Long> end(Collection<TopicPartition> partitions, Deadline deadline) {
    return at(partitions, ResetStrategy.LATEST_TIMESTAMP, deadline);
  }

  private Map<TopicPartition, Long> at(
      Collection<TopicPartition> partitions, long timestamp, Deadline deadline) {
    Map<TopicPartition, Long> timestamps = new HashMap<>();
    partitions.forEach(tp -> timestamps.put(tp, timestamp));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    find(timestamps, deadline).forEach((tp, found) -> offsets.put(tp, found.offset()));
    return offsets;
  }

  Map<TopicPartition, OffsetAndTimestamp> forTimes(
      Map<TopicPartition, Long> timestamps, Deadline deadline) {
    Map<TopicPartition, OffsetAndTimestamp> offsets = new HashMap<>();
    Map<TopicPartition, FoundOffset> found = find(timestamps, deadline);
    for (TopicPartition tp : timestamps.keySet()) {
      FoundOffset at = found.get(tp);
      offsets.put(
          tp,
          at == null || at.offset() < 0
              ? null
              : new OffsetAndTimestamp(at.offset(), at.timestamp(), at.leaderEpoch()));
    }
    return offsets;
  }

  private Map<TopicPartition, FoundOffset> find(
      Map<TopicPartition, Long> timestamps, Deadline deadline) {
    if (timestamps.isEmpty() || deadline.timeoutMs() == 0) {
      // without time kafka-clients asks nobody, and has no answer
      return Map.of();
    }
    Set<String> topics =
        timestamps.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
    Collection<String> watchedBefore = watch.topics();
    boolean anyNew = watch.watchAlso(topics);
    if (anyNew) {
      network.metadata().requestRefresh();
    }
    try {
      return await(source.find(timestamps, deadline), deadline);
    } finally {
      if (anyNew) {
        watch.watch(watchedBefore);
      }
    }
  }

  private Map<TopicPartition, FoundOffset> await(
      CompletableFuture<Map<TopicPartition, FoundOffset>> answer, Deadline deadline) {
    if (!signal.await(answer, deadline)) {
      throw new TimeoutException(
          "Failed to get offsets by times in " + deadline.timeoutMs() + "ms");
    }
    return PollSignal.valueOf(answer);
  }
}
