package io.barnabas.protocol.generator.emit;

import io.barnabas.protocol.generator.model.Field;
import io.barnabas.protocol.generator.model.FieldType;
import io.barnabas.protocol.generator.model.Scalar;
import io.barnabas.protocol.generator.model.Struct;
import java.util.Locale;
import javax.lang.model.SourceVersion;

/** What things of the model are called in Java. */
final class Names {

  private Names() {}

  /** Of the field, its getter and its setter. */
  static String of(Field field) {
    return SourceVersion.isKeyword(field.name()) ? field.name() + "_" : field.name();
  }

  /** With the first letter in upper case, to be put behind a verb. */
  static String capitalized(Field field) {
    return field.name().substring(0, 1).toUpperCase(Locale.ROOT) + field.name().substring(1);
  }

  static String javaType(Field field) {
    if (field.type() instanceof FieldType.ArrayOf array) {
      return "List<" + boxedType(array.element()) + ">";
    }
    if (field.type() instanceof Struct struct) {
      return struct.name();
    }
    return field.zeroCopy() ? "ByteBuffer" : ((Scalar) field.type()).javaType();
  }

  static String boxedType(FieldType element) {
    return element instanceof Struct struct ? struct.name() : ((Scalar) element).boxedType();
  }

  /** Behind {@code read} and {@code write}: {@code Int32}, {@code String}, {@code Records}. */
  static String verbSuffix(Scalar scalar) {
    String name = scalar.specName();
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /** {@code OffsetForLeaderEpoch} becomes {@code OFFSET_FOR_LEADER_EPOCH}. */
  static String constant(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }
}
