package io.barnabas.it.group;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replays what the members told, and notes what must not be: a partition with two owners, a
 * listener that is told nonsense, a record left out or come again below a commit, a commit of
 * somebody who was not the owner any more.
 */
final class GroupChecker {
  private final List<String> violations = new ArrayList<>();
  private final Map<Integer, Tenure> owners = new HashMap<>();
  private final Map<String, Long> pausedAtMs = new HashMap<>();
  private final Map<Integer, Long> committed = new HashMap<>();
  private final BitSet processed = new BitSet();
  private int doubled;
  private long longestGapMs;

  /** One member's time with one partition. */
  private static final class Tenure {
    final String member;
    final long committedBefore;
    long lastOffset = -1;
    long lastMs;

    Tenure(String member, long committedBefore, long sinceMs) {
      this.member = member;
      this.committedBefore = committedBefore;
      this.lastMs = sinceMs;
    }
  }

  /** What is wrong with these events, sorted by time; empty if nothing is. */
  List<String> check(List<GroupEvent> events, int records) {
    events.forEach(this::replay);
    int missing = records - processed.get(0, records).cardinality();
    if (missing > 0) {
      violations.add(
          missing + " records were not processed, the first is " + processed.nextClearBit(0));
    }
    return violations;
  }

  /** How many records came more than once. */
  int doubled() {
    return doubled;
  }

  /** The longest time without a record while a partition stayed with one member. */
  long longestGapMs() {
    return longestGapMs;
  }

  private void replay(GroupEvent event) {
    switch (event.kind()) {
      case ASSIGNED -> assigned(event);
      case REVOKED, LOST -> givenUp(event);
      case PROCESSED -> processed(event);
      case COMMITTED -> committed(event);
      case PAUSED -> pausedAtMs.put(event.member(), event.atMs());
      case GONE -> owners.values().removeIf(tenure -> tenure.member.equals(event.member()));
    }
  }

  private void assigned(GroupEvent event) {
    Tenure before = owners.get(event.partition());
    // who was frozen could not hear that it was put out
    if (before != null && !pausedAtMs.containsKey(before.member)) {
      violations.add("%s while %s owns it".formatted(event, before.member));
    }
    long committedBefore = committed.getOrDefault(event.partition(), 0L);
    owners.put(event.partition(), new Tenure(event.member(), committedBefore, event.atMs()));
  }

  private void givenUp(GroupEvent event) {
    Tenure tenure = owners.get(event.partition());
    if (tenure != null && tenure.member.equals(event.member())) {
      owners.remove(event.partition());
    } else if (!pausedAtMs.containsKey(event.member())) {
      violations.add(event + " without owning it");
    }
  }

  private void processed(GroupEvent event) {
    if (processed.get(event.number())) {
      doubled++;
    }
    processed.set(event.number());
    Tenure tenure = owners.get(event.partition());
    if (tenure == null || !tenure.member.equals(event.member())) {
      if (!pausedAtMs.containsKey(event.member())) {
        violations.add(event + " without owning it");
      }
      return;
    }
    if (event.offset() < tenure.committedBefore) {
      violations.add("%s although %d was committed".formatted(event, tenure.committedBefore));
    }
    if (tenure.lastOffset >= 0 && event.offset() != tenure.lastOffset + 1) {
      violations.add("%s after offset %d".formatted(event, tenure.lastOffset));
    }
    if (!pausedAtMs.containsKey(event.member())) {
      longestGapMs = Math.max(longestGapMs, event.atMs() - tenure.lastMs);
    }
    tenure.lastOffset = event.offset();
    tenure.lastMs = event.atMs();
  }

  private void committed(GroupEvent event) {
    Tenure tenure = owners.get(event.partition());
    if (tenure == null || !tenure.member.equals(event.member())) {
      violations.add(event + " without owning it");
    }
    committed.put(event.partition(), event.offset());
  }
}
