package io.barnabas.producer.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.producer.batch.SendFuture;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.compress.Compression;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SplitTest {

  @ParameterizedTest
  @EnumSource(Compression.class)
  void theRecordsOfABatchThatIsTooLargeComeInParts(Compression compression) throws Exception {
    SenderHarness harness = new SenderHarness(true, 1, compression);
    List<SendFuture> futures = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      futures.add(harness.append("value-" + i));
      expected.add("value-" + i + "@" + (100 + i));
    }
    harness.topic.partition(0).seal();
    harness.poll();

    int offset = answerLimitedTo(harness, 5, 100);

    assertEquals(120, offset);
    assertEquals(expected, harness.results);
    assertEquals(113, futures.get(13).get().offset());
    assertTrue(harness.allMemoryIsFree());
  }

  /** Refuses batches of more records, writes the others; checks that sequences have no gap. */
  private static int answerLimitedTo(SenderHarness harness, int maxRecords, int firstOffset)
      throws Exception {
    int offset = firstOffset;
    int sequence = 0;
    while (harness.brokers.unanswered() > 0) {
      ScriptedRequests.Sent sent = harness.brokers.next();
      int count = sent.batch().count();
      if (count > maxRecords) {
        sent.answer(ErrorCode.MESSAGE_TOO_LARGE, -1);
      } else {
        assertEquals(sequence, sent.batch().baseSequence());
        sent.answer(ErrorCode.NONE, offset);
        sequence += count;
        offset += count;
      }
      harness.pollAfter(200);
    }
    return offset;
  }

  @Test
  void theWholeIsDoneOnlyWhenItsPartsAre() throws Exception {
    SenderHarness harness = new SenderHarness(true, 1, Compression.NONE);
    SendFuture last = harness.batch("a", "b");
    harness.poll();
    harness.brokers.next().answer(ErrorCode.MESSAGE_TOO_LARGE, -1);
    assertEquals(2, harness.sender.flush().size());
    harness.pollAfter(200);
    harness.brokers.next().answer(ErrorCode.NONE, 0);
    assertFalse(last.isDone());
    harness.pollAfter(200);
    harness.brokers.next().answer(ErrorCode.NONE, 1);

    assertTrue(last.isDone());
    assertEquals(1, last.get().offset());
  }

  @Test
  void aSingleRecordThatIsTooLargeFails() throws Exception {
    SenderHarness harness = new SenderHarness(true, 1, Compression.NONE);
    harness.batch("a");
    harness.poll();
    harness.brokers.next().answer(ErrorCode.MESSAGE_TOO_LARGE, -1);

    assertEquals(List.of("a!" + RecordTooLargeException.class.getSimpleName()), harness.results);
  }
}
