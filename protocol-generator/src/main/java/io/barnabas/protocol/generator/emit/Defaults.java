package io.barnabas.protocol.generator.emit;

import io.barnabas.protocol.generator.model.Field;
import io.barnabas.protocol.generator.model.FieldType;
import io.barnabas.protocol.generator.model.Scalar;
import io.barnabas.protocol.generator.model.Struct;

/** The value a field has until it is set, and the question whether it still has it. */
final class Defaults {

  private Defaults() {}

  /** The expression a field is initialised with. */
  static String value(Field field) {
    if (field.defaultsToNull()) {
      return "null";
    }
    if (field.type() instanceof FieldType.ArrayOf) {
      requireNoDefault(field);
      return "List.of()";
    }
    if (field.type() instanceof Struct struct) {
      requireNoDefault(field);
      return "new " + struct.name() + "()";
    }
    return scalar(field, (Scalar) field.type());
  }

  private static String scalar(Field field, Scalar scalar) {
    String text = field.defaultValue();
    return switch (scalar) {
      case BOOL -> Boolean.toString(Boolean.parseBoolean(text));
      case FLOAT64 -> text.isEmpty() ? "0.0" : Double.toString(Double.parseDouble(text));
      case STRING -> "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
      case UUID -> {
        requireNoDefault(field);
        yield "ApiMessage.ZERO_UUID";
      }
      case BYTES -> {
        requireNoDefault(field);
        yield field.zeroCopy() ? "ApiMessage.EMPTY_BUFFER" : "ApiMessage.EMPTY_BYTES";
      }
      case RECORDS -> throw new IllegalArgumentException(field.path() + " has a default");
      default -> integer(field, scalar);
    };
  }

  private static String integer(Field field, Scalar scalar) {
    long value;
    try {
      value = field.defaultValue().isEmpty() ? 0 : Long.decode(field.defaultValue());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(field.path() + " has no number for a default", e);
    }
    return value + (scalar.javaType().equals("long") ? "L" : "");
  }

  private static void requireNoDefault(Field field) {
    if (!field.defaultValue().isEmpty()) {
      throw new IllegalArgumentException(field.path() + " has a default its type cannot have");
    }
  }

  /** The condition under which a field no longer has its default. */
  static String isNot(Field field) {
    String name = "this." + Names.of(field);
    if (field.defaultsToNull()) {
      return name + " != null";
    }
    if (field.type() instanceof Scalar scalar && scalar.isPrimitive()) {
      return scalar == Scalar.BOOL
          ? (value(field).equals("true") ? "!" : "") + name
          : name + " != " + value(field);
    }
    String differs = differs(field, name);
    return field.nullable().isEmpty() ? differs : "(" + name + " == null || " + differs + ")";
  }

  private static String differs(Field field, String name) {
    if (field.type() instanceof FieldType.ArrayOf) {
      return "!" + name + ".isEmpty()";
    }
    if (field.type() instanceof Struct) {
      return "!" + name + ".isDefault()";
    }
    if (field.isScalar(Scalar.BYTES)) {
      return field.zeroCopy() ? name + ".hasRemaining()" : name + ".length != 0";
    }
    return "!" + name + ".equals(" + value(field) + ")";
  }
}
