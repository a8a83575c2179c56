package io.barnabas.producer.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.producer.result.Written;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.record.RecordBatchReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdempotentSenderTest {
  private final SenderHarness harness = new SenderHarness(true, 2, Compression.NONE);
  private final ScriptedRequests brokers = harness.brokers;

  @Test
  void batchesCarryIdEpochAndSequence() throws Exception {
    harness.batch("a", "b");
    harness.poll();
    ScriptedRequests.Sent first = brokers.next();
    assertNumbered(first, 0, 0);
    first.answer(ErrorCode.NONE, 0);
    harness.batch("c");
    harness.poll();

    assertNumbered(brokers.next(), 0, 2);
  }

  @Test
  void aRetryCarriesTheSameNumbers() throws Exception {
    harness.batch("a");
    harness.poll();
    brokers.next().disconnect();
    harness.pollAfter(150);

    assertNumbered(brokers.next(), 0, 0);
  }

  @Test
  void aDuplicateCountsAsWritten() throws Exception {
    harness.batch("a");
    harness.poll();
    brokers.next().answer(ErrorCode.DUPLICATE_SEQUENCE_NUMBER, -1);

    assertEquals(List.of("a@-1"), harness.results);
  }

  @Test
  void outOfOrderBehindARetryIsAMatterOfCourse() throws Exception {
    prove();
    harness.batch("a");
    harness.batch("b");
    harness.poll();
    brokers.next().answer(ErrorCode.NOT_LEADER_OR_FOLLOWER, -1);
    brokers.next().answer(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
    harness.pollAfter(150);
    ScriptedRequests.Sent again = brokers.next();
    assertNumbered(again, 0, 1);
    again.answer(ErrorCode.NONE, 1);
    harness.pollAfter(150);
    assertNumbered(brokers.next(), 0, 2);
  }

  @Test
  void aRealGapRaisesTheEpochAndStartsAnewOnEveryPartition() throws Exception {
    prove();
    harness.append(1, "other");
    harness.pollAfter(SenderHarness.LINGER_MS);
    brokers.next().answer(ErrorCode.NONE, 0);

    harness.batch("a");
    harness.poll();
    brokers.next().answer(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
    harness.pollAfter(150);
    ScriptedRequests.Sent again = brokers.next();
    assertNumbered(again, 1, 0);
    again.answer(ErrorCode.NONE, 5);

    harness.append(1, "other");
    harness.pollAfter(SenderHarness.LINGER_MS);
    assertNumbered(brokers.next(), 1, 0);
  }

  @Test
  void theEpochOfAPartitionWithRetriesStaysUntilTheyHaveEnded() throws Exception {
    prove();
    harness.append(1, "p1");
    harness.pollAfter(SenderHarness.LINGER_MS);
    brokers.next().disconnect();

    harness.batch("a");
    harness.poll();
    brokers.next().answer(ErrorCode.INVALID_RECORD, -1);
    harness.pollAfter(150);

    ScriptedRequests.Sent retried = brokers.next();
    assertEquals(List.of(1), retried.partitions());
    assertNumbered(retried, 0, 0);
    retried.answer(ErrorCode.NONE, 0);
    harness.append(1, "next");
    harness.pollAfter(SenderHarness.LINGER_MS);
    assertNumbered(brokers.next(), 1, 0);
  }

  @Test
  void anExpiredBatchThatMayHaveBeenWrittenRaisesTheEpoch() throws Exception {
    prove();
    harness.batch("a");
    harness.poll();
    brokers.next().disconnect();
    brokers.ready(1, false);
    harness.pollAfter(SenderHarness.DELIVERY_TIMEOUT_MS);
    assertEquals(List.of("a!TimeoutException"), harness.results);

    brokers.ready(1, true);
    harness.batch("b");
    harness.poll();
    assertNumbered(brokers.next(), 1, 0);
  }

  @Test
  void aBatchThatMayBeWrittenIsNeverNumberedAgain() throws Exception {
    prove();
    brokers.ready(1, false);
    harness.batch("lost");
    harness.pollAfter(SenderHarness.DELIVERY_TIMEOUT_MS - 100);
    brokers.ready(1, true);
    harness.batch("doubtful");
    harness.batch("unsent");
    harness.poll();
    brokers.next().disconnect();
    brokers.next().disconnect();
    brokers.next().disconnect(false);
    harness.pollAfter(150);
    assertNumbered(brokers.next(), 0, 2, ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    harness.poll();

    assertEquals(
        List.of("lost!TimeoutException", "doubtful!OutOfOrderSequenceException"), harness.results);
    assertEquals(Written.PERHAPS, Written.of(harness.errors.get("doubtful")));
    assertNumbered(brokers.next(), 0, 3, ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    harness.pollAfter(150);
    assertNumbered(brokers.next(), 1, 0, ErrorCode.NONE);
  }

  @Test
  void whatFollowsASureGapCannotBeWrittenAndIsNumberedAgain() throws Exception {
    prove();
    harness.batch("refused");
    harness.batch("b");
    harness.poll();
    ScriptedRequests.Sent refused = brokers.next();
    brokers.next().disconnect();
    refused.answer(ErrorCode.INVALID_RECORD, -1);
    harness.pollAfter(150);

    assertNumbered(brokers.next(), 1, 0, ErrorCode.NONE);
    assertEquals(List.of("refused!InvalidRecordException", "b@0"), harness.results);
  }

  @Test
  void whatStandsBeforeAGapKeepsItsNumbersIfItMayBeWritten() throws Exception {
    prove();
    harness.batch("a");
    harness.batch("refused");
    harness.batch("c");
    harness.poll();
    brokers.next().answer(ErrorCode.REQUEST_TIMED_OUT, -1);
    brokers.next().answer(ErrorCode.INVALID_RECORD, -1);
    brokers.next().answer(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
    harness.pollAfter(150);

    assertNumbered(brokers.next(), 0, 1, ErrorCode.NONE);
    harness.poll();
    assertNumbered(brokers.next(), 1, 0, ErrorCode.NONE);
    assertEquals(List.of("refused!InvalidRecordException", "a@0", "c@0"), harness.results);
  }

  @Test
  void anotherTopicOfThatNameStartsAnew() throws Exception {
    prove();
    harness.batch("doubtful");
    harness.batch("unsent");
    harness.poll();
    brokers.next().disconnect();
    brokers.next().disconnect(false);
    harness.recreate(1, 1);
    harness.pollAfter(150);
    assertEquals(1, brokers.unanswered());
    assertNumbered(brokers.next(), 0, 1, ErrorCode.NONE);
    harness.poll();

    assertNumbered(brokers.next(), 1, 0, ErrorCode.NONE);
  }

  @Test
  void aProducerThatMayNotWriteEndsForGood() throws Exception {
    harness.batch("a");
    harness.batch("b");
    harness.poll();
    brokers.next().answer(ErrorCode.CLUSTER_AUTHORIZATION_FAILED, -1);
    harness.poll();
    harness.batch("c");
    harness.poll();

    String refused = "!ClusterAuthorizationException";
    assertEquals(List.of("a" + refused, "b" + refused, "c" + refused), harness.results);
    assertEquals(harness.errors.get("a"), harness.sender.failure());
    assertEquals(0, brokers.unanswered());
  }

  @Test
  void onlyOneIsInFlightBeforeTheFirstAcknowledgement() throws Exception {
    harness.batch("a");
    harness.batch("b");
    harness.poll();
    assertEquals(1, brokers.unanswered());

    brokers.next().answer(ErrorCode.NONE, 0);
    harness.batch("c");
    harness.poll();
    assertEquals(2, brokers.unanswered());
  }

  private void prove() throws InterruptedException {
    harness.batch("first");
    harness.poll();
    brokers.next().answer(ErrorCode.NONE, 0);
    harness.results.clear();
  }

  private static void assertNumbered(
      ScriptedRequests.Sent sent, int epoch, int sequence, ErrorCode answer) {
    assertNumbered(sent, epoch, sequence);
    sent.answer(answer, 0);
  }

  private static void assertNumbered(ScriptedRequests.Sent sent, int epoch, int sequence) {
    RecordBatchReader batch = sent.batch();
    assertEquals(7, batch.producerId());
    assertEquals(epoch, batch.producerEpoch());
    assertEquals(sequence, batch.baseSequence());
  }
}
