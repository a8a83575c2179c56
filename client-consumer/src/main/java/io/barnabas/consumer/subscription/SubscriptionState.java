package io.barnabas.consumer.subscription;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What the application subscribed to or assigned, and the partitions it holds for that. Polling
 * thread only. Changes that concern fetching are collected until {@link #drainChanges} takes them.
 */
public final class SubscriptionState {

  /** How partitions come to this consumer; the three ways exclude each other. */
  public enum Kind {
    NONE,
    TOPICS,
    PATTERN,
    /** Matched by the group's coordinator. */
    SERVER_PATTERN,
    PARTITIONS
  }

  private final ResetStrategy defaultReset;
  private final Map<TopicPartition, AssignedPartition> assigned = new LinkedHashMap<>();
  private final List<AssignedPartition> changed = new ArrayList<>();

  private Kind kind = Kind.NONE;
  private Set<String> topics = Set.of();
  private Pattern pattern;
  private String serverPattern;

  /** Set even by a subscription that is then refused, as in kafka-clients. */
  private Optional<ConsumerRebalanceListener> listener = Optional.empty();

  private long lastFence;

  /** For any thread. */
  private volatile int assignedCount;

  /** How many assigned partitions have no position to fetch from. */
  private int missingPositions;

  public SubscriptionState(ResetStrategy defaultReset) {
    this.defaultReset = defaultReset;
  }

  public ResetStrategy defaultReset() {
    return defaultReset;
  }

  public Kind kind() {
    return kind;
  }

  public boolean isNone() {
    return kind == Kind.NONE;
  }

  /** Whether a group assigns the partitions. */
  public boolean isGroupManaged() {
    return kind == Kind.TOPICS || kind == Kind.PATTERN || kind == Kind.SERVER_PATTERN;
  }

  /** The topics subscribed to; with a pattern those that match it. Immutable. */
  public Set<String> topics() {
    return topics;
  }

  public Optional<ConsumerRebalanceListener> listener() {
    return listener;
  }

  public Pattern pattern() {
    return pattern;
  }

  public void subscribeTopics(
      Collection<String> newTopics, Optional<ConsumerRebalanceListener> newListener) {
    listener = newListener;
    become(Kind.TOPICS);
    topics = Set.copyOf(newTopics);
  }

  public void subscribePattern(
      Pattern newPattern, Optional<ConsumerRebalanceListener> newListener) {
    listener = newListener;
    become(Kind.PATTERN);
    pattern = newPattern;
  }

  /** Subscribes to whatever matches, in the words of RE2/J, in the eyes of the coordinator. */
  public void subscribeServerPattern(
      String newPattern, Optional<ConsumerRebalanceListener> newListener) {
    listener = newListener;
    become(Kind.SERVER_PATTERN);
    serverPattern = newPattern;
  }

  /** Null unless {@link Kind#SERVER_PATTERN}. */
  public String serverPattern() {
    return serverPattern;
  }

  /** Takes over the topics that match the pattern now. */
  public void matchedTopics(Collection<String> matching) {
    if (kind == Kind.PATTERN && !topics.equals(Set.copyOf(matching))) {
      topics = Set.copyOf(matching);
    }
  }

  public void assignFromUser(Collection<TopicPartition> partitions) {
    become(Kind.PARTITIONS);
    replaceAssignment(partitions);
  }

  /** Partitions that stay keep their position. */
  public void assignFromGroup(Collection<TopicPartition> partitions) {
    if (!isGroupManaged()) {
      throw new IllegalArgumentException(
          "Attempt to dynamically assign partitions while manual assignment in use");
    }
    replaceAssignment(partitions);
  }

  public void unsubscribe() {
    replaceAssignment(Set.of());
    kind = Kind.NONE;
    topics = Set.of();
    pattern = null;
    serverPattern = null;
    listener = Optional.empty();
  }

  private void become(Kind next) {
    if (kind != Kind.NONE && kind != next) {
      throw new IllegalStateException(
          "Subscription to topics, partitions and pattern are mutually exclusive");
    }
    kind = next;
  }

  private void replaceAssignment(Collection<TopicPartition> partitions) {
    Set<TopicPartition> next = new HashSet<>(partitions);
    assigned
        .values()
        .removeIf(
            held -> {
              boolean gone = !next.contains(held.topicPartition());
              if (gone) {
                held.unassign();
              }
              return gone;
            });
    for (TopicPartition tp : partitions) {
      assigned.computeIfAbsent(tp, this::newlyAssigned);
    }
    assignedCount = assigned.size();
  }

  private AssignedPartition newlyAssigned(TopicPartition tp) {
    AssignedPartition partition = new AssignedPartition(this, tp, nextFence());
    partition.markChanged();
    return partition;
  }

  /** Hands no more of these partitions' records out: they are about to be given up. */
  public void markPendingRevocation(Collection<TopicPartition> partitions) {
    partitions.forEach(tp -> partition(tp).pendingRevocation());
  }

  long nextFence() {
    return ++lastFence;
  }

  void positionsMissing(int more) {
    missingPositions += more;
  }

  /** Whether every assigned partition has a position to fetch from. */
  public boolean allPositioned() {
    return missingPositions == 0;
  }

  void changed(AssignedPartition partition) {
    changed.add(partition);
  }

  public boolean hasChanges() {
    return !changed.isEmpty();
  }

  /** Passes each partition whose position, pause or assignment changed since the last call. */
  public void drainChanges(Consumer<AssignedPartition> taker) {
    for (AssignedPartition partition : changed) {
      partition.changeTaken();
      taker.accept(partition);
    }
    changed.clear();
  }

  /** A copy. */
  public Set<TopicPartition> assignedSet() {
    return new HashSet<>(assigned.keySet());
  }

  /** Any thread. */
  public int assignedCount() {
    return assignedCount;
  }

  /** A live view. */
  public Collection<AssignedPartition> partitions() {
    return assigned.values();
  }

  /** Null if it is not assigned. */
  public AssignedPartition partitionOrNull(TopicPartition tp) {
    return assigned.get(tp);
  }

  /** Fails if the partition is not assigned. */
  public AssignedPartition partition(TopicPartition tp) {
    AssignedPartition partition = assigned.get(tp);
    if (partition == null) {
      throw new IllegalStateException("No current assignment for partition " + tp);
    }
    return partition;
  }

  /** What a commit without arguments commits: each position that is not in doubt. */
  public Map<TopicPartition, OffsetAndMetadata> allConsumed() {
    Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
    for (AssignedPartition partition : assigned.values()) {
      if (partition.hasValidPosition()) {
        FetchPosition position = partition.position();
        consumed.put(
            partition.topicPartition(),
            new OffsetAndMetadata(position.offset(), position.leaderEpoch(), ""));
      }
    }
    return consumed;
  }
}
