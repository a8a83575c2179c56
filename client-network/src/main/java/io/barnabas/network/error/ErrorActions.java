package io.barnabas.network.error;

import static io.barnabas.protocol.ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
import static io.barnabas.protocol.ErrorCode.COORDINATOR_NOT_AVAILABLE;
import static io.barnabas.protocol.ErrorCode.ELECTION_NOT_NEEDED;
import static io.barnabas.protocol.ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE;
import static io.barnabas.protocol.ErrorCode.FENCED_INSTANCE_ID;
import static io.barnabas.protocol.ErrorCode.FENCED_LEADER_EPOCH;
import static io.barnabas.protocol.ErrorCode.ILLEGAL_SASL_STATE;
import static io.barnabas.protocol.ErrorCode.INCONSISTENT_CLUSTER_ID;
import static io.barnabas.protocol.ErrorCode.INCONSISTENT_TOPIC_ID;
import static io.barnabas.protocol.ErrorCode.INVALID_PRODUCER_EPOCH;
import static io.barnabas.protocol.ErrorCode.INVALID_PRODUCER_ID_MAPPING;
import static io.barnabas.protocol.ErrorCode.INVALID_TXN_STATE;
import static io.barnabas.protocol.ErrorCode.KAFKA_STORAGE_ERROR;
import static io.barnabas.protocol.ErrorCode.LEADER_NOT_AVAILABLE;
import static io.barnabas.protocol.ErrorCode.LISTENER_NOT_FOUND;
import static io.barnabas.protocol.ErrorCode.NETWORK_EXCEPTION;
import static io.barnabas.protocol.ErrorCode.NOT_CONTROLLER;
import static io.barnabas.protocol.ErrorCode.NOT_COORDINATOR;
import static io.barnabas.protocol.ErrorCode.NOT_LEADER_OR_FOLLOWER;
import static io.barnabas.protocol.ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE;
import static io.barnabas.protocol.ErrorCode.PRODUCER_FENCED;
import static io.barnabas.protocol.ErrorCode.REBOOTSTRAP_REQUIRED;
import static io.barnabas.protocol.ErrorCode.REPLICA_NOT_AVAILABLE;
import static io.barnabas.protocol.ErrorCode.SASL_AUTHENTICATION_FAILED;
import static io.barnabas.protocol.ErrorCode.SECURITY_DISABLED;
import static io.barnabas.protocol.ErrorCode.STALE_MEMBER_EPOCH;
import static io.barnabas.protocol.ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
import static io.barnabas.protocol.ErrorCode.UNKNOWN_TOPIC_ID;
import static io.barnabas.protocol.ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
import static io.barnabas.protocol.ErrorCode.UNSUPPORTED_SASL_MECHANISM;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The one table of errors: what to do about each, for each kind of request. Where the table is
 * silent, an error that Kafka calls retriable is tried again, any other fails the request.
 */
public final class ErrorActions {

  private static final Map<ErrorCode, ErrorAction> GENERAL = new EnumMap<>(ErrorCode.class);
  private static final Map<ApiKey, Map<ErrorCode, ErrorAction>> SPECIAL =
      new EnumMap<>(ApiKey.class);

  /** What names topics of the caller's choice: that one is missing is the answer. */
  private static final Set<ApiKey> NAMING_TOPICS =
      EnumSet.of(
          ApiKey.DELETE_TOPICS,
          ApiKey.CREATE_PARTITIONS,
          ApiKey.DESCRIBE_CONFIGS,
          ApiKey.ALTER_CONFIGS,
          ApiKey.INCREMENTAL_ALTER_CONFIGS,
          ApiKey.ALTER_PARTITION_REASSIGNMENTS,
          ApiKey.DESCRIBE_TOPIC_PARTITIONS,
          ApiKey.OFFSET_COMMIT,
          ApiKey.OFFSET_DELETE);

  /** What a producer asks its transaction's coordinator. */
  private static final Set<ApiKey> TRANSACTIONAL =
      EnumSet.of(
          ApiKey.ADD_PARTITIONS_TO_TXN,
          ApiKey.ADD_OFFSETS_TO_TXN,
          ApiKey.TXN_OFFSET_COMMIT,
          ApiKey.END_TXN);

