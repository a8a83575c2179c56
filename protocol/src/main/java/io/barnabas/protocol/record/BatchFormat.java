package io.barnabas.protocol.record;

/**
 * Where the fields of a batch stand. Formats 0 and 1 (one message, or one message that wraps a
 * compressed set of messages) and format 2 (a batch with a header of 61 bytes, KIP-98) agree on the
 * first 17 bytes as far as offset, length and magic go.
 */
final class BatchFormat {
  static final int BASE_OFFSET = 0;
  static final int LENGTH = 8;

  /** The length field counts from here. */
  static final int LOG_OVERHEAD = 12;

  static final int PARTITION_LEADER_EPOCH = 12;
  static final int MAGIC = 16;
  static final int UP_TO_MAGIC = 17;
  static final int CRC = 17;
  static final int ATTRIBUTES = 21;
  static final int LAST_OFFSET_DELTA = 23;
  static final int BASE_TIMESTAMP = 27;
  static final int MAX_TIMESTAMP = 35;
  static final int PRODUCER_ID = 43;
  static final int PRODUCER_EPOCH = 51;
  static final int BASE_SEQUENCE = 53;
  static final int RECORD_COUNT = 57;
  static final int RECORDS = 61;

  static final int COMPRESSION_MASK = 0x07;
  static final int LOG_APPEND_TIME_FLAG = 0x08;
  static final int TRANSACTIONAL_FLAG = 0x10;
  static final int CONTROL_FLAG = 0x20;
  static final int DELETE_HORIZON_FLAG = 0x40;

  static final int LEGACY_CRC = 12;
  static final int LEGACY_ATTRIBUTES = 17;
  static final int LEGACY_TIMESTAMP = 18;

  /** Key length, key, value length, value follow from here. */
  static final int LEGACY_BODY_0 = 18;

  static final int LEGACY_BODY_1 = 26;
  static final int LEGACY_LENGTHS = 8;

  static final byte CURRENT_MAGIC = 2;

  static final long NO_TIMESTAMP = -1;
  static final long NO_PRODUCER_ID = -1;
  static final short NO_PRODUCER_EPOCH = -1;
  static final int NO_SEQUENCE = -1;
  static final int NO_PARTITION_LEADER_EPOCH = -1;

  private BatchFormat() {}
}
