package io.barnabas.consumer.offset;

import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.offset.EpochEndLookup.Question;
import io.barnabas.consumer.subscription.AssignedPartition;
import io.barnabas.consumer.subscription.AssignedPartition.State;
import io.barnabas.consumer.subscription.FetchPosition;
import io.barnabas.consumer.subscription.LogLeader;
import io.barnabas.consumer.subscription.ResetStrategy;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.loop.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that nothing is fetched from a log that does not hold what was consumed before: after
 * every change of a leader it asks the new one where the epoch of the position ends (KIP-320), and
 * it notices a topic that was deleted and created again. A seek puts an end to all doubt. Polling
 * thread only.
 */
public final class PositionValidator {
  private static final Logger LOG = LoggerFactory.getLogger(PositionValidator.class);
  private static final long NO_VERSION = -1;

  private final SubscriptionState subscriptions;
  private final Metadata metadata;
  private final OffsetSource source;
  private final PollSignal signal;
  private final Clock clock;
  private final long unsolvedRetryMs;
  private final String logPrefix;

  private final List<Asked> underWay = new ArrayList<>();

  /** The view of the cluster that all positions have been held against. */
  private long checkedVersion = NO_VERSION;

  /**
   * @param unsolvedRetryMs when the application hears again of a position that is gone, if it has
   *     done nothing about it
   */
  public PositionValidator(
      SubscriptionState subscriptions,
      Metadata metadata,
      OffsetSource source,
      PollSignal signal,
      Clock clock,
      long unsolvedRetryMs,
      String logPrefix) {
    this.subscriptions = subscriptions;
    this.metadata = metadata;
    this.source = source;
    this.signal = signal;
    this.clock = clock;
    this.unsolvedRetryMs = unsolvedRetryMs;
    this.logPrefix = logPrefix;
  }

  /** A question under way to one leader, and the fences it was asked under. */
  private record Asked(
      Map<AssignedPartition, Long> fences,
      CompletableFuture<Map<TopicPartition, EpochEnd>> answer) {}

  /** Whether all positions have been held against the present view of the cluster. */
  boolean isUpToDate() {
    return checkedVersion == metadata.snapshot().version();
  }

  /**
   * Takes what has come, and looks at positions that are new or whose leader has changed.
   *
   * @throws LogTruncationException if a position is gone and there is no reset strategy; it stays
   *     in doubt, and nothing is fetched, until the application seeks
   */
  void poll() {
    takeAnswers();
    MetadataSnapshot snapshot = metadata.snapshot();
    boolean news = checkedVersion != snapshot.version();
    checkedVersion = snapshot.version();
    long nowMs = clock.nowMs();
    Map<Integer, List<AssignedPartition>> doubtful = new HashMap<>();
    for (AssignedPartition partition : subscriptions.partitions()) {
      if (partition.wantsLeader(news, nowMs)) {
        LogLeader now = LogLeader.of(partition.topicPartition(), snapshot);
        if (now == null) {
          metadata.requestRefresh();
        } else if (isInDoubt(partition, now, snapshot.version())) {
          partition.validate(now);
          doubtful.computeIfAbsent(now.nodeId(), node -> new ArrayList<>()).add(partition);
        }
      }
    }
    doubtful.forEach(this::ask);
  }

  /** Settles what can be settled without asking. */
  private boolean isInDoubt(AssignedPartition partition, LogLeader now, long version) {
    if (partition.isWaitingFor(now, clock.nowMs())) {
      return false;
    }
    LogLeader before = partition.leader();
    if (before != null && !before.sameTopic(now)) {
      recreated(partition, now);
      return false;
    }
    if (now.equals(before) || now.epoch() < 0 || partition.position().leaderEpoch().isEmpty()) {
      if (partition.state() != State.VALID) {
        partition.confirm(now);
      } else if (!now.equals(before)) {
        partition.relocate();
        partition.confirm(now);
      }
      return false;
    }
    boolean viewIsOld = partition.position().leaderEpoch().get() > now.epoch();
    if (viewIsOld && partition.isFirstLook(version)) {
      metadata.requestRefresh();
      return false;
    }
    return true;
  }