  static {
    for (ErrorCode error : ErrorCode.values()) {
      GENERAL.put(error, error.retriable() ? ErrorAction.RETRY : ErrorAction.FAIL);
    }
    GENERAL.put(ErrorCode.NONE, ErrorAction.NONE);
    forAllRequests();
    forLookupsAndElections();
    NAMING_TOPICS.forEach(ErrorActions::forNamedTopics);
    forProducers(ApiKey.PRODUCE);
    forProducers(ApiKey.INIT_PRODUCER_ID);
    TRANSACTIONAL.forEach(ErrorActions::forTransactions);

    // The epoch of the batch is old, but the transaction can be aborted and the next one begun.
    special(ApiKey.PRODUCE, ErrorAction.FAIL, INVALID_PRODUCER_EPOCH);
    // No coordinator takes part in it, and only metadata leads back to the bootstrap servers.
    special(ApiKey.PRODUCE, ErrorAction.RETRY, NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE);
    special(ApiKey.PRODUCE, ErrorAction.FAIL, REBOOTSTRAP_REQUIRED);
  }

  /** Never null. */
  public static ErrorAction of(ApiKey key, ErrorCode error) {
    Map<ErrorCode, ErrorAction> special = SPECIAL.get(key);
    ErrorAction action = special == null ? null : special.get(error);
    return action != null ? action : GENERAL.get(error);
  }

  private static void forAllRequests() {
    // The view of the cluster is out of date: what kafka-clients calls InvalidMetadataException.
    general(
        ErrorAction.REFRESH_METADATA,
        UNKNOWN_TOPIC_OR_PARTITION,
        LEADER_NOT_AVAILABLE,
        NOT_LEADER_OR_FOLLOWER,
        REPLICA_NOT_AVAILABLE,
        NETWORK_EXCEPTION,
        NOT_CONTROLLER,
        KAFKA_STORAGE_ERROR,
        LISTENER_NOT_FOUND,
        FENCED_LEADER_EPOCH,
        PREFERRED_LEADER_NOT_AVAILABLE,
        ELIGIBLE_LEADERS_NOT_AVAILABLE,
        ELECTION_NOT_NEEDED,
        UNKNOWN_TOPIC_ID,
        INCONSISTENT_TOPIC_ID,
        REBOOTSTRAP_REQUIRED);

    general(ErrorAction.FIND_COORDINATOR, NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE);

    general(
        ErrorAction.FATAL,
        UNSUPPORTED_SASL_MECHANISM,
        ILLEGAL_SASL_STATE,
        SASL_AUTHENTICATION_FAILED,
        SECURITY_DISABLED,
        INCONSISTENT_CLUSTER_ID,
        FENCED_INSTANCE_ID,
        PRODUCER_FENCED);
  }

  private static void forLookupsAndElections() {
    // What is looked up is not there yet, or will not say: the same question again.
    special(ApiKey.FIND_COORDINATOR, ErrorAction.RETRY, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR);

    // The member asks again under its new epoch, or under none if it has lost its place.
    special(ApiKey.OFFSET_FETCH, ErrorAction.RETRY, STALE_MEMBER_EPOCH);

    // To elect is what was asked for: nothing to wait for.
    special(
        ApiKey.ELECT_LEADERS,
        ErrorAction.FAIL,
        PREFERRED_LEADER_NOT_AVAILABLE,
        ELIGIBLE_LEADERS_NOT_AVAILABLE,
        ELECTION_NOT_NEEDED,
        UNKNOWN_TOPIC_OR_PARTITION);
  }

  private static void forNamedTopics(ApiKey key) {
    special(key, ErrorAction.FAIL, UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID);
  }

  private static void forProducers(ApiKey key) {
    special(
        key,
        ErrorAction.FATAL,
        CLUSTER_AUTHORIZATION_FAILED,
        TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        INVALID_PRODUCER_ID_MAPPING,
        INVALID_PRODUCER_EPOCH);
  }

  private static void forTransactions(ApiKey key) {
    special(
        key,
        ErrorAction.FATAL,
        TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        INVALID_PRODUCER_ID_MAPPING,
        INVALID_PRODUCER_EPOCH,
        INVALID_TXN_STATE);
    special(key, ErrorAction.FAIL, FENCED_INSTANCE_ID);
  }

  private static void general(ErrorAction action, ErrorCode... errors) {
    for (ErrorCode error : errors) {
      GENERAL.put(error, action);
    }
  }

  private static void special(ApiKey key, ErrorAction action, ErrorCode... errors) {
    Map<ErrorCode, ErrorAction> actions =
        SPECIAL.computeIfAbsent(key, k -> new EnumMap<>(ErrorCode.class));
    for (ErrorCode error : errors) {
      actions.put(error, action);
    }
  }

  private ErrorActions() {}
}
