package io.barnabas.it.group;

/**
 * Something that happened to a member of a group.
 *
 * @param atMs wall clock, which the JVMs of one machine share
 * @param partition -1 if it concerns the member as a whole
 * @param offset of a record, or the committed one; else -1
 * @param number of a record, else -1
 */
record GroupEvent(long atMs, String member, Kind kind, int partition, long offset, int number) {

  enum Kind {
    ASSIGNED,
    REVOKED,
    LOST,
    PROCESSED,
    /** Dated at the call, which succeeded. */
    COMMITTED,
    /** Frozen from outside. */
    PAUSED,
    /** Dead or closed. */
    GONE
  }

  static GroupEvent now(String member, Kind kind) {
    return new GroupEvent(System.currentTimeMillis(), member, kind, -1, -1, -1);
  }

  static GroupEvent of(String member, Kind kind, int partition, long offset, int number) {
    return new GroupEvent(System.currentTimeMillis(), member, kind, partition, offset, number);
  }

  String toLine() {
    return "@ %d %s %s %d %d %d".formatted(atMs, member, kind, partition, offset, number);
  }

  /** Null if the line is something else. */
  static GroupEvent parse(String line) {
    String[] parts = line.split(" ");
    return parts.length != 7 || !parts[0].equals("@")
        ? null
        : new GroupEvent(
            Long.parseLong(parts[1]),
            parts[2],
            Kind.valueOf(parts[3]),
            Integer.parseInt(parts[4]),
            Long.parseLong(parts[5]),
            Integer.parseInt(parts[6]));
  }
}
