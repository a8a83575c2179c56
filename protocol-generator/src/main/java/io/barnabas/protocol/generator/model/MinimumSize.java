package io.barnabas.protocol.generator.model;

/**
 * The fewest bytes a value can take on the wire in a version. Readers divide the bytes they have by
 * it before they believe a count.
 */
public final class MinimumSize {

  private MinimumSize() {}

  /** Of one element of the array field {@code array}; never 0, or any count would be believed. */
  public static int ofElement(Field array, int version) {
    FieldType element = ((FieldType.ArrayOf) array.type()).element();
    int size = of(element, array.flexible().contains(version), version);
    if (size == 0) {
      throw new IllegalArgumentException(
          array.path() + " has elements without a byte in version " + version);
    }
    return size;
  }

  private static int of(FieldType type, boolean flexible, int version) {
    if (type instanceof Struct struct) {
      return ofStruct(struct, version);
    }
    if (type instanceof Scalar scalar && !scalar.hasLength()) {
      return scalar.prefixOrSize();
    }
    if (flexible) {
      return 1;
    }
    return type instanceof Scalar scalar ? scalar.prefixOrSize() : Integer.BYTES;
  }

  private static int ofStruct(Struct struct, int version) {
    int size = struct.flexible().contains(version) ? 1 : 0;
    for (Field field : struct.fields()) {
      if (field.versions().contains(version) && !field.isTagged()) {
        boolean mayBeNullStruct =
            field.type() instanceof Struct && field.nullable().contains(version);
        size += mayBeNullStruct ? 1 : of(field.type(), field.flexible().contains(version), version);
      }
    }
    return size;
  }
}
