package io.barnabas.admin.driver;

import io.barnabas.network.cluster.TopicInterest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The topics whose leaders are needed just now, each as often as it is. Loop thread only. */
final class LeaderTopics implements TopicInterest {

  private final Map<String, Integer> uses = new HashMap<>();

  void add(Set<String> topics) {
    topics.forEach(topic -> uses.merge(topic, 1, Integer::sum));
  }

  void remove(Set<String> topics) {
    topics.forEach(topic -> uses.computeIfPresent(topic, (name, n) -> n == 1 ? null : n - 1));
  }

  @Override
  public boolean allowAutoTopicCreation() {
    return false;
  }

  @Override
  public Collection<String> topics(long nowMs) {
    return Set.copyOf(uses.keySet());
  }
}
