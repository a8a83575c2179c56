package io.barnabas.protocol.record;

/**
 * The content of a control record.
 *
 * @param type what it says
 * @param version the version of its key; -1 if the key has none
 * @param coordinatorEpoch the epoch of the transaction coordinator that wrote an ABORT or COMMIT;
 *     -1 for other types or if the value is too short
 */
public record ControlRecord(ControlRecordType type, short version, int coordinatorEpoch) {
  private static final int KEY_BYTES = 4;
  private static final int END_TXN_MARKER_BYTES = 6;

  /**
   * Reads the record that the cursor stands on. A key that cannot be read gives {@link
   * ControlRecordType#UNKNOWN}.
   */
  public static ControlRecord at(RecordCursor cursor) {
    if (cursor.keyLength() < KEY_BYTES) {
      return new ControlRecord(ControlRecordType.UNKNOWN, (short) -1, -1);
    }
    short version = BigEndian.getShort(cursor.array(), cursor.keyOffset());
    short id = BigEndian.getShort(cursor.array(), cursor.keyOffset() + Short.BYTES);
    ControlRecordType type = version < 0 ? ControlRecordType.UNKNOWN : ControlRecordType.forId(id);
    return new ControlRecord(type, version, coordinatorEpoch(type, cursor));
  }

  private static int coordinatorEpoch(ControlRecordType type, RecordCursor cursor) {
    boolean marker = type == ControlRecordType.ABORT || type == ControlRecordType.COMMIT;
    return marker && cursor.valueLength() >= END_TXN_MARKER_BYTES
        ? BigEndian.getInt(cursor.array(), cursor.valueOffset() + Short.BYTES)
        : -1;
  }
}
