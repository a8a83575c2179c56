package io.barnabas.producer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.AddOffsetsToTxnResponse;
import java.util.List;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;

class TransactionManagerTest extends TransactionFixture {

  @Test
  void brokersAddPartitionsInTv2AndEachEndBringsAnEpoch() {
    open(2);
    Operation commit = manager.commit();
    poll();
    assertEquals(List.of("EndTxnCall"), coordinator.open());
    coordinator.answer(ended(1));
    commit.await(0, "");
    assertEquals(TransactionState.READY, manager.state());
    assertEquals(new ProducerId(7, (short) 1), manager.identity().current());
  }

  @Test
  void theClientAddsPartitionsInTv1() {
    ready(1);
    assertEquals(11, gate.maxProduceVersion());
    manager.begin();
    assertFalse(gate.admits(PARTITION));
    assertFalse(gate.admits(OTHER));
    poll();
    assertEquals(List.of("AddPartitionsCall"), coordinator.open());
    coordinator.answer(added(ErrorCode.NONE, ErrorCode.NONE));
    assertEquals(2, batches.admitted, "as it began, and now");
    assertTrue(gate.admits(PARTITION));
    assertTrue(gate.admits(OTHER));

    Operation commit = manager.commit();
    poll();
    coordinator.answer(ended(ErrorCode.NONE));
    commit.await(0, "");
    assertEquals(new ProducerId(7, (short) 0), manager.identity().current());
    manager.begin();
    assertFalse(gate.admits(PARTITION), "each transaction adds its own");
  }

  @Test
  void theEndWaitsForEveryBatch() {
    open(2);
    batches.idle = false;
    manager.commit();
    poll();
    assertEquals(List.of(), coordinator.open());
    batches.idle = true;
    poll();
    assertEquals(List.of("EndTxnCall"), coordinator.open());
  }

  @Test
  void nothingIsAddedOnceTheEndIsSent() {
    open(2);
    manager.commit();
    assertTrue(gate.admits(OTHER), "sent before the end");
    poll();
    assertFalse(gate.admits(OTHER));
  }

  @Test
  void anEmptyTransactionTellsTheCoordinatorNothing() {
    for (int version = 1; version <= 2; version++) {
      TransactionManagerTest each = new TransactionManagerTest();
      each.ready(version);
      each.manager.begin();
      Operation commit = each.manager.commit();
      each.poll();
      commit.await(0, "");
      each.manager.begin();
      Operation abort = each.manager.abort();
      each.poll();
      abort.await(0, "");
      assertEquals(List.of(), each.coordinator.open());
    }
  }

  @Test
  void anUnknownOutcomeAllowsTheSameCallOnly() {
    open(2);
    Operation commit = manager.commit();
    poll();
    assertThrows(TimeoutException.class, () -> commit.await(0, "too slow"));
    coordinator.disconnect();
    assertEquals(2, coordinator.tries());

    assertThrows(IllegalStateException.class, manager::abort);
    assertThrows(IllegalStateException.class, manager::begin);
    assertThrows(IllegalStateException.class, () -> manager.sendOffsets(OFFSETS, GROUP));
    assertFalse(manager.status().takesRecords());
    assertSame(commit, manager.commit());

    coordinator.answer(ended(1));
    assertThrows(IllegalStateException.class, manager::begin, "nobody knows the answer yet");
    manager.commit().await(0, "");
    manager.begin();
  }

  @Test
  void aBatchThatFailsLeavesNothingButTheAbort() {
    open(2);
    batches.idle = false;
    Operation commit = manager.commit();
    gate.onFailed(new TimeoutException("expired"));
    poll();
    assertInstanceOf(TransactionAbortableException.class, batches.abandoned);
    batches.idle = true;
    poll();
    assertEquals(List.of(), coordinator.open(), "no commit");
    assertThrows(TransactionAbortableException.class, () -> commit.await(0, ""));
    assertThrows(KafkaException.class, manager::commit);

    Operation abort = manager.abort();
    poll();
    coordinator.answer(ended(1));
    abort.await(0, "");
    assertEquals(TransactionState.READY, manager.state());
  }

