package io.barnabas.consumer.group;

/**
 * Which round of the group this member takes part in.
 *
 * @param id -1 if none
 * @param memberId empty if the group has not given one
 * @param protocolName the assignor the group chose; null if none
 */
record Generation(int id, String memberId, String protocolName) {
  static final int NO_ID = -1;
  static final Generation NONE = new Generation(NO_ID, "", null);

  boolean isNone() {
    return id == NO_ID || memberId.isEmpty();
  }

  /** A member id outlives its generation where the group may still know it. */
  Generation withoutId() {
    return new Generation(NO_ID, memberId, null);
  }

  @Override
  public String toString() {
    return "Generation{generationId="
        + id
        + ", memberId='"
        + memberId
        + "', protocol='"
        + protocolName
        + "'}";
  }
}
