package io.barnabas.producer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.AddOffsetsToTxnResponse;
import java.util.List;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the coordinator has done is not known: nothing is assumed that may turn out wrong. */
class TransactionDoubtTest extends TransactionFixture {

  /** Left open it would be taken for another producer's when the next epoch is asked for. */
  @Test
  void aTransactionThatMayBeOpenIsEnded() {
    ready(1);
    manager.begin();
    gate.admits(PARTITION);
    poll();
    coordinator.disconnect();
    manager.onSendFailed(new TimeoutException("expired"));
    manager.abort();
    poll();
    assertEquals(List.of("AddPartitionsCall"), coordinator.open(), "is it open?");
    coordinator.answer(added(ErrorCode.NONE));
    poll();
    assertEquals(List.of("EndTxnCall"), coordinator.open());
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {"COORDINATOR_NOT_AVAILABLE", "NOT_COORDINATOR"})
  void anErrorMayHideThatItIsOpen(ErrorCode error) {
    ready(1);
    manager.begin();
    gate.admits(PARTITION);
    poll();
    coordinator.answer(added(error));
    manager.abort();
    poll();
    assertEquals(List.of("AddPartitionsCall"), coordinator.open());
    coordinator.answer(added(ErrorCode.INVALID_TXN_STATE));
    poll();
    assertEquals(List.of(), coordinator.open());
  }

  /** A right that is withdrawn between two tries says nothing about the first. */
  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {"NONE", "INVALID_TXN_STATE"})
  void whatIsRefusedWhenItIsRepeatedMayHaveOpenedIt(ErrorCode answerToTheEnd) {
    ready(1);
    manager.begin();
    gate.admits(PARTITION);
    poll();
    coordinator.disconnect();
    coordinator.answer(added(ErrorCode.TOPIC_AUTHORIZATION_FAILED));
    assertEquals(TransactionState.ABORTABLE_ERROR, manager.state());
    Operation abort = manager.abort();
    poll();
    assertEquals(List.of("EndTxnCall"), coordinator.open());
    coordinator.answer(ended(answerToTheEnd));
    abort.await(0, "");
    manager.begin();
  }

  @Test
  void offsetsThatAreRefusedWhenTheyAreRepeatedMayHaveOpenedItToo() {
    ready(1);
    manager.begin();
    manager.sendOffsets(OFFSETS, GROUP);
    coordinator.disconnect();
    coordinator.answer(
        new AddOffsetsToTxnResponse().errorCode(ErrorCode.GROUP_AUTHORIZATION_FAILED.code()));
    Operation abort = manager.abort();
    poll();
    assertEquals(List.of("EndTxnCall"), coordinator.open());
    coordinator.answer(ended(ErrorCode.INVALID_TXN_STATE));
    abort.await(0, "");
  }

  /** Where nothing is in doubt, a coordinator that knows of no transaction has lost it. */
  @Test
  void anAbortOfWhatIsSurelyOpenMustNotFindNothing() {
    open(1);
    Operation abort = manager.abort();
    poll();
    coordinator.answer(ended(ErrorCode.INVALID_TXN_STATE));
    assertThrows(InvalidTxnStateException.class, () -> abort.await(0, ""));
    assertEquals(TransactionState.FATAL_ERROR, manager.state());
  }

  @Test
  void whatTheCoordinatorWasTooBusyForIsNotAskedForAgain() {
    ready(1);
    manager.begin();
    gate.admits(PARTITION);
    poll();
    coordinator.answer(added(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
    Operation abort = manager.abort();
    coordinator.answer(added(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
    poll();
    assertEquals(List.of(), coordinator.open());
    assertTrue(abort.isDone());
  }

  @Test
  void offsetsMayHaveOpenedItToo() {
    ready(1);
    manager.begin();
    Operation sent = manager.sendOffsets(OFFSETS, GROUP);
    coordinator.disconnect();
    manager.abort();
    poll();
    assertEquals(List.of("AddOffsetsCall"), coordinator.open());
    assertFalse(sent.isDone());
    coordinator.answer(new AddOffsetsToTxnResponse());
    assertTrue(sent.isDone(), "they are not committed any more");
    poll();
    assertEquals(List.of("EndTxnCall"), coordinator.open());
  }

  @Test
  void nobodyAsksOnOnceTheProducerHasEnded() {
    ready(1);
    manager.begin();
    gate.admits(PARTITION);
    poll();
    coordinator.disconnect();
    manager.close(new TimeoutException("closed"));
    coordinator.answer(added(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
    assertEquals(List.of(), coordinator.open());
  }

  /** An abort would tell the application that what is committed is not. */
  @Test
  void noAbortCanFollowWhatIsCommitted() {
    open(1);
    level(2, 2);
    Operation commit = manager.commit();
    poll();
    coordinator.answer(ended(ErrorCode.NONE));
    assertEquals(List.of("InitProducerIdCall"), coordinator.open());
    coordinator.answer(noId(ErrorCode.TRANSACTION_ABORTABLE));
    assertThrows(TransactionAbortableException.class, () -> commit.await(0, ""));
    assertEquals(TransactionState.FATAL_ERROR, manager.state());
  }

  @Test
  void withoutAnIdThereIsNothingToBegin() {
    Operation init = manager.init();
    coordinator.answer(noId(ErrorCode.TRANSACTION_ABORTABLE));
    assertThrows(TransactionAbortableException.class, () -> init.await(0, ""));
    Operation abort = manager.abort();
    poll();
    abort.await(0, "");
    assertThrows(IllegalStateException.class, manager::begin);
    ready(2);
    manager.begin();
    assertEquals(new ProducerId(7, (short) 0), manager.identity().current());
  }

  @Test
  void closingAbortsAfterACommitThatFailedUnseen() {
    open(2);
    batches.idle = false;
    manager.commit();
    gate.onFailed(new OutOfOrderSequenceException("gap"));
    poll();
    batches.idle = true;
    assertInstanceOf(OutOfOrderSequenceException.class, manager.status().lastError());
    manager.finish(() -> {});
    poll();
    assertEquals(List.of("EndTxnCall"), coordinator.open());
  }
}
