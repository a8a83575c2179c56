package io.barnabas.consumer.subscription;

import io.barnabas.network.cluster.TopicInterest;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * The topics whose metadata this consumer needs. The polling thread replaces the immutable sets,
 * the loop reads them.
 */
public final class TopicWatch implements TopicInterest {
  private final boolean allowAutoTopicCreation;
  private volatile Set<String> topics = Set.of();
  private volatile boolean all;

  /** Written by the loop. */
  private volatile Set<UUID> topicIds = Set.of();

  public TopicWatch(boolean allowAutoTopicCreation) {
    this.allowAutoTopicCreation = allowAutoTopicCreation;
  }

  /**
   * Watches these topics from now on.
   *
   * @return true if one of them was not watched before, so that metadata is to be asked for
   */
  public boolean watch(Collection<String> wanted) {
    Set<String> before = topics;
    topics = Set.copyOf(wanted);
    return !before.containsAll(wanted);
  }

  /** Watches these too; true if one of them is new. */
  public boolean watchAlso(Collection<String> more) {
    Set<String> both = new HashSet<>(topics);
    both.addAll(more);
    return watch(both);
  }

  /** Whether to watch all topics of the cluster: for a pattern. */
  public void watchAll(boolean watchAll) {
    all = watchAll;
  }

  /** Watches, beside the topics with names, those of which only the ids are known. Loop thread. */
  public void watchIds(Set<UUID> ids) {
    topicIds = Set.copyOf(ids);
  }

  @Override
  public Collection<UUID> topicIds() {
    return topicIds;
  }

  /** Immutable. */
  public Collection<String> topics() {
    return topics;
  }

  @Override
  public boolean all() {
    return all;
  }

  @Override
  public boolean allowAutoTopicCreation() {
    return allowAutoTopicCreation;
  }

  @Override
  public Collection<String> topics(long nowMs) {
    return topics;
  }
}
