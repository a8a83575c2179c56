package io.barnabas.protocol.generator.emit;

import io.barnabas.protocol.generator.model.Field;
import io.barnabas.protocol.generator.model.FieldType;
import io.barnabas.protocol.generator.model.Scalar;
import io.barnabas.protocol.generator.model.Struct;
import java.util.List;
import java.util.stream.Collectors;

/** The members that a message and a struct inside it have alike. */
final class StructEmitter {

  private final Struct struct;
  private final CodeBuffer code;

  StructEmitter(Struct struct, CodeBuffer code) {
    this.struct = struct;
    this.code = code;
  }

  void emitFields() {
    for (Field field : struct.fields()) {
      code.line(
          "private %s %s = %s;", Names.javaType(field), Names.of(field), Defaults.value(field));
    }
    code.blank();
  }

  void emitConstructors(String readingDoc) {
    code.line("/** Every field at its default. */");
    code.open("public %s()", struct.name()).close().blank();
    code.line(JavaDoc.comment(readingDoc));
    code.open("public %s(ByteReader in, short version)", struct.name());
    code.line("read(in, version);").close().blank();
  }

  void emitReadBody() {
    new ReadEmitter(struct, code).emit();
  }

  void emitWriteBody() {
    new WriteEmitter(struct, code).emit();
  }

  void emitAccessors() {
    for (Field field : struct.fields()) {
      emitGetter(field);
      emitSetter(field);
      if (field.type() instanceof FieldType.ArrayOf array
          && array.element() instanceof Struct element
          && !element.mapKeys().isEmpty()) {
        emitFinder(field, element);
      }
    }
  }

  private void emitGetter(Field field) {
    code.blank().line(JavaDoc.comment(describe(field)));
    code.open("public %s %s()", Names.javaType(field), Names.of(field));
    code.line("return %s;", Names.of(field)).close();
  }

  private void emitSetter(Field field) {
    String name = Names.of(field);
    code.blank();
    code.open("public %s %s(%s %s)", struct.name(), name, Names.javaType(field), name);
    code.line("this.%s = %s;", name, name).line("return this;").close();
  }

  private String describe(Field field) {
    String about = field.about().isBlank() ? "The " + field.name() + "." : field.about().strip();
    if (!about.endsWith(".")) {
      about += ".";
    }
    StringBuilder text = new StringBuilder(JavaDoc.escape(about));
    if (!field.versions().containsAll(struct.versions())) {
      text.append(" Versions ").append(field.versions()).append('.');
    }
    if (!field.nullable().isEmpty()) {
      boolean always = field.nullable().containsAll(field.versions().intersect(struct.versions()));
      text.append(always ? " May be null." : " May be null in versions " + field.nullable() + ".");
    }
    return text.toString();
  }

  private void emitFinder(Field field, Struct element) {
    List<Field> keys = element.mapKeys();
    String parameters =
        keys.stream()
            .map(key -> Names.javaType(key) + " " + Names.of(key))
            .collect(Collectors.joining(", "));
    String matches =
        keys.stream().map(StructEmitter::keyMatches).collect(Collectors.joining(" && "));
    code.blank();
    code.line(
        "/** The first of {@link #%s()} with this key, or null; looks at one after the other. */",
        Names.of(field));
    code.open("public %s find%s(%s)", element.name(), Names.capitalized(field), parameters);
    code.open("for (%s candidate : this.%s)", element.name(), Names.of(field));
    code.open("if (%s)", matches).line("return candidate;").close().close();
    code.line("return null;").close();
  }

  private static String keyMatches(Field key) {
    String name = Names.of(key);
    boolean primitive = key.type() instanceof Scalar scalar && scalar.isPrimitive();
    return primitive
        ? "candidate." + name + " == " + name
        : "Objects.equals(candidate." + name + ", " + name + ")";
  }

  void emitIsDefault() {
    String changed =
        struct.fields().stream().map(Defaults::isNot).collect(Collectors.joining(" || "));
    code.blank().open("private boolean isDefault()").line("return !(%s);", changed).close();
  }

  void emitToString() {
    code.blank().line("@Override").open("public String toString()");
    code.line("return \"%s(\"", struct.name());
    String separator = "";
    for (Field field : struct.fields()) {
      code.line("    + \"%s%s=\" + %s", separator, field.name(), printed(field));
      separator = ", ";
    }
    code.line("    + \")\";").close();
  }

  private static String printed(Field field) {
    String name = "this." + Names.of(field);
    if (field.secret()) {
      return "\"(hidden)\"";
    }
    if (field.isScalar(Scalar.RECORDS) || field.zeroCopy()) {
      return "(" + name + " == null ? null : " + name + ".remaining() + \" bytes\")";
    }
    if (field.isScalar(Scalar.BYTES)) {
      return "(" + name + " == null ? null : " + name + ".length + \" bytes\")";
    }
    return name;
  }
}
