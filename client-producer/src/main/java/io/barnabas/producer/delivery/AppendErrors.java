package io.barnabas.producer.delivery;

import io.barnabas.producer.result.Written;
import io.barnabas.protocol.ErrorCode;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the error of a batch says about the log. A broker checks a batch first and appends it then,
 * but with {@code acks=all} it goes on to wait for replicas, and what it finds meanwhile, such as
 * that it leads no more, comes in the same answer: such errors say nothing.
 */
final class AppendErrors {

  /** Only ever found before the append. */
  private static final Set<ErrorCode> REFUSALS =
      EnumSet.of(
          ErrorCode.CORRUPT_MESSAGE,
          ErrorCode.MESSAGE_TOO_LARGE,
          ErrorCode.RECORD_LIST_TOO_LARGE,
          ErrorCode.INVALID_TOPIC_EXCEPTION,
          ErrorCode.INVALID_REQUIRED_ACKS,
          ErrorCode.INVALID_TIMESTAMP,
          ErrorCode.INVALID_RECORD,
          ErrorCode.INVALID_REQUEST,
          ErrorCode.NOT_ENOUGH_REPLICAS,
          ErrorCode.TOPIC_AUTHORIZATION_FAILED,
          ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
          ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
          ErrorCode.UNSUPPORTED_VERSION,
          ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT,
          ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
          ErrorCode.POLICY_VIOLATION,
          ErrorCode.SECURITY_DISABLED,
          ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
          ErrorCode.UNKNOWN_PRODUCER_ID,
          ErrorCode.INVALID_PRODUCER_EPOCH,
          ErrorCode.INVALID_PRODUCER_ID_MAPPING,
          ErrorCode.PRODUCER_FENCED,
          ErrorCode.INVALID_TXN_STATE,
          ErrorCode.CONCURRENT_TRANSACTIONS,
          ErrorCode.TRANSACTION_ABORTABLE);

  /** A duplicate stands in the log too: that is why it is one. */
  static Written written(ErrorCode error) {
    if (error == ErrorCode.NONE || error == ErrorCode.DUPLICATE_SEQUENCE_NUMBER) {
      return Written.SURELY;
    }
    return REFUSALS.contains(error) ? Written.SURELY_NOT : Written.PERHAPS;
  }

  private AppendErrors() {}
}
