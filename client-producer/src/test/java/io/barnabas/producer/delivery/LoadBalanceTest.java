package io.barnabas.producer.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.producer.batch.Accumulator;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.compress.Compression;
import org.junit.jupiter.api.Test;

/** Two partitions at broker 1, two at broker 2, and records without key. */
class LoadBalanceTest {
  private static final int QUICK = 1;
  private static final int SLOW = 2;
  private static final int AVAILABILITY_TIMEOUT_MS = 50;

  /** A record to a batch. */
  private static final String VALUE = "x".repeat(SenderHarness.BATCH_SIZE - 80);

  private final SenderHarness harness = new SenderHarness(false, 4, Compression.NONE);
  private int sentToQuick;

  LoadBalanceTest() {
    harness.lead(QUICK, QUICK, SLOW, SLOW);
    harness.topic.learn(harness.metadata.snapshot().topic("t"), 10);
  }

  /** Sends so many records, one each millisecond; only the quick broker answers. */
  private void send(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      harness.append(Accumulator.ANY_PARTITION, VALUE);
      harness.pollAfter(1);
      answer(QUICK);
      harness.poll();
    }
  }

  private void answer(int node) {
    for (int left = harness.brokers.unanswered(); left > 0; left--) {
      ScriptedRequests.Sent sent = harness.brokers.nextTo(node);
      if (sent == null) {
        return;
      }
      sentToQuick += node == QUICK ? sent.partitions().size() : 0;
      sent.answer(ErrorCode.NONE, 0);
    }
  }

  @Test
  void aBrokerThatLagsGetsFewer() throws Exception {
    harness.sender.balanceLoad(SenderHarness.LINGER_MS, 0);
    send(60);

    sentToQuick = 0;
    send(100);
    assertTrue(sentToQuick > 75, sentToQuick + " of 100");
  }

  @Test
  void withoutBalanceAllGetTheSame() throws Exception {
    send(100);
    assertEquals(50, sentToQuick, 25);
  }

  @Test
  void aBrokerThatTakesNothingGetsNoneAfterTheTimeout() throws Exception {
    harness.sender.balanceLoad(SenderHarness.LINGER_MS, AVAILABILITY_TIMEOUT_MS);
    harness.brokers.ready(SLOW, false);
    send(AVAILABILITY_TIMEOUT_MS);
    harness.pollAfter(AVAILABILITY_TIMEOUT_MS);

    sentToQuick = 0;
    send(200);
    assertTrue(sentToQuick >= 199, "but for a batch that was open: " + sentToQuick);

    harness.brokers.ready(SLOW, true);
    for (int i = 0; i < 50; i++) {
      harness.pollAfter(1);
      answer(SLOW);
    }
    sentToQuick = 0;
    send(100);
    assertTrue(sentToQuick < 90, "it gets some again: " + sentToQuick);
  }
}
