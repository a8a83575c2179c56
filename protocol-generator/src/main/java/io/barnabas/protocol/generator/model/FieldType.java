package io.barnabas.protocol.generator.model;

/** What a field holds: a {@link Scalar}, a {@link Struct}, or an array of either. */
public sealed interface FieldType permits Scalar, Struct, FieldType.ArrayOf {

  /** Many of one type; the element is never an array itself. */
  record ArrayOf(FieldType element) implements FieldType {}
}