  @Test
  void inTv1TheEpochIsRaisedAfterALossOnly() {
    open(1);
    gate.onFailed(new OutOfOrderSequenceException("gap"));
    Operation abort = manager.abort();
    poll();
    coordinator.answer(ended(ErrorCode.NONE));
    assertEquals(List.of("InitProducerIdCall"), coordinator.open());
    assertEquals(TransactionState.INITIALIZING, manager.state());
    assertFalse(abort.isDone());
    coordinator.answer(id(7, 1));
    abort.await(0, "");
    assertEquals(new ProducerId(7, (short) 1), manager.identity().current());
  }

  @Test
  void theStepToTv2TakesANewEpoch() {
    open(1);
    level(2, 2);
    Operation commit = manager.commit();
    assertEquals(11, gate.maxProduceVersion(), "still of the old kind");
    poll();
    coordinator.answer(ended(ErrorCode.NONE));
    coordinator.answer(id(7, 1));
    commit.await(0, "");
    manager.begin();
    assertTrue(gate.admits(PARTITION));
  }

  @Test
  void anAbortFailsWhatWasNotSent() {
    open(2);
    batches.idle = false;
    manager.abort();
    poll();
    assertInstanceOf(TransactionAbortedException.class, batches.abandoned);
    assertTrue(batches.retriesToo, "the epoch ends with the transaction");
  }

  @Test
  void whatAnAbortHasHeldBackMayLeaveInTheNextTransaction() {
    open(2);
    manager.abort();
    poll();
    coordinator.answer(ended(1));
    manager.abort().await(0, "");
    int admitted = batches.admitted;
    manager.begin();
    assertEquals(admitted + 1, batches.admitted);
  }

  @Test
  void withoutANewEpochRetriesGoOnDuringAnAbort() {
    open(1);
    batches.idle = false;
    manager.abort();
    poll();
    assertFalse(batches.retriesToo);
    assertTrue(gate.admits(PARTITION));
    assertFalse(gate.admits(OTHER));
  }

  @Test
  void partitionsThatAreRefusedMakeItAbortable() {
    ready(1);
    manager.begin();
    gate.admits(PARTITION);
    gate.admits(OTHER);
    poll();
    coordinator.answer(
        added(ErrorCode.TOPIC_AUTHORIZATION_FAILED, ErrorCode.OPERATION_NOT_ATTEMPTED));
    assertInstanceOf(TopicAuthorizationException.class, manager.status().lastError());
    assertEquals(TransactionState.ABORTABLE_ERROR, manager.state());
  }

  @Test
  void aConcurrentTransactionIsWaitedFor() {
    ready(1);
    manager.begin();
    gate.admits(PARTITION);
    poll();
    coordinator.answer(added(ErrorCode.CONCURRENT_TRANSACTIONS));
    assertEquals(2, coordinator.tries());
    coordinator.answer(added(ErrorCode.NONE));
    assertTrue(gate.admits(PARTITION));
  }

