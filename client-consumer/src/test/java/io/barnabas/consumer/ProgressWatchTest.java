package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.consumer.subscription.AssignedPartition;
import io.barnabas.consumer.subscription.ResetStrategy;
import io.barnabas.consumer.subscription.SubscriptionState;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressWatchTest {
  private static final TopicPartition TP = new TopicPartition("t", 0);
  private static final long WARNING_MS = 1_000;
  private static final long STEP_MS = 250;

  private final SubscriptionState subscriptions = new SubscriptionState(ResetStrategy.EARLIEST);
  private final ProgressWatch watch = new ProgressWatch(subscriptions, WARNING_MS, "");
  private AssignedPartition partition;
  private long nowMs = 5_000;

  @BeforeEach
  void assign() {
    subscriptions.assignFromUser(List.of(TP));
    partition = subscriptions.partition(TP);
    watch.poll(nowMs);
  }

  /** Polls for so long, as an application does that has nothing else to do. */
  private void pass(long ms) {
    for (long end = nowMs + ms; nowMs < end; ) {
      nowMs += STEP_MS;
      watch.poll(nowMs);
    }
  }

  @Test
  void partitionWithoutPositionIsReportedOnceItsTimeIsOver() {
    pass(WARNING_MS - STEP_MS);
    assertEquals(0, watch.stuckPartitions());
    pass(STEP_MS);
    assertEquals(1, watch.stuckPartitions());
  }

  @Test
  void partitionThatGoesOnIsNotReported() {
    for (int i = 0; i < 20; i++) {
      partition.progress().alive(nowMs);
      pass(STEP_MS);
    }
    assertEquals(0, watch.stuckPartitions());
  }

  @Test
  void reportEndsWhenThePartitionGoesOn() {
    pass(2 * WARNING_MS);
    assertEquals(1, watch.stuckPartitions());
    partition.progress().alive(nowMs);
    pass(STEP_MS);
    assertEquals(0, watch.stuckPartitions());
  }

  @Test
  void pausedPartitionMayRest() {
    partition.pause(true);
    pass(5 * WARNING_MS);
    assertEquals(0, watch.stuckPartitions());
    partition.pause(false);
    pass(WARNING_MS - STEP_MS);
    assertEquals(0, watch.stuckPartitions());
  }

  @Test
  void applicationThatDoesNotPollHasNothingToComplainOf() {
    nowMs += 60_000;
    watch.poll(nowMs);
    assertEquals(0, watch.stuckPartitions());
  }

  @Test
  void partitionThatIsGivenUpIsForgotten() {
    pass(2 * WARNING_MS);
    subscriptions.unsubscribe();
    pass(STEP_MS);
    assertEquals(0, watch.stuckPartitions());
  }
}
