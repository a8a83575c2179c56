package io.barnabas.producer.idempotence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.error.Backoff;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.junit.jupiter.api.Test;

class PartitionSequenceTest {
  private static final long NOW_MS = 1_000;

  private CompletableFuture<ProducerId> asked = new CompletableFuture<>();
  private Exception refused;
  private final ProducerIdentity identity =
      new ProducerIdentity(
          "",
          () -> asked = new CompletableFuture<>(),
          e -> refused = e,
          () -> {},
          new Backoff(100, 1000));
  private final PartitionSequence sequence = new PartitionSequence(identity);

  @Test
  void asksForAnIdOnceAndWaitsForIt() {
    assertFalse(identity.isReady(0));
    CompletableFuture<ProducerId> first = asked;
    assertFalse(identity.isReady(1));
    assertEquals(first, asked);

    asked.complete(new ProducerId(7, (short) 0));

    assertTrue(identity.isReady(2));
    assertEquals(new ProducerId(7, (short) 0), identity.current());
  }

  @Test
  void asksAgainAfterARefusal() {
    identity.isReady(0);
    asked.completeExceptionally(new ClusterAuthorizationException("no"));

    assertEquals("no", refused.getMessage());
    assertFalse(identity.isReady(0));
    assertTrue(identity.nextPollMs() > 0);
    identity.isReady(200);
    asked.complete(new ProducerId(7, (short) 0));
    assertTrue(identity.isReady(201));
  }

  @Test
  void numbersGoOnAcrossBatchesAndWrapAround() {
    begin();
    assertEquals(0, sequence.take(10));
    assertEquals(10, sequence.take(5));
    assertEquals(15, sequence.take(1));
    assertEquals(4, PartitionSequence.after(Integer.MAX_VALUE, 5));
    assertEquals(0, PartitionSequence.after(Integer.MAX_VALUE, 1));
  }

  @Test
  void onlyOneIsInFlightBeforeTheFirstAcknowledgementOfAnEpoch() {
    begin();
    int first = sequence.take(3);
    assertFalse(sequence.allowsSecondInFlight(NOW_MS));

    sequence.onWritten(sequence.owner(), first, 3, NOW_MS);
    assertTrue(sequence.allowsSecondInFlight(NOW_MS));

    sequence.onGap(sequence.owner());
    assertFalse(sequence.allowsSecondInFlight(NOW_MS));
    sequence.restart();
    assertFalse(sequence.allowsSecondInFlight(NOW_MS));
  }

  @Test
  void afterLongSilenceTheBrokerMayHaveForgottenTheProducer() {
    begin();
    sequence.onWritten(sequence.owner(), sequence.take(3), 3, NOW_MS);
    assertTrue(sequence.allowsSecondInFlight(NOW_MS + 59_999));

    assertFalse(sequence.allowsSecondInFlight(NOW_MS + 60_000));
  }

  @Test
  void anotherLogNeedsAnotherEpoch() {
    sequence.onNewLog();
    begin();
    assertEquals(0, identity.current().epoch(), "nothing was numbered yet");
    sequence.onWritten(sequence.owner(), sequence.take(3), 3, NOW_MS);

    sequence.onNewLog();

    assertTrue(sequence.isBroken());
    assertEquals(1, identity.current().epoch());
  }

  @Test
  void usedUpEpochsAskForOneNewIdOnly() {
    identity.isReady(0);
    asked.complete(new ProducerId(7, Short.MAX_VALUE));
    PartitionSequence other = new PartitionSequence(identity);
    sequence.restart();
    other.restart();
    sequence.onGap(sequence.owner());
    assertFalse(identity.isReady(1));
    CompletableFuture<ProducerId> first = asked;
    other.onGap(other.owner());

    assertFalse(identity.isReady(2));
    assertEquals(first, asked);
  }

  @Test
  void aGapRaisesTheEpochOnceAndStartsAtZero() {
    begin();
    sequence.take(3);
    sequence.onGap(sequence.owner());
    sequence.onGap(sequence.owner());

    assertEquals(new ProducerId(7, (short) 1), identity.current());
    assertTrue(sequence.isBroken());
    sequence.restart();
    assertEquals(0, sequence.take(1));
    assertEquals(identity.current(), sequence.owner());
  }

  @Test
  void anEpochRaisedElsewhereStartsThisPartitionAnewToo() {
    begin();
    PartitionSequence other = new PartitionSequence(identity);
    other.restart();
    other.onGap(other.owner());

    assertTrue(sequence.needsRestart());
    assertFalse(sequence.isBroken());
  }

  @Test
  void aLostBatchThatWasWrittenAfterAllBreaksNothing() {
    begin();
    sequence.take(3);
    sequence.onLost(sequence.owner());
    int second = sequence.take(2);
    sequence.onWritten(sequence.owner(), second, 2, NOW_MS);

    sequence.resolve();

    assertFalse(sequence.needsRestart());
  }

  @Test
  void aLostBatchWithoutASuccessorRaisesTheEpoch() {
    begin();
    sequence.take(3);
    sequence.onLost(sequence.owner());

    sequence.resolve();

    assertTrue(sequence.isBroken());
    assertEquals(1, identity.current().epoch());
  }

  @Test
  void asksForANewIdWhenTheEpochsAreUsedUp() {
    identity.isReady(0);
    asked.complete(new ProducerId(7, Short.MAX_VALUE));
    sequence.restart();
    sequence.onGap(sequence.owner());

    assertFalse(identity.isReady(1));
    asked.complete(new ProducerId(8, (short) 0));
    sequence.restart();
    assertEquals(new ProducerId(8, (short) 0), sequence.owner());
  }

  @Test
  void withoutIdempotenceNothingIsNumberedAndNothingHeldBack() {
    PartitionSequence plain = new PartitionSequence(ProducerIdentity.off());

    assertFalse(plain.numbers());
    assertFalse(plain.needsRestart());
    assertTrue(plain.allowsSecondInFlight(NOW_MS));
  }

  private void begin() {
    identity.isReady(0);
    asked.complete(new ProducerId(7, (short) 0));
    sequence.restart();
  }
}
