package io.barnabas.producer.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.producer.idempotence.ProducerIdentity;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.record.RecordBatchReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.junit.jupiter.api.Test;

class TransactionalSenderTest {
  private static final TopicPartition PARTITION = new TopicPartition("t", 0);

  private final Set<TopicPartition> admitted = new HashSet<>();
  private final Set<TopicPartition> wanted = new HashSet<>();
  private final List<RuntimeException> failures = new ArrayList<>();
  private int broken;

  private final ProducerIdentity identity = ProducerIdentity.transactional(() -> broken++);
  private final SenderHarness harness =
      new SenderHarness(identity, new Gate(), 1, Compression.NONE);

  private final class Gate implements TransactionGate {
    @Override
    public String transactionalId() {
      return "payments";
    }

    @Override
    public boolean admits(TopicPartition partition) {
      wanted.add(partition);
      return admitted.contains(partition);
    }

    @Override
    public short maxProduceVersion() {
      return 11;
    }

    @Override
    public void onFailed(RuntimeException error) {
      failures.add(error);
    }
  }

  private void begin() {
    identity.assign(new ProducerId(7, (short) 3));
    admitted.add(PARTITION);
  }

  @Test
  void aBatchWaitsUntilItsPartitionIsAdmitted() throws Exception {
    identity.assign(new ProducerId(7, (short) 3));
    harness.append("a");
    harness.poll();
    assertEquals(Set.of(PARTITION), wanted, "wanted while the batch still lingers");
    harness.pollAfter(SenderHarness.LINGER_MS);
    assertEquals(0, harness.brokers.unanswered());

    admitted.add(PARTITION);
    harness.sender.admit();
    harness.poll();

    ScriptedRequests.Sent sent = harness.brokers.next();
    assertEquals("payments", sent.request().transactionalId());
    RecordBatchReader batch = sent.batch();
    assertTrue(batch.isTransactional());
    assertEquals(3, batch.producerEpoch());
    sent.answer(ErrorCode.NONE, 0);
    assertEquals(List.of("a@0"), harness.results);
    assertEquals(List.of(), failures);
  }

  @Test
  void nothingLeavesBeforeTheTransactionHasAnId() throws Exception {
    admitted.add(PARTITION);
    harness.batch("a");
    harness.poll();
    assertEquals(0, harness.brokers.unanswered());

    begin();
    harness.poll();
    assertEquals(1, harness.brokers.unanswered());
  }

  @Test
  void aGapIsTheTransactionsToMend() throws Exception {
    begin();
    harness.batch("a");
    harness.poll();
    harness.brokers.next().answer(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);

    assertEquals(List.of("a!OutOfOrderSequenceException"), harness.results);
    assertInstanceOf(OutOfOrderSequenceException.class, failures.get(0));
    assertEquals(1, broken);
    assertEquals(new ProducerId(7, (short) 3), identity.current());

    harness.batch("b");
    harness.poll();
    assertEquals(0, harness.brokers.unanswered(), "no number fits under this epoch");

    identity.assign(new ProducerId(7, (short) 4));
    harness.batch("c");
    harness.poll();
    assertEquals(0, harness.brokers.next().batch().baseSequence());
  }

  @Test
  void theTransactionHearsOfABatchThatExpires() throws Exception {
    harness.append("a");
    harness.poll();
    harness.pollAfter(SenderHarness.DELIVERY_TIMEOUT_MS);
    assertInstanceOf(TimeoutException.class, failures.get(0));
  }

  @Test
  void whatWasNeverSentIsAbandoned() throws Exception {
    begin();
    harness.batch("sent");
    harness.poll();
    harness.batch("sealed");
    harness.append("open");
    harness.poll();

    harness.sender.abandonUnsent(new TransactionAbortedException(), false);

    assertEquals(
        List.of("sealed!TransactionAbortedException", "open!TransactionAbortedException"),
        harness.results);
    assertEquals(List.of(), failures, "the transaction knows");
    harness.brokers.next().answer(ErrorCode.NONE, 0);
    assertTrue(harness.sender.isIdle());
    assertTrue(harness.allMemoryIsFree());
  }

  @Test
  void whatWaitsForAnotherTryIsAbandonedOnRequestOnly() throws Exception {
    begin();
    harness.batch("a");
    harness.poll();
    harness.brokers.next().answer(ErrorCode.NOT_ENOUGH_REPLICAS, -1);

    harness.sender.abandonUnsent(new TransactionAbortedException(), false);
    assertEquals(List.of(), harness.results);
    harness.sender.abandonUnsent(new TransactionAbortedException(), true);
    assertEquals(List.of("a!TransactionAbortedException"), harness.results);
  }
}
