package io.barnabas.consumer.group;

import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.cluster.TopicMetadata;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Matches the topics of the cluster against the application's pattern, whenever the view of the
 * cluster has changed. Polling thread only.
 */
final class PatternTopics {
  private final SubscriptionState subscriptions;
  private final Metadata metadata;
  private final boolean excludesInternal;

  private Pattern matched;
  private long matchedVersion = -1;

  PatternTopics(SubscriptionState subscriptions, Metadata metadata, boolean excludesInternal) {
    this.subscriptions = subscriptions;
    this.metadata = metadata;
    this.excludesInternal = excludesInternal;
  }

  /** Takes over what matches now; true if that are other topics than before. */
  boolean update() {
    MetadataSnapshot snapshot = metadata.snapshot();
    Pattern pattern = subscriptions.pattern();
    if (subscriptions.kind() != SubscriptionState.Kind.PATTERN
        || (snapshot.version() == matchedVersion && pattern == matched)) {
      return false;
    }
    matchedVersion = snapshot.version();
    matched = pattern;
    Set<String> before = subscriptions.topics();
    subscriptions.matchedTopics(
        snapshot.topics().stream()
            .filter(topic -> !(excludesInternal && topic.internal()))
            .map(TopicMetadata::name)
            .filter(name -> pattern.matcher(name).matches())
            .collect(Collectors.toSet()));
    return !before.equals(subscriptions.topics());
  }
}
