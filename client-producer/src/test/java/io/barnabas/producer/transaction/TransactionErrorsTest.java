package io.barnabas.producer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.producer.transaction.TransactionErrors.Verdict;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every error code, for every request of a transaction, by the classes of KIP-1050. */
class TransactionErrorsTest {
  private static final ApiKey[] REQUESTS = {
    ApiKey.INIT_PRODUCER_ID,
    ApiKey.ADD_PARTITIONS_TO_TXN,
    ApiKey.ADD_OFFSETS_TO_TXN,
    ApiKey.TXN_OFFSET_COMMIT,
    ApiKey.END_TXN
  };

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void whatIsRetriableIsTriedAgainAndWhatIsAbortableIsAborted(ErrorCode error) {
    Exception oracle = Errors.forCode(error.code()).exception();
    for (ApiKey request : REQUESTS) {
      Verdict verdict = TransactionErrors.of(request, error);
      String what = request + " " + error;
      assertEquals(oracle == null, verdict == Verdict.NONE, what);
      assertEquals(oracle instanceof RetriableException, verdict == Verdict.RETRY, what);
      if (oracle instanceof TransactionAbortableException) {
        assertEquals(Verdict.ABORTABLE, verdict, what);
      }
      if (oracle instanceof ApplicationRecoverableException) {
        assertEquals(recoverable(request, error), verdict, what);
      }
    }
  }

  /** A new producer is needed, but for offsets of a member that has to join its group again. */
  private static Verdict recoverable(ApiKey request, ErrorCode error) {
    return switch (error) {
      case PRODUCER_FENCED, INVALID_PRODUCER_EPOCH -> Verdict.FENCED;
      case INVALID_PRODUCER_ID_MAPPING ->
          request == ApiKey.INIT_PRODUCER_ID || request == ApiKey.TXN_OFFSET_COMMIT
              ? Verdict.UNEXPECTED
              : Verdict.FATAL;
      case ILLEGAL_GENERATION, UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID ->
          switch (request) {
            case TXN_OFFSET_COMMIT, ADD_PARTITIONS_TO_TXN -> Verdict.ABORTABLE;
            default -> Verdict.UNEXPECTED;
          };
      default -> request == ApiKey.ADD_PARTITIONS_TO_TXN ? Verdict.ABORTABLE : Verdict.UNEXPECTED;
    };
  }
}
