package io.barnabas.consumer.offset;

import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.subscription.AssignedPartition;
import io.barnabas.consumer.subscription.AssignedPartition.State;
import io.barnabas.consumer.subscription.FetchPosition;
import io.barnabas.consumer.subscription.ResetStrategy;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.network.loop.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every assigned partition a position: the committed offset, else by the reset strategy. It
 * never waits; what it asks for comes back to a later call, and counts only if the partition's
 * fence is still the same. Polling thread only.
 */
public final class PositionResolver {
  private static final Logger LOG = LoggerFactory.getLogger(PositionResolver.class);

  private final SubscriptionState subscriptions;
  private final OffsetSource source;
  private final PositionValidator validator;
  private final PollSignal signal;
  private final Clock clock;
  private final long timeoutMs;
  private final String logPrefix;

  private Pending<OffsetAndMetadata> committed;
  private Pending<FoundOffset> reset;

  public PositionResolver(
      SubscriptionState subscriptions,
      OffsetSource source,
      PositionValidator validator,
      PollSignal signal,
      Clock clock,
      long timeoutMs,
      String logPrefix) {
    this.subscriptions = subscriptions;
    this.source = source;
    this.validator = validator;
    this.signal = signal;
    this.clock = clock;
    this.timeoutMs = timeoutMs;
    this.logPrefix = logPrefix;
  }

  /** What was asked for, and the fences it was asked under. */
  private record Pending<T>(
      Map<AssignedPartition, Long> fences, CompletableFuture<Map<TopicPartition, T>> answer) {}

  /**
   * Takes what has come, asks for what is missing.
   *
   * @return true if all partitions have a position to fetch from
   * @throws NoOffsetForPartitionException if one has none and there is no strategy
   */
  public boolean poll() {
    boolean nothingAsked = committed == null && reset == null;
    if (nothingAsked && subscriptions.allPositioned() && validator.isUpToDate()) {
      return true;
    }
    takeCommitted();
    takeReset();
    validator.poll();
    boolean complete = true;
    boolean initializing = false;
    boolean resetting = false;
    for (AssignedPartition partition : subscriptions.partitions()) {
      complete &= partition.state() == State.VALID;
      initializing |= partition.state() == State.INITIALIZING;
      resetting |= partition.state() == State.RESETTING;
    }
    if (initializing && committed == null) {
      askCommitted();
    }
    if (resetting && reset == null) {
      askReset();
    }
    return complete;
  }

  private void askCommitted() {
    Map<AssignedPartition, Long> fences = partitionsIn(State.INITIALIZING);
    if (!source.hasCommitted()) {
      resetWithoutCommitted(fences.keySet());
      return;
    }
    committed =
        new Pending<>(fences, signalling(source.committed(topicPartitions(fences), timeoutMs)));
  }

  private void takeCommitted() {
    if (committed == null || !committed.answer().isDone()) {
      return;
    }
    Pending<OffsetAndMetadata> asked = committed;
    committed = null;
    Map<TopicPartition, OffsetAndMetadata> offsets = valueOf(asked.answer());
    if (offsets == null) {
      return;
    }
    Set<AssignedPartition> without = new HashSet<>();
    asked
        .fences()
        .forEach(
            (partition, fence) -> {
              OffsetAndMetadata offset = offsets.get(partition.topicPartition());
              if (!isCurrent(partition, fence)) {
                return;
              }
              if (offset == null) {
                without.add(partition);
              } else {
                LOG.info(
                    "{}Setting offset for partition {} to the committed offset {}",
                    logPrefix,
                    partition.topicPartition(),
                    offset.offset());
                partition.seek(new FetchPosition(offset.offset(), offset.leaderEpoch()));
              }
            });
    resetWithoutCommitted(without);
  }

  private void resetWithoutCommitted(Set<AssignedPartition> without) {
    if (without.isEmpty()) {
      return;
    }
    if (subscriptions.defaultReset().kind() == ResetStrategy.Kind.NONE) {
      throw new NoOffsetForPartitionException(
          without.stream().map(AssignedPartition::topicPartition).collect(Collectors.toSet()));
    }
    without.forEach(partition -> partition.reset(subscriptions.defaultReset()));
    if (reset == null) {
      askReset();
    }
  }

