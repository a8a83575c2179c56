package io.barnabas.producer.transaction;

import static io.barnabas.protocol.ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
import static io.barnabas.protocol.ErrorCode.FENCED_INSTANCE_ID;
import static io.barnabas.protocol.ErrorCode.GROUP_AUTHORIZATION_FAILED;
import static io.barnabas.protocol.ErrorCode.ILLEGAL_GENERATION;
import static io.barnabas.protocol.ErrorCode.INVALID_PRODUCER_EPOCH;
import static io.barnabas.protocol.ErrorCode.INVALID_PRODUCER_ID_MAPPING;
import static io.barnabas.protocol.ErrorCode.INVALID_TXN_STATE;
import static io.barnabas.protocol.ErrorCode.PRODUCER_FENCED;
import static io.barnabas.protocol.ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
import static io.barnabas.protocol.ErrorCode.TRANSACTION_ABORTABLE;
import static io.barnabas.protocol.ErrorCode.UNKNOWN_MEMBER_ID;
import static io.barnabas.protocol.ErrorCode.UNKNOWN_PRODUCER_ID;
import static io.barnabas.protocol.ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import java.util.EnumMap;
import java.util.Map;

/** The one table of what a coordinator's error means for the transaction (KIP-1050, KIP-360). */
final class TransactionErrors {

  /** What follows from an error. */
  enum Verdict {
    /** It is no error. */
    NONE,
    /** The same request again, perhaps to another coordinator. */
    RETRY,
    /** The transaction can be aborted, and the next one begun. */
    ABORTABLE,
    /** The same if there will be a new epoch then; else fatal. */
    ABORTABLE_BY_EPOCH,
    /** Another producer has taken over the transactional id. */
    FENCED,
    /** Not allowed (yet): back to where the producer was before {@code initTransactions}. */
    REFUSED,
    /** The producer can only be closed; the error speaks for itself. */
    FATAL,
    /** The same for an error that nobody expects here. */
    UNEXPECTED
  }

  private static final Map<ApiKey, Map<ErrorCode, Verdict>> SPECIAL = new EnumMap<>(ApiKey.class);

  static {
    for (ApiKey key :
        new ApiKey[] {
          ApiKey.INIT_PRODUCER_ID,
          ApiKey.ADD_PARTITIONS_TO_TXN,
          ApiKey.ADD_OFFSETS_TO_TXN,
          ApiKey.TXN_OFFSET_COMMIT,
          ApiKey.END_TXN
        }) {
      // Old coordinators say INVALID_PRODUCER_EPOCH for both.
      put(key, Verdict.FENCED, INVALID_PRODUCER_EPOCH, PRODUCER_FENCED);
      put(key, Verdict.ABORTABLE, TRANSACTION_ABORTABLE);
      put(key, Verdict.FATAL, TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }
    for (ApiKey key :
        new ApiKey[] {ApiKey.ADD_PARTITIONS_TO_TXN, ApiKey.ADD_OFFSETS_TO_TXN, ApiKey.END_TXN}) {
      put(key, Verdict.FATAL, INVALID_TXN_STATE, INVALID_PRODUCER_ID_MAPPING);
      put(key, Verdict.ABORTABLE_BY_EPOCH, UNKNOWN_PRODUCER_ID);
    }
    put(
        ApiKey.INIT_PRODUCER_ID,
        Verdict.REFUSED,
        TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        CLUSTER_AUTHORIZATION_FAILED);
    put(ApiKey.ADD_OFFSETS_TO_TXN, Verdict.ABORTABLE, GROUP_AUTHORIZATION_FAILED);
    put(
        ApiKey.TXN_OFFSET_COMMIT,
        Verdict.ABORTABLE,
        GROUP_AUTHORIZATION_FAILED,
        FENCED_INSTANCE_ID,
        UNKNOWN_MEMBER_ID,
        ILLEGAL_GENERATION);
    put(ApiKey.TXN_OFFSET_COMMIT, Verdict.FATAL, UNSUPPORTED_FOR_MESSAGE_FORMAT);
  }

  static Verdict of(ApiKey key, ErrorCode error) {
    if (error == ErrorCode.NONE) {
      return Verdict.NONE;
    }
    Verdict special = SPECIAL.get(key).get(error);
    if (special != null) {
      return special;
    }
    if (error.retriable()) {
      return Verdict.RETRY;
    }
    // What is wrong with a partition concerns the one transaction only.
    return key == ApiKey.ADD_PARTITIONS_TO_TXN ? Verdict.ABORTABLE : Verdict.UNEXPECTED;
  }

  private static void put(ApiKey key, Verdict verdict, ErrorCode... errors) {
    Map<ErrorCode, Verdict> verdicts =
        SPECIAL.computeIfAbsent(key, k -> new EnumMap<>(ErrorCode.class));
    for (ErrorCode error : errors) {
      verdicts.put(error, verdict);
    }
  }

  private TransactionErrors() {}
}
