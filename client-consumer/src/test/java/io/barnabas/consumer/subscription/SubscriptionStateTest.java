package io.barnabas.consumer.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SubscriptionStateTest {
  private static final TopicPartition ZERO = new TopicPartition("t", 0);
  private static final TopicPartition ONE = new TopicPartition("t", 1);

  private static final LogLeader LEADER = new LogLeader(UUID.randomUUID(), 1, 0);

  private final SubscriptionState state = new SubscriptionState(ResetStrategy.EARLIEST);

  @Test
  void waysToGetPartitionsExcludeEachOther() {
    state.subscribeTopics(Set.of("t"), Optional.empty());
    assertThrows(IllegalStateException.class, () -> state.assignFromUser(Set.of(ZERO)));
    assertEquals(Set.of("t"), state.topics());
    state.unsubscribe();
    state.assignFromUser(Set.of(ZERO));
    assertThrows(
        IllegalStateException.class, () -> state.subscribeTopics(Set.of("t"), Optional.empty()));
  }

  @Test
  void keptPartitionKeepsPositionAndFence() {
    state.assignFromUser(List.of(ZERO, ONE));
    AssignedPartition kept = state.partition(ONE);
    kept.seek(new FetchPosition(7, Optional.empty()));
    long fence = kept.fence();
    state.assignFromUser(List.of(ONE));
    assertSame(kept, state.partition(ONE));
    assertEquals(fence, kept.fence());
    assertEquals(7, kept.position().offset());
  }

  @Test
  void partitionAssignedAnewHasAnotherFence() {
    state.assignFromUser(List.of(ZERO));
    AssignedPartition before = state.partition(ZERO);
    state.assignFromUser(List.of(ONE));
    state.assignFromUser(List.of(ZERO));
    assertFalse(before.isAssigned());
    assertNotEquals(before.fence(), state.partition(ZERO).fence());
  }

  @Test
  void everyJumpChangesTheFenceAndAdvancingDoesNot() {
    state.assignFromUser(List.of(ZERO));
    AssignedPartition partition = state.partition(ZERO);
    long assigned = partition.fence();
    partition.seek(new FetchPosition(1, Optional.empty()));
    long sought = partition.fence();
    partition.advance(5, Optional.of(3));
    assertEquals(sought, partition.fence());
    partition.reset(ResetStrategy.LATEST);
    assertEquals(3, Set.of(assigned, sought, partition.fence()).size());
    assertFalse(partition.isFetchable());
  }

  @Test
  void changesAreTakenOnce() {
    state.assignFromUser(List.of(ZERO));
    AssignedPartition partition = state.partition(ZERO);
    partition.seek(new FetchPosition(1, Optional.empty()));
    partition.pause(true);
    List<AssignedPartition> taken = new ArrayList<>();
    state.drainChanges(taken::add);
    assertEquals(List.of(partition), taken);
    assertFalse(state.hasChanges());
    partition.pause(true);
    assertFalse(state.hasChanges());
    state.unsubscribe();
    assertTrue(state.hasChanges());
  }

  @Test
  void commitsOnlyPositionsThatAreThere() {
    state.assignFromUser(List.of(ZERO, ONE));
    state.partition(ONE).seek(new FetchPosition(4, Optional.of(2)));
    assertEquals(Map.of(ONE, new OffsetAndMetadata(4, Optional.of(2), "")), state.allConsumed());
  }

  @Test
  void positionInDoubtIsNeitherFetchedNorCommitted() {
    state.assignFromUser(List.of(ZERO));
    AssignedPartition partition = state.partition(ZERO);
    partition.seek(new FetchPosition(4, Optional.of(2)));
    partition.confirm(LEADER);
    long confirmed = partition.fence();
    partition.validate(new LogLeader(LEADER.topicId(), 2, 1));
    assertFalse(partition.isFetchable());
    assertEquals(Map.of(), state.allConsumed());
    assertNotEquals(confirmed, partition.fence());
    partition.seek(new FetchPosition(1, Optional.empty()));
    assertEquals(Map.of(ZERO, new OffsetAndMetadata(1)), state.allConsumed());
  }

  @Test
  void nothingIsHandedOutWhilePendingRevocation() {
    state.subscribeTopics(Set.of("t"), Optional.empty());
    state.assignFromGroup(List.of(ZERO));
    AssignedPartition partition = state.partition(ZERO);
    partition.seek(new FetchPosition(0, Optional.empty()));
    assertFalse(partition.isFetchable());
    partition.confirm(LEADER);
    assertTrue(partition.isFetchable());
    state.markPendingRevocation(state.assignedSet());
    assertFalse(partition.isFetchable());
  }

  @Test
  void missingPositionsAreCounted() {
    assertTrue(state.allPositioned());
    state.assignFromUser(List.of(ZERO, ONE));
    state.partition(ZERO).seek(new FetchPosition(0, Optional.empty()));
    state.partition(ZERO).confirm(LEADER);
    assertFalse(state.allPositioned());
    state.assignFromUser(List.of(ZERO));
    assertTrue(state.allPositioned());
    state.partition(ZERO).reset(ResetStrategy.LATEST);
    state.partition(ZERO).reset(ResetStrategy.EARLIEST);
    assertFalse(state.allPositioned());
    state.unsubscribe();
    assertTrue(state.allPositioned());
  }

  @Test
  void durationCountsBackFromNow() {
    ResetStrategy strategy = ResetStrategy.parse("by_duration:PT1H");
    assertEquals(6_400_000, strategy.timestamp(10_000_000));
    assertEquals(ResetStrategy.LATEST, ResetStrategy.parse("latest"));
  }
}
