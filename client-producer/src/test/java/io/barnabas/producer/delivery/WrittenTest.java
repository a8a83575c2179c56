package io.barnabas.producer.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.producer.batch.SendFuture;
import io.barnabas.producer.result.Written;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.barnabas.protocol.message.ProduceResponse.PartitionProduceResponse;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What the exception of a record says about the log. */
class WrittenTest {
  private final SenderHarness harness = new SenderHarness(true, 1, Compression.NONE);
  private final ScriptedRequests brokers = harness.brokers;

  @Test
  void refusedAtItsFirstTryItIsSurelyNotWritten() throws Exception {
    sent("a").answer(ErrorCode.INVALID_RECORD, -1);

    assertEquals(Written.SURELY_NOT, writtenOf("a"));
  }

  @Test
  void refusedAfterATryThatWasLostItMayBeWritten() throws Exception {
    sent("a").disconnect();
    harness.pollAfter(150);
    brokers.next().answer(ErrorCode.INVALID_RECORD, -1);

    assertEquals(Written.PERHAPS, writtenOf("a"));
  }

  @Test
  void aTryThatNeverLeftLeavesNoDoubt() throws Exception {
    sent("a").disconnect(false);
    harness.pollAfter(150);
    brokers.next().answer(ErrorCode.INVALID_RECORD, -1);

    assertEquals(Written.SURELY_NOT, writtenOf("a"));
  }

  @Test
  void expiredWithoutATryItIsSurelyNotWritten() throws Exception {
    brokers.ready(1, false);
    harness.batch("a");
    harness.poll();
    harness.pollAfter(SenderHarness.DELIVERY_TIMEOUT_MS);

    assertEquals(List.of("a!TimeoutException"), harness.results);
    assertEquals(Written.SURELY_NOT, writtenOf("a"));
  }

  @Test
  void expiredAfterRefusalsItIsSurelyNotWritten() throws Exception {
    sent("a").answer(ErrorCode.NOT_ENOUGH_REPLICAS, -1);
    harness.pollAfter(SenderHarness.DELIVERY_TIMEOUT_MS);

    assertEquals(List.of("a!TimeoutException"), harness.results);
    assertEquals(Written.SURELY_NOT, writtenOf("a"));
  }

  @Test
  void expiredInFlightItMayBeWrittenUntilTheAnswerComes() throws Exception {
    ScriptedRequests.Sent late = sent("a");
    harness.pollAfter(SenderHarness.DELIVERY_TIMEOUT_MS);
    assertEquals(Written.PERHAPS, writtenOf("a"));

    late.answer(ErrorCode.NONE, 4);
    assertEquals(Written.SURELY, writtenOf("a"));
  }

  @Test
  void aLateRefusalSettlesItToo() throws Exception {
    ScriptedRequests.Sent late = sent("a");
    harness.pollAfter(SenderHarness.DELIVERY_TIMEOUT_MS);

    late.answer(ErrorCode.NOT_ENOUGH_REPLICAS, -1);
    assertEquals(Written.SURELY_NOT, writtenOf("a"));
  }

  @Test
  void aSharedExceptionTellsTheLeastThatIsKnown() throws Exception {
    sent("a");
    harness.batch("b");
    harness.sender.abort(new KafkaException("closed"));

    assertEquals(List.of("a!KafkaException", "b!KafkaException"), harness.results);
    assertEquals(Written.PERHAPS, writtenOf("a"));
    assertEquals(Written.PERHAPS, writtenOf("b"));
    assertEquals(2, harness.errors.get("a").getSuppressed().length);
  }

  @Test
  void theErrorsOfSingleRecordsTellIt() throws Exception {
    SendFuture last = harness.batch("a", "b");
    harness.poll();
    brokers
        .next()
        .answer(
            index ->
                new PartitionProduceResponse()
                    .index(index)
                    .errorCode(ErrorCode.INVALID_RECORD.code())
                    .recordErrors(List.of(new BatchIndexAndErrorMessage().batchIndex(0))));

    assertEquals(Written.SURELY_NOT, writtenOf("a"));
    assertEquals(Written.SURELY_NOT, writtenOf("b"));
    ExecutionException thrown = assertThrows(ExecutionException.class, last::get);
    assertEquals(Written.SURELY_NOT, Written.of(thrown));
  }

  @Test
  void wrappedExceptionsTellItAndOthersTellNothing() throws Exception {
    sent("a").answer(ErrorCode.INVALID_RECORD, -1);

    Throwable wrapped = new CompletionException(new RuntimeException(harness.errors.get("a")));
    assertEquals(Written.SURELY_NOT, Written.of(wrapped));
    assertEquals(Written.PERHAPS, Written.of(new RuntimeException()));
    assertEquals(Written.PERHAPS, Written.of(null));
    Exception circle = new RuntimeException();
    circle.initCause(new RuntimeException(circle));
    assertEquals(Written.PERHAPS, Written.of(circle));
  }

  /** What a broker finds while it waits for replicas says nothing about its own log. */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {
        "NOT_LEADER_OR_FOLLOWER",
        "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
        "REQUEST_TIMED_OUT",
        "KAFKA_STORAGE_ERROR",
        "UNKNOWN_SERVER_ERROR",
        "UNKNOWN_TOPIC_OR_PARTITION",
        "UNKNOWN_TOPIC_ID",
        "NETWORK_EXCEPTION"
      })
  void suchAnErrorSaysNothing(ErrorCode error) throws Exception {
    sent("a").answer(error, -1);
    harness.pollAfter(SenderHarness.DELIVERY_TIMEOUT_MS);

    assertEquals(Written.PERHAPS, writtenOf("a"));
  }

  private ScriptedRequests.Sent sent(String value) throws InterruptedException {
    harness.batch(value);
    harness.poll();
    return brokers.next();
  }

  private Written writtenOf(String value) {
    return Written.of(harness.errors.get(value));
  }
}
