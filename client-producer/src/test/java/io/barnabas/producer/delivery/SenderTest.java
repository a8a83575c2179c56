package io.barnabas.producer.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.barnabas.network.loop.Poller;
import io.barnabas.producer.batch.SendFuture;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.message.ProduceResponse.LeaderIdAndEpoch;
import io.barnabas.protocol.message.ProduceResponse.PartitionProduceResponse;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class SenderTest {
  private final SenderHarness harness = new SenderHarness(false, 3, Compression.NONE);
  private final ScriptedRequests brokers = harness.brokers;

  @Test
  void anOpenBatchLeavesWhenItsLingerIsOver() throws Exception {
    harness.append("a");
    long nextMs = harness.poll();
    assertEquals(0, brokers.unanswered());
    assertEquals(harness.clock.nowMs() + SenderHarness.LINGER_MS, nextMs);

    harness.pollAfter(SenderHarness.LINGER_MS);

    assertEquals(1, brokers.next().batch().count());
  }

  @Test
  void aBatchWhoseLingerIsOverTakesRecordsUntilItMayLeave() throws Exception {
    SenderHarness wide = new SenderHarness(false, 6, Compression.NONE);
    for (int i = 0; i < 5; i++) {
      wide.append(i, "busy");
      wide.pollAfter(SenderHarness.LINGER_MS);
    }
    assertEquals(5, wide.brokers.unanswered(), "as many as may be in flight");

    wide.append(5, "due");
    wide.pollAfter(2 * SenderHarness.LINGER_MS);
    wide.append(5, "late");
    wide.poll();
    assertEquals(5, wide.brokers.unanswered());
    for (int i = 0; i < 5; i++) {
      wide.brokers.next().answer(ErrorCode.NONE, 0);
      wide.poll();
    }

    assertEquals(2, wide.brokers.next().batch().count());
  }

  @Test
  void aBatchWhoseLingerIsOverFillsUpWhileItsPartitionHasNoLeader() throws Exception {
    harness.lead(-1, 1, 1);
    harness.append("due");
    harness.pollAfter(SenderHarness.LINGER_MS);
    harness.append("late");
    harness.pollAfter(SenderHarness.LINGER_MS);
    harness.lead(1, 1, 1);
    harness.poll();

    assertEquals(2, brokers.next().batch().count());
  }

  @Test
  void aFullBatchLeavesAtOnceAndTheOpenOneStays() throws Exception {
    harness.append("x".repeat(600));
    harness.append("y".repeat(600));
    harness.poll();

    assertEquals(1, brokers.next().batch().count());
    assertEquals(0, brokers.unanswered());
  }

  @Test
  void nothingToDoMeansNothingIsDue() {
    assertEquals(Poller.NEVER, harness.poll());
  }

  @Test
  void callbacksComeInOrderWithTheirOffsets() throws Exception {
    SendFuture last = harness.batch("a", "b", "c");
    harness.poll();
    brokers.next().answer(ErrorCode.NONE, 40);

    assertEquals(List.of("a@40", "b@41", "c@42"), harness.results);
    assertTrue(last.isDone());
    assertEquals(42, last.get().offset());
    assertTrue(harness.allMemoryIsFree());
  }

  @Test
  void oneRequestCarriesOneBatchOfEachPartition() throws Exception {
    for (int partition = 0; partition < 3; partition++) {
      harness.append(partition, "a");
      harness.topic.partition(partition).seal();
      harness.append(partition, "b");
      harness.topic.partition(partition).seal();
    }
    harness.poll();

    ScriptedRequests.Sent first = brokers.next();
    assertEquals(List.of(0, 1, 2), first.partitions());
    assertEquals(0, brokers.unanswered(), "one in flight until the leader has taken one");
    first.answer(ErrorCode.NONE, 0);
    harness.poll();
    assertEquals(List.of(0, 1, 2), brokers.next().partitions());
  }

  @Test
  void noMoreThanFiveAreInFlight() throws Exception {
    prove();
    for (int i = 0; i < 8; i++) {
      harness.batch("v" + i);
    }
    harness.poll();
    assertEquals(5, brokers.unanswered());

    brokers.next().answer(ErrorCode.NONE, 1);
    harness.poll();
    assertEquals(5, brokers.unanswered());
  }

  @Test
  void aLaterBatchNeverOvertakesOneThatIsTriedAgain() throws Exception {
    prove();
    harness.batch("a");
    harness.batch("b");
    harness.poll();
    brokers.next().answer(ErrorCode.NOT_ENOUGH_REPLICAS, -1);
    brokers.next().answer(ErrorCode.NOT_ENOUGH_REPLICAS, -1);
    harness.batch("c");
    harness.poll();
    assertEquals(0, brokers.unanswered(), "back-off");

    harness.pollAfter(150);
    brokers.next().answer(ErrorCode.NONE, 1);
    assertEquals(0, brokers.unanswered(), "b is a retry too");
    harness.poll();
    brokers.next().answer(ErrorCode.NONE, 2);
    harness.poll();
    brokers.next().answer(ErrorCode.NONE, 3);

    assertEquals(List.of("a@1", "b@2", "c@3"), harness.results);
  }

  @Test
  void aPartitionLeftOutOfAnAnswerIsTriedAgain() throws Exception {
    harness.append(0, "a");
    harness.append(1, "b");
    harness.pollAfter(SenderHarness.LINGER_MS);
    brokers
        .next()
        .answer(
            index -> index == 0 ? null : new PartitionProduceResponse().index(index).baseOffset(9));

    assertEquals(List.of("b@9"), harness.results);
    harness.pollAfter(150);
    ScriptedRequests.Sent again = brokers.next();
    assertEquals(List.of(0), again.partitions());
    again.answer(ErrorCode.NONE, 5);
    assertEquals(List.of("b@9", "a@5"), harness.results);
  }

  @Test
  void anAnswerForAForeignPartitionIsIgnored() throws Exception {
    harness.batch("a");
    harness.poll();
    ScriptedRequests.Sent sent = brokers.next();
    sent.answer(index -> new PartitionProduceResponse().index(99).baseOffset(1));
    assertEquals(List.of(), harness.results);

    harness.pollAfter(150);
    brokers.next().answer(ErrorCode.NONE, 3);
    assertEquals(List.of("a@3"), harness.results);
  }

  @Test
  void aDisconnectIsTriedAgain() throws Exception {
    harness.batch("a");
    harness.poll();
    brokers.next().disconnect();
    harness.pollAfter(150);
    brokers.next().answer(ErrorCode.NONE, 3);

    assertEquals(List.of("a@3"), harness.results);
    verify(harness.metadata).requestRefresh();
  }

  @Test
  void aFinalErrorIsTheResultOfEachRecord() throws Exception {
    harness.batch("a", "b");
    harness.poll();
    brokers.next().answer(ErrorCode.INVALID_REQUIRED_ACKS, -1);

    assertEquals(
        List.of("a!InvalidRequiredAcksException", "b!InvalidRequiredAcksException"),
        harness.results);
    assertTrue(harness.allMemoryIsFree());
  }

  @Test
  void aWaitingBatchExpires() throws Exception {
    brokers.ready(1, false);
    harness.batch("a");
    harness.poll();
    harness.pollAfter(SenderHarness.DELIVERY_TIMEOUT_MS);

    assertEquals(List.of("a!TimeoutException"), harness.results);
    assertTrue(harness.allMemoryIsFree());
    brokers.ready(1, true);
    harness.poll();
    assertEquals(0, brokers.unanswered());
  }

  @Test
  void theMemoryOfABatchInFlightStaysUntilItsRequestEnds() throws Exception {
    harness.batch("a");
    harness.poll();
    harness.pollAfter(SenderHarness.DELIVERY_TIMEOUT_MS);
    assertEquals(List.of("a!TimeoutException"), harness.results);
    assertFalse(harness.allMemoryIsFree());

    brokers.next().answer(ErrorCode.NONE, 3);
    assertTrue(harness.allMemoryIsFree());
    assertEquals(1, harness.results.size());
  }

  @Test
  void aBatchGoesToTheNewLeaderOnceTheOldOneHasAnswered() throws Exception {
    prove();
    harness.batch("a");
    harness.poll();
    harness.lead(2, 1, 1);
    harness.batch("b");
    harness.poll();
    assertEquals(1, brokers.unanswered());

    brokers.next().answer(ErrorCode.NOT_LEADER_OR_FOLLOWER, -1);
    harness.pollAfter(150);
    ScriptedRequests.Sent again = brokers.next();
    assertEquals(2, again.nodeId());
    again.answer(ErrorCode.NONE, 1);
    harness.poll();
    brokers.next().answer(ErrorCode.NONE, 2);
    assertEquals(List.of("a@1", "b@2"), harness.results);
  }

  @Test
  void whatWaitsForADeadLeaderGoesToTheNewOne() throws Exception {
    brokers.ready(1, false);
    harness.batch("a");
    harness.poll();
    harness.lead(2, 1, 1);
    harness.poll();

    ScriptedRequests.Sent sent = brokers.next();
    assertEquals(2, sent.nodeId());
    sent.answer(ErrorCode.NONE, 1);
    assertEquals(List.of("a@1"), harness.results);
  }

  /** Not only when the broker is tried again, which may be seconds later. */
  @Test
  void aNewLeaderIsAskedForWhileTheOldOneCannotBeReached() throws Exception {
    brokers.backOff(1, harness.clock.nowMs() + 60_000);
    harness.batch("a");
    assertEquals(harness.clock.nowMs() + 100, harness.poll());
    verify(harness.metadata).requestRefresh();

    harness.pollAfter(100);
    verify(harness.metadata, times(2)).requestRefresh();
  }

  @Test
  void whatWaitsForADeadLeaderGoesToTheNewOneAlsoIfNoneLedInBetween() throws Exception {
    brokers.ready(1, false);
    harness.batch("a");
    harness.poll();
    harness.lead(-1, 1, 1);
    harness.poll();
    harness.lead(2, 1, 1);
    harness.poll();

    assertEquals(2, brokers.next().nodeId());
  }

  @Test
  void aLeaderNamedInTheAnswerIsTriedWithoutBackOff() throws Exception {
    when(harness.metadata.onLeaderHint("t", 0, 2, 9))
        .thenAnswer(
            hint -> {
              harness.lead(2, 1, 1);
              return true;
            });
    harness.batch("a");
    harness.poll();
    brokers
        .next()
        .answer(
            index ->
                new PartitionProduceResponse()
                    .index(index)
                    .errorCode(ErrorCode.NOT_LEADER_OR_FOLLOWER.code())
                    .currentLeader(new LeaderIdAndEpoch().leaderId(2).leaderEpoch(9)));
    harness.poll();

    assertEquals(2, brokers.next().nodeId());
  }

  @Test
  void aPartitionWithoutLeaderWaitsForOne() throws Exception {
    harness.lead(-1, 1, 1);
    harness.batch("a");
    harness.poll();
    assertEquals(0, brokers.unanswered());

    harness.lead(1, 1, 1);
    harness.poll();
    brokers.next().answer(ErrorCode.NONE, 1);
    assertEquals(List.of("a@1"), harness.results);
  }

  @Test
  void aCallbackThatThrowsHarmsNoOther() throws Exception {
    harness.accumulator.append(
        harness.topic,
        0,
        1,
        null,
        new byte[1],
        io.barnabas.protocol.record.RecordHeader.NONE,
        (metadata, error) -> {
          throw new IllegalStateException("mine");
        },
        0);
    harness.batch("b");
    harness.poll();
    brokers.next().answer(ErrorCode.NONE, 0);

    assertEquals(List.of("b@1"), harness.results);
    assertEquals("mine", harness.callbackErrors.get(0).getMessage());
    assertTrue(harness.allMemoryIsFree());
  }

  @Test
  void abortFailsWhatWaitsAndWhatIsInFlight() throws Exception {
    harness.batch("a");
    harness.poll();
    harness.append("b");
    harness.sender.abort(new KafkaException("closed"));

    assertEquals(List.of("a!KafkaException", "b!KafkaException"), harness.results);
    assertFalse(harness.allMemoryIsFree(), "a may still be on its way to the socket");
    brokers.next().disconnect();
    assertTrue(harness.allMemoryIsFree());
  }

  @Test
  void drainSendsAllAndSaysSo() throws Exception {
    boolean[] done = new boolean[1];
    harness.append("a");
    harness.sender.drain(() -> done[0] = true);
    harness.poll();
    assertFalse(done[0]);
    brokers.next().answer(ErrorCode.NONE, 0);
    harness.poll();

    assertTrue(done[0]);
  }

  @Test
  void flushSealsAndListsWhatIsNotDone() throws Exception {
    harness.append("a");
    assertEquals(1, harness.sender.flush().size());
    harness.poll();
    brokers.next().answer(ErrorCode.NONE, 0);

    assertEquals(List.of(), harness.sender.flush());
  }

  /** Lets the leader take a batch, so that it may have several. */
  private void prove() throws InterruptedException {
    harness.batch("first");
    harness.poll();
    brokers.next().answer(ErrorCode.NONE, 0);
    harness.results.clear();
  }
}
