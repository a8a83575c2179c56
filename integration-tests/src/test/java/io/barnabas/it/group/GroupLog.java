package io.barnabas.it.group;

import io.barnabas.it.group.GroupEvent.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the members have told. Any thread. */
final class GroupLog {
  private final List<GroupEvent> events = new ArrayList<>();
  private final Map<Integer, String> owners = new HashMap<>();
  private final Map<Integer, Long> lastProcessedMs = new HashMap<>();
  private final Set<Integer> processed = new HashSet<>();

  synchronized void add(GroupEvent event) {
    events.add(event);
    switch (event.kind()) {
      case ASSIGNED -> owners.put(event.partition(), event.member());
      case REVOKED, LOST -> owners.remove(event.partition(), event.member());
      case GONE -> owners.values().removeIf(event.member()::equals);
      case PROCESSED -> {
        processed.add(event.number());
        lastProcessedMs.merge(event.partition(), event.atMs(), Math::max);
      }
      default -> {
        // no more to know
      }
    }
  }

  /** By time; those of one member in their order. */
  synchronized List<GroupEvent> events() {
    List<GroupEvent> sorted = new ArrayList<>(events);
    sorted.sort(Comparator.comparingLong(GroupEvent::atMs));
    return sorted;
  }

  synchronized Set<String> owners() {
    return new HashSet<>(owners.values());
  }

  synchronized boolean allOwned(int partitions) {
    return owners.size() == partitions;
  }

  /** Whether a record of each partition was processed after that time. */
  synchronized boolean allFlowSince(long atMs, int partitions) {
    return lastProcessedMs.size() == partitions
        && lastProcessedMs.values().stream().allMatch(last -> last > atMs);
  }

  synchronized boolean hasProcessed(int count) {
    return processed.size() >= count;
  }

  synchronized long count(Kind kind) {
    return events.stream().filter(e -> e.kind() == kind).count();
  }
}
