package io.barnabas.network.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import org.apache.kafka.common.errors.InvalidMetadataException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorActionsTest {

  /** An API that the table says nothing special of. */
  private static final ApiKey PLAIN = ApiKey.LIST_GROUPS;

  @ParameterizedTest
  @EnumSource(Errors.class)
  void triesAgainWhatKafkaCallsRetriableAndNothingElse(Errors theirs) {
    ErrorAction action = ErrorActions.of(PLAIN, ErrorCode.forCode(theirs.code()));
    boolean again =
        switch (action) {
          case RETRY, REFRESH_METADATA, FIND_COORDINATOR -> true;
          case NONE, FAIL, FATAL -> false;
        };
    boolean rebootstrap = theirs == Errors.REBOOTSTRAP_REQUIRED;
    assertEquals(theirs.exception() instanceof RetriableException || rebootstrap, again);
    if (theirs.exception() instanceof InvalidMetadataException) {
      assertEquals(ErrorAction.REFRESH_METADATA, action);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LIST_GROUPS, NONE, NONE",
    "PRODUCE, NOT_LEADER_OR_FOLLOWER, REFRESH_METADATA",
    "FETCH, FENCED_LEADER_EPOCH, REFRESH_METADATA",
    "FETCH, UNKNOWN_LEADER_EPOCH, RETRY",
    "CREATE_TOPICS, NOT_CONTROLLER, REFRESH_METADATA",
    "CREATE_TOPICS, THROTTLING_QUOTA_EXCEEDED, RETRY",
    "CREATE_TOPICS, TOPIC_ALREADY_EXISTS, FAIL",
    "DELETE_TOPICS, UNKNOWN_TOPIC_OR_PARTITION, FAIL",
    "OFFSET_COMMIT, NOT_COORDINATOR, FIND_COORDINATOR",
    "OFFSET_COMMIT, COORDINATOR_LOAD_IN_PROGRESS, RETRY",
    "OFFSET_COMMIT, REBALANCE_IN_PROGRESS, FAIL",
    "HEARTBEAT, FENCED_INSTANCE_ID, FATAL",
    "FIND_COORDINATOR, COORDINATOR_NOT_AVAILABLE, RETRY",
    "INIT_PRODUCER_ID, CONCURRENT_TRANSACTIONS, RETRY",
    "INIT_PRODUCER_ID, TRANSACTIONAL_ID_AUTHORIZATION_FAILED, FATAL",
    "END_TXN, INVALID_PRODUCER_EPOCH, FATAL",
    "PRODUCE, INVALID_PRODUCER_EPOCH, FAIL",
    "PRODUCE, PRODUCER_FENCED, FATAL",
    "TXN_OFFSET_COMMIT, FENCED_INSTANCE_ID, FAIL",
    "METADATA, TOPIC_AUTHORIZATION_FAILED, FAIL",
    "METADATA, SASL_AUTHENTICATION_FAILED, FATAL"
  })
  void saysWhatToDo(ApiKey key, ErrorCode error, ErrorAction action) {
    assertEquals(action, ErrorActions.of(key, error));
  }
}
