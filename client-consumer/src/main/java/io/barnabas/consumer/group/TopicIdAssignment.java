package io.barnabas.consumer.group;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Partitions by the ids of their topics. Immutable. */
record TopicIdAssignment(Map<UUID, SortedSet<Integer>> partitions) {
  static final TopicIdAssignment EMPTY = new TopicIdAssignment(Map.of());

  /** Collects partitions; what is named twice counts once, what cannot be is left out. */
  static final class Builder {
    private final Map<UUID, SortedSet<Integer>> partitions = new HashMap<>();

    Builder add(UUID topicId, Iterable<Integer> numbers) {
      for (int number : numbers) {
        if (number >= 0) {
          partitions.computeIfAbsent(topicId, id -> new TreeSet<>()).add(number);
        }
      }
      return this;
    }

    TopicIdAssignment build() {
      return new TopicIdAssignment(Collections.unmodifiableMap(partitions));
    }
  }

  void forEach(BiConsumer<UUID, SortedSet<Integer>> action) {
    partitions.forEach(action);
  }
}
