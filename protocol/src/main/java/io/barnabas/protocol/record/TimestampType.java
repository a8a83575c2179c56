package io.barnabas.protocol.record;

/** Whose clock a record's timestamp comes from. */
public enum TimestampType {
  /** Format 0 has no timestamps. */
  NO_TIMESTAMP_TYPE,
  /** Set by the producer. */
  CREATE_TIME,
  /** Set by the broker, one for all records of a batch. */
  LOG_APPEND_TIME
}