  private void askReset() {
    Map<AssignedPartition, Long> fences = partitionsIn(State.RESETTING);
    Map<TopicPartition, Long> timestamps = new HashMap<>();
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (AssignedPartition partition : fences.keySet()) {
      ResetStrategy strategy = partition.resetTo();
      timestamps.put(partition.topicPartition(), strategy.timestamp(clock.wallMs()));
      if (strategy.kind() == ResetStrategy.Kind.BY_DURATION) {
        ends.put(partition.topicPartition(), ResetStrategy.LATEST_TIMESTAMP);
      }
    }
    reset = new Pending<>(fences, signalling(findReset(timestamps, ends)));
  }

  /**
   * Where no record is as late as asked for, the end: looked up first, or a record written between
   * the two questions would be left out.
   */
  private CompletableFuture<Map<TopicPartition, FoundOffset>> findReset(
      Map<TopicPartition, Long> timestamps, Map<TopicPartition, Long> ends) {
    Deadline deadline = Deadline.after(clock, timeoutMs);
    if (ends.isEmpty()) {
      return source.findSome(timestamps, deadline);
    }
    return source
        .findSome(ends, deadline)
        .thenCompose(
            end -> source.findSome(timestamps, deadline).thenApply(late -> orEnd(late, end)));
  }

  private static Map<TopicPartition, FoundOffset> orEnd(
      Map<TopicPartition, FoundOffset> late, Map<TopicPartition, FoundOffset> ends) {
    Map<TopicPartition, FoundOffset> found = new HashMap<>(late);
    found.replaceAll((tp, offset) -> offset.offset() < 0 ? ends.get(tp) : offset);
    return found;
  }

  private void takeReset() {
    if (reset == null || !reset.answer().isDone()) {
      return;
    }
    Pending<FoundOffset> asked = reset;
    reset = null;
    Map<TopicPartition, FoundOffset> offsets = valueOf(asked.answer());
    if (offsets == null) {
      return;
    }
    asked
        .fences()
        .forEach(
            (partition, fence) -> {
              FoundOffset found = offsets.get(partition.topicPartition());
              boolean isKnown = found != null && found.offset() >= 0;
              if (isKnown && isCurrent(partition, fence)) {
                takeFound(partition, found);
              }
            });
  }

  private void takeFound(AssignedPartition partition, FoundOffset found) {
    LOG.info(
        "{}Resetting offset for partition {} to position {}.",
        logPrefix,
        partition.topicPartition(),
        found.offset());
    // the leader has just said so: no epoch that would have to be validated
    partition.seek(new FetchPosition(found.offset(), Optional.empty()));
  }

  private static boolean isCurrent(AssignedPartition partition, long fence) {
    return partition.isAssigned() && partition.fence() == fence;
  }

  private Map<AssignedPartition, Long> partitionsIn(State state) {
    Map<AssignedPartition, Long> fences = new HashMap<>();
    for (AssignedPartition partition : subscriptions.partitions()) {
      if (partition.state() == state) {
        fences.put(partition, partition.fence());
      }
    }
    return fences;
  }

  private static Set<TopicPartition> topicPartitions(Map<AssignedPartition, Long> fences) {
    Set<TopicPartition> partitions = new HashSet<>();
    fences.keySet().forEach(partition -> partitions.add(partition.topicPartition()));
    return partitions;
  }

  private <T> CompletableFuture<T> signalling(CompletableFuture<T> answer) {
    answer.whenComplete((value, failure) -> signal.raise());
    return answer;
  }

  /** Null if it failed in a way that passes: it is asked for again. */
  private <T> T valueOf(CompletableFuture<T> done) {
    try {
      return PollSignal.valueOf(done);
    } catch (RetriableException e) {
      LOG.debug("{}Position not found yet", logPrefix, e);
      return null;
    }
  }
}
