package io.barnabas.protocol.record;

/** What a control record says (KIP-98, KIP-595, KIP-630, KIP-853). */
public enum ControlRecordType {
  ABORT,
  COMMIT,
  LEADER_CHANGE,
  SNAPSHOT_HEADER,
  SNAPSHOT_FOOTER,
  KRAFT_VERSION,
  KRAFT_VOTERS,
  /** A type that came later, or a key that is none: to be skipped. */
  UNKNOWN;

  private static final ControlRecordType[] TYPES = values();

  /** The type of an id, {@link #UNKNOWN} if there is none with it. */
  public static ControlRecordType forId(short id) {
    return id >= 0 && id < UNKNOWN.ordinal() ? TYPES[id] : UNKNOWN;
  }

  /** The id on the wire; -1 for {@link #UNKNOWN}. */
  public short id() {
    return (short) (this == UNKNOWN ? -1 : ordinal());
  }
}
