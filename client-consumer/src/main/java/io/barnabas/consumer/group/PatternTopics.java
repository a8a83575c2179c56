package io.barnabas.consumer.group;

import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.cluster.TopicMetadata;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Matches the topics of the cluster against the application's pattern, whenever the view of the
 * cluster has changed. A view of before the pattern may lack topics: it would make for a rebalance
 * over some of them, and another one over the rest. Polling thread only.
 */
final class PatternTopics {
  private final SubscriptionState subscriptions;
  private final Metadata metadata;
  private final PollSignal signal;
  private final boolean excludesInternal;

  private Pattern matched;
  private long matchedVersion = -1;

  /** The first view of all topics that was asked for since the pattern came. */
  private CompletableFuture<MetadataSnapshot> whole;

  PatternTopics(GroupContext context) {
    this.subscriptions = context.subscriptions();
    this.metadata = context.metadata();
    this.signal = context.signal();
    this.excludesInternal = context.settings().excludesInternalTopics();
  }

  /** False while it is not known what the application's pattern stands for. */
  boolean areKnown() {
    return subscriptions.kind() != SubscriptionState.Kind.PATTERN
        || (subscriptions.pattern() == matched && matchedVersion >= 0);
  }

  /** Nothing is subscribed to any more: should the pattern come again, it is a new one. */
  void forget() {
    matched = null;
  }

  /** Until all topics are known, those that happen to be stand for the pattern. */
  void guess() {
    if (!areKnown()) {
      takeOver(metadata.snapshot());
    }
  }

  /** Takes over what matches; true if the cluster has been looked at anew. */
  boolean update() {
    if (subscriptions.kind() != SubscriptionState.Kind.PATTERN
        || !hasWholeView(subscriptions.pattern())) {
      return false;
    }
    MetadataSnapshot snapshot = metadata.snapshot();
    if (snapshot.version() == matchedVersion) {
      return false;
    }
    matchedVersion = snapshot.version();
    takeOver(snapshot);
    return true;
  }

  private void takeOver(MetadataSnapshot snapshot) {
    subscriptions.matchedTopics(
        snapshot.topics().stream()
            .filter(topic -> !(excludesInternal && topic.internal()))
            .map(TopicMetadata::name)
            .filter(name -> subscriptions.pattern().matcher(name).matches())
            .collect(Collectors.toSet()));
  }

  private boolean hasWholeView(Pattern pattern) {
    if (pattern != matched || whole.isCompletedExceptionally()) {
      matched = pattern;
      matchedVersion = -1;
      whole = metadata.refresh();
      whole.whenComplete((view, failure) -> signal.raise());
    }
    return whole.isDone() && !whole.isCompletedExceptionally();
  }
}
