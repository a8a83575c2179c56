package io.barnabas.protocol.generator.emit;

import io.barnabas.protocol.generator.model.Field;
import io.barnabas.protocol.generator.model.FieldType;
import io.barnabas.protocol.generator.model.MinimumSize;
import io.barnabas.protocol.generator.model.Scalar;
import io.barnabas.protocol.generator.model.Struct;
import io.barnabas.protocol.generator.spec.Versions;

/** The body of a struct's {@code read(ByteReader in, short version)}. */
final class ReadEmitter {

  private final Struct struct;
  private final CodeBuffer code;

  ReadEmitter(Struct struct, CodeBuffer code) {
    this.struct = struct;
    this.code = code;
  }

  void emit() {
    for (Field field : struct.fields()) {
      if (!field.isTagged()) {
        emitPlaced(field);
      }
    }
    emitTags();
  }

  private void emitPlaced(Field field) {
    String condition = VersionExpression.in(field.versions(), struct.versions());
    if (condition.equals(VersionExpression.NEVER)) {
      return;
    }
    Versions possible = field.versions().intersect(struct.versions());
    String assignment = "this." + Names.of(field) + " = " + value(field, possible) + ";";
    if (condition.equals(VersionExpression.ALWAYS)) {
      code.line(assignment);
    } else {
      code.open("if (" + condition + ")").line(assignment).close();
    }
  }

  private void emitTags() {
    String condition = VersionExpression.in(struct.flexible(), struct.versions());
    if (condition.equals(VersionExpression.NEVER)) {
      return;
    }
    boolean conditional = !condition.equals(VersionExpression.ALWAYS);
    if (conditional) {
      code.open("if (" + condition + ")");
    }
    if (struct.taggedFields().isEmpty()) {
      code.line("in.skipTags(\"%s\");", struct.path());
    } else {
      emitTagLoop();
    }
    if (conditional) {
      code.close();
    }
  }

  private void emitTagLoop() {
    Versions flexible = struct.flexible().intersect(struct.versions());
    code.open("for (int left = in.readTagCount(\"%s\"); left > 0; left--)", struct.path());
    code.line("int tag = in.readTag(\"%s\");", struct.path());
    code.line("int end = in.readTagEnd(\"%s\");", struct.path());
    code.open("switch (tag)");
    for (Field field : struct.taggedFields()) {
      Versions possible = field.versions().intersect(flexible);
      String condition = VersionExpression.in(field.versions(), flexible);
      if (condition.equals(VersionExpression.NEVER)) {
        continue;
      }
      code.open("case %d ->", field.tag());
      String assignment = "this." + Names.of(field) + " = " + value(field, possible) + ";";
      if (condition.equals(VersionExpression.ALWAYS)) {
        code.line(assignment).line("in.endTag(\"%s\", end);", field.path());
      } else {
        code.open("if (" + condition + ")");
        code.line(assignment).line("in.endTag(\"%s\", end);", field.path());
        code.closeAndOpen("else").line("in.skipTo(end);").close();
      }
      code.close();
    }
    code.line("default -> in.skipTo(end);").close().close();
  }

  private static String value(Field field, Versions possible) {
    String nullable = VersionExpression.in(field.nullable(), possible);
    return VersionExpression.choose(
        nullable, read(field, possible, true), read(field, possible, false));
  }

  private static String read(Field field, Versions possible, boolean nullable) {
    String path = "\"" + field.path() + "\"";
    if (field.type() instanceof Struct nested) {
      String create = "new " + nested.name() + "(in, version)";
      return nullable ? "(in.readPresence(" + path + ") ? " + create + " : null)" : create;
    }
    String verb = nullable ? "readNullable" : "read";
    String compact = VersionExpression.in(field.flexible(), possible);
    if (field.type() instanceof FieldType.ArrayOf array) {
      String size =
          VersionExpression.valueOf(possible, version -> MinimumSize.ofElement(field, version));
      return String.format(
          "in.%sList(%s, %s, %s, version, %s)",
          verb, path, compact, size, elementReader(array.element(), path, compact));
    }
    Scalar scalar = (Scalar) field.type();
    if (!scalar.hasLength()) {
      return "in.read" + Names.verbSuffix(scalar) + "(" + path + ")";
    }
    String suffix = field.zeroCopy() ? "ByteBuffer" : Names.verbSuffix(scalar);
    return "in." + verb + suffix + "(" + path + ", " + compact + ")";
  }

  private static String elementReader(FieldType element, String path, String compact) {
    if (element instanceof Struct nested) {
      return nested.name() + "::new";
    }
    Scalar scalar = (Scalar) element;
    String arguments = scalar.hasLength() ? path + ", " + lambdaCondition(compact) : path;
    return "(r, v) -> r.read" + Names.verbSuffix(scalar) + "(" + arguments + ")";
  }

  /** A lambda that captured {@code version} would be an object per list. */
  static String lambdaCondition(String condition) {
    return condition.replace("version", "v");
  }
}