  private void ask(int leader, List<AssignedPartition> partitions) {
    Map<AssignedPartition, Long> fences = new HashMap<>();
    Map<TopicPartition, Question> questions = new HashMap<>();
    for (AssignedPartition partition : partitions) {
      fences.put(partition, partition.fence());
      questions.put(
          partition.topicPartition(),
          new Question(
              partition.candidate().epoch(), partition.position().leaderEpoch().orElseThrow()));
    }
    CompletableFuture<Map<TopicPartition, EpochEnd>> answer = source.epochEnds(leader, questions);
    answer.whenComplete((ends, failure) -> signal.raise());
    underWay.add(new Asked(fences, answer));
  }

  private void takeAnswers() {
    for (int i = underWay.size() - 1; i >= 0; i--) {
      if (underWay.get(i).answer().isDone()) {
        take(underWay.remove(i));
      }
    }
  }

  private void take(Asked asked) {
    List<AssignedPartition> current = new ArrayList<>();
    asked
        .fences()
        .forEach(
            (partition, fence) -> {
              if (partition.isAssigned() && partition.fence() == fence) {
                current.add(partition);
              }
            });
    Map<TopicPartition, EpochEnd> ends;
    try {
      ends = PollSignal.valueOf(asked.answer());
    } catch (UnsupportedVersionException e) {
      LOG.debug("{}The broker is too old to validate positions", logPrefix, e);
      current.forEach(partition -> partition.confirm(partition.candidate()));
      return;
    } catch (RuntimeException e) {
      current.forEach(partition -> partition.validateAgain(clock.nowMs() + unsolvedRetryMs));
      throw e;
    }
    compare(current, ends);
  }

  private void compare(List<AssignedPartition> partitions, Map<TopicPartition, EpochEnd> ends) {
    Map<TopicPartition, Long> gone = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> divergent = new HashMap<>();
    for (AssignedPartition partition : partitions) {
      EpochEnd end = ends.get(partition.topicPartition());
      if (end == null) {
        partition.validateAgain(clock.nowMs());
      } else if (end.isKnown() && end.endOffset() >= partition.position().offset()) {
        partition.confirm(partition.candidate());
      } else if (!truncated(partition, end)) {
        gone.put(partition.topicPartition(), partition.position().offset());
        if (end.isKnown()) {
          divergent.put(
              partition.topicPartition(),
              new OffsetAndMetadata(end.endOffset(), Optional.of(end.epoch()), ""));
        }
      }
    }
    if (!gone.isEmpty()) {
      throw new LogTruncationException(gone, divergent);
    }
  }

  /** True if there is a way to go on. */
  private boolean truncated(AssignedPartition partition, EpochEnd end) {
    TopicPartition tp = partition.topicPartition();
    String found = "Truncation detected for partition " + tp + " at " + partition.position();
    if (!mayReset()) {
      LOG.warn("{}{}, the leader has {}, but no reset policy is set", logPrefix, found, end);
      partition.validateAgain(clock.nowMs() + unsolvedRetryMs);
      return false;
    }
    if (end.isKnown()) {
      FetchPosition last = new FetchPosition(end.endOffset(), Optional.of(end.epoch()));
      LOG.info("{}{}, going back to the first offset that diverges: {}", logPrefix, found, last);
      partition.truncate(last, partition.candidate());
    } else {
      LOG.info("{}{}, resetting offset", logPrefix, found);
      partition.reset(subscriptions.defaultReset());
    }
    return true;
  }

  /** Offsets of the former topic mean nothing in the new one. */
  private void recreated(AssignedPartition partition, LogLeader now) {
    TopicPartition tp = partition.topicPartition();
    String message =
        "The topic of partition %s was deleted and created again: %s is of the former topic (id %s), and there is now another (id %s)"
            .formatted(tp, partition.position(), partition.leader().topicId(), now.topicId());
    if (mayReset()) {
      LOG.warn("{}{}, resetting offset", logPrefix, message);
      partition.reset(subscriptions.defaultReset());
      return;
    }
    LOG.warn("{}{}, but no reset policy is set", logPrefix, message);
    long offset = partition.position().offset();
    partition.validate(now);
    partition.validateAgain(clock.nowMs() + unsolvedRetryMs);
    throw new LogTruncationException(message, Map.of(tp, offset), Map.of());
  }

  private boolean mayReset() {
    return subscriptions.defaultReset().kind() != ResetStrategy.Kind.NONE;
  }
}
