package io.barnabas.protocol.record;

/** A header of a record. The value may be null and is not copied; the key must not be null. */
public record RecordHeader(String key, byte[] value) {
  /** No headers. */
  public static final RecordHeader[] NONE = {};
}
