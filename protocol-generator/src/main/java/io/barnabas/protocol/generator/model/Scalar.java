package io.barnabas.protocol.generator.model;

import java.util.Locale;

/** The types that are not made of other types. */
public enum Scalar implements FieldType {
  BOOL(1, "boolean", "Boolean"),
  INT8(1, "byte", "Byte"),
  INT16(2, "short", "Short"),
  UINT16(2, "int", "Integer"),
  INT32(4, "int", "Integer"),
  UINT32(4, "long", "Long"),
  INT64(8, "long", "Long"),
  FLOAT64(8, "double", "Double"),
  UUID(16, "UUID", "UUID"),
  STRING(2, "String", "String"),
  BYTES(4, "byte[]", "byte[]"),
  RECORDS(4, "ByteBuffer", "ByteBuffer");

  private final int prefixOrSize;
  private final String javaType;
  private final String boxedType;

  Scalar(int prefixOrSize, String javaType, String boxedType) {
    this.prefixOrSize = prefixOrSize;
    this.javaType = javaType;
    this.boxedType = boxedType;
  }

  /** The scalar that specs write as {@code name}, or null. */
  static Scalar named(String name) {
    for (Scalar scalar : values()) {
      if (scalar.specName().equals(name)) {
        return scalar;
      }
    }
    return null;
  }

  /** As the specs write it. */
  public String specName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String javaType() {
    return javaType;
  }

  /** The type to use as a type argument. */
  public String boxedType() {
    return boxedType;
  }

  /** Whether the value stands behind a length, which flexible versions write as a varint. */
  public boolean hasLength() {
    return this == STRING || this == BYTES || this == RECORDS;
  }

  /** Whether the Java type is a primitive one. */
  public boolean isPrimitive() {
    return !hasLength() && this != UUID;
  }

  public boolean isInteger() {
    return isPrimitive() && this != BOOL && this != FLOAT64;
  }

  /** Bytes of the fixed-size value, or of the length in front of it in versions not flexible. */
  int prefixOrSize() {
    return prefixOrSize;
  }
}
