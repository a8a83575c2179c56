package io.barnabas.consumer.group;

import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.cluster.TopicMetadata;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * What the coordinator wants a member to have beside what it has. Topics come as ids; those whose
 * names are not known yet stay in the target until they are. Loop thread only.
 */
final class TargetAssignment {
  private TopicIdAssignment target = TopicIdAssignment.EMPTY;
  private TopicIdAssignment owned = TopicIdAssignment.EMPTY;

  /** Of owned topics, which the view of the cluster may have lost. */
  private final Map<UUID, String> names = new HashMap<>();

  void clear() {
    target = TopicIdAssignment.EMPTY;
    owned = TopicIdAssignment.EMPTY;
    names.clear();
  }

  void aimAt(TopicIdAssignment newTarget) {
    target = newTarget;
  }

  /** What the member has. */
  TopicIdAssignment owned() {
    return owned;
  }

  boolean isReached() {
    return owned.equals(target);
  }

  /** The member has taken over what was resolved. */
  void reached(Resolved resolved) {
    owned = resolved.assignment();
    names.clear();
    resolved.topicIds().forEach((tp, id) -> names.put(id, tp.topic()));
  }

  /**
   * The part of the target whose topics' names are known.
   *
   * @param topicIds the partitions of {@code assignment}, each with its topic's id
   * @param unknown the topics whose names are not known
   */
  record Resolved(
      TopicIdAssignment assignment, Map<TopicPartition, UUID> topicIds, Set<UUID> unknown) {}

  Resolved resolve(MetadataSnapshot snapshot) {
    TopicIdAssignment.Builder assignment = new TopicIdAssignment.Builder();
    Map<TopicPartition, UUID> topicIds = new HashMap<>();
    Set<UUID> unknown = new HashSet<>();
    target.forEach(
        (id, numbers) -> {
          TopicMetadata topic = snapshot.topic(id);
          String name = topic == null ? names.get(id) : topic.name();
          if (name == null) {
            unknown.add(id);
          } else {
            assignment.add(id, numbers);
            numbers.forEach(number -> topicIds.put(new TopicPartition(name, number), id));
          }
        });
    return new Resolved(assignment.build(), Map.copyOf(topicIds), Set.copyOf(unknown));
  }

  /** Whether taking this over would change anything. */
  boolean isNews(Resolved resolved) {
    return !resolved.assignment().equals(owned);
  }
}