  @Test
  void offsetsGoIntoTheTransaction() {
    open(2);
    Operation sent = manager.sendOffsets(OFFSETS, GROUP);
    manager.commit();
    poll();
    assertEquals(List.of("TxnOffsetCommitCall"), coordinator.open(), "the end waits for it");
    coordinator.answer(offsets(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
    coordinator.answer(offsets(ErrorCode.NONE));
    sent.await(0, "");
    poll();
    assertEquals(List.of("EndTxnCall"), coordinator.open());
  }

  @Test
  void offsetsAloneMakeATransaction() {
    ready(1);
    manager.begin();
    Operation sent = manager.sendOffsets(OFFSETS, GROUP);
    assertEquals(List.of("AddOffsetsCall"), coordinator.open());
    coordinator.answer(new AddOffsetsToTxnResponse());
    coordinator.answer(offsets(ErrorCode.NONE));
    sent.await(0, "");
    manager.commit();
    poll();
    assertEquals(List.of("EndTxnCall"), coordinator.open());
  }

  @Test
  void aMemberThatIsNotInTheGroupMayAbort() {
    open(2);
    Operation sent = manager.sendOffsets(OFFSETS, GROUP);
    coordinator.answer(offsets(ErrorCode.ILLEGAL_GENERATION));
    assertThrows(CommitFailedException.class, () -> sent.await(0, ""));
    assertEquals(TransactionState.ABORTABLE_ERROR, manager.state());
  }

  @Test
  void anAbortDoesNotTryOffsetsAgain() {
    open(2);
    Operation sent = manager.sendOffsets(OFFSETS, GROUP);
    manager.abort();
    poll();
    assertEquals(List.of("TxnOffsetCommitCall"), coordinator.open(), "it is out");
    coordinator.answer(offsets(ErrorCode.NOT_COORDINATOR));
    assertTrue(sent.isDone());
    poll();
    assertEquals(List.of("EndTxnCall"), coordinator.open());
  }

  @Test
  void aFencedProducerStaysFenced() {
    open(2);
    Operation commit = manager.commit();
    poll();
    coordinator.answer(ended(ErrorCode.INVALID_PRODUCER_EPOCH));
    assertThrows(ProducerFencedException.class, () -> commit.await(0, ""));
    assertEquals(TransactionState.FATAL_ERROR, manager.state());
    assertThrows(ProducerFencedException.class, manager::begin);
    assertThrows(ProducerFencedException.class, manager::commit);
    assertThrows(ProducerFencedException.class, manager::abort);
    assertThrows(ProducerFencedException.class, manager::init);
    gate.onFailed(new TimeoutException("late"));
    assertInstanceOf(ProducerFencedException.class, manager.status().lastError());
  }

  /** The coordinator has aborted meanwhile: whoever goes on must not think it was committed. */
  @Test
  void anInvalidStateAtTheCommitIsFatal() {
    open(2);
    Operation commit = manager.commit();
    poll();
    coordinator.answer(ended(ErrorCode.INVALID_TXN_STATE));
    assertThrows(InvalidTxnStateException.class, () -> commit.await(0, ""));
    assertEquals(TransactionState.FATAL_ERROR, manager.state());
  }

  @Test
  void anAbortThatCannotBeAbortedIsFatal() {
    open(2);
    Operation abort = manager.abort();
    poll();
    coordinator.answer(ended(ErrorCode.TRANSACTION_ABORTABLE));
    assertThrows(KafkaException.class, () -> abort.await(0, ""));
    assertEquals(TransactionState.FATAL_ERROR, manager.state());
  }

  @Test
  void whoIsNotAuthorizedMayTryAgain() {
    Operation refused = manager.init();
    coordinator.answer(noId(ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED));
    assertThrows(TransactionalIdAuthorizationException.class, () -> refused.await(0, ""));
    assertEquals(TransactionState.UNINITIALIZED, manager.state());
    ready(2);
  }

  @Test
  void anIllegalCallChangesNothing() {
    ready(2);
    assertThrows(IllegalStateException.class, manager::commit);
    assertThrows(IllegalStateException.class, manager::abort);
    assertThrows(IllegalStateException.class, () -> manager.sendOffsets(OFFSETS, GROUP));
    assertThrows(
        IllegalStateException.class, () -> manager.onSendFailed(new TimeoutException("no topic")));
    assertEquals(TransactionState.READY, manager.state());
    manager.begin();
    assertThrows(IllegalStateException.class, manager::begin);
    assertEquals(TransactionState.IN_TRANSACTION, manager.state());
  }

  @Test
  void closingAbortsWhatIsOpen() {
    open(2);
    boolean[] over = new boolean[1];
    manager.finish(() -> over[0] = true);
    poll();
    assertFalse(over[0]);
    coordinator.answer(ended(1));
    poll();
    assertTrue(over[0]);
  }

  @Test
  void closingAtOnceFailsWhoWaits() {
    open(2);
    Operation commit = manager.commit();
    manager.close(new KafkaException("The producer closed forcefully"));
    assertThrows(KafkaException.class, () -> commit.await(0, ""));
  }
}
