package io.barnabas.protocol.generator.model;

import io.barnabas.protocol.generator.spec.Versions;

/**
 * A field with all that the spec says or implies.
 *
 * @param name as the spec has it, first letter in lower case
 * @param path the message and struct in front of the name, for errors
 * @param tag the tag, or -1 for a field at a fixed place
 * @param flexible the versions in which its length is a varint
 * @param defaultValue the spec's text; empty if it has none, {@code null} for null
 * @param secret whether the value stays out of {@code toString}
 */
public record Field(
    String name,
    String path,
    FieldType type,
    Versions versions,
    Versions nullable,
    Versions flexible,
    int tag,
    String defaultValue,
    boolean ignorable,
    boolean mapKey,
    boolean zeroCopy,
    boolean secret,
    String about) {

  public boolean isTagged() {
    return tag >= 0;
  }

  public boolean defaultsToNull() {
    return defaultValue.equals("null") || (type == Scalar.RECORDS && defaultValue.isEmpty());
  }

  public boolean isScalar(Scalar scalar) {
    return type == scalar;
  }
}
