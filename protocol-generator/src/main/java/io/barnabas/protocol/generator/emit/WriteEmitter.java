package io.barnabas.protocol.generator.emit;

import io.barnabas.protocol.generator.model.Field;
import io.barnabas.protocol.generator.model.FieldType;
import io.barnabas.protocol.generator.model.Scalar;
import io.barnabas.protocol.generator.model.Struct;
import io.barnabas.protocol.generator.spec.Versions;
import java.util.List;

/** The body of a struct's {@code write(ByteWriter out, short version)}. */
final class WriteEmitter {

  private final Struct struct;
  private final CodeBuffer code;

  WriteEmitter(Struct struct, CodeBuffer code) {
    this.struct = struct;
    this.code = code;
  }

  void emit() {
    for (Field field : struct.fields()) {
      if (field.isTagged()) {
        refuseUnlessCarried(field);
      } else {
        emitPlaced(field);
      }
    }
    emitTags();
  }

  private void emitPlaced(Field field) {
    String condition = VersionExpression.in(field.versions(), struct.versions());
    if (condition.equals(VersionExpression.NEVER)) {
      refuseUnlessCarried(field);
      return;
    }
    Versions possible = field.versions().intersect(struct.versions());
    if (condition.equals(VersionExpression.ALWAYS)) {
      emitValue(field, possible);
      return;
    }
    code.open("if (" + condition + ")");
    emitValue(field, possible);
    if (!field.ignorable()) {
      code.closeAndOpen("else if (" + Defaults.isNot(field) + ")");
      emitRefusal(field);
    }
    code.close();
  }

  /** A value that the version has no place for is an error, unless the spec says it may be lost. */
  private void refuseUnlessCarried(Field field) {
    String missing = VersionExpression.notIn(field.versions(), struct.versions());
    if (field.ignorable() || missing.equals(VersionExpression.NEVER)) {
      return;
    }
    String changed = Defaults.isNot(field);
    code.open(
        "if ("
            + (missing.equals(VersionExpression.ALWAYS) ? "" : missing + " && ")
            + changed
            + ")");
    emitRefusal(field);
    code.close();
  }

  private void emitRefusal(Field field) {
    code.line("throw new UnsupportedFieldException(\"%s\", version);", field.path());
  }

  private void emitValue(Field field, Versions possible) {
    String name = "this." + Names.of(field);
    String nullable = VersionExpression.in(field.nullable(), possible);
    boolean mayBeNull = !nullable.equals(VersionExpression.NEVER);
    if (mayBeNull && !nullable.equals(VersionExpression.ALWAYS)) {
      String missing = VersionExpression.notIn(field.nullable(), possible);
      code.open("if (%s == null && %s)", name, missing);
      code.line("throw UnsupportedFieldException.ofNull(\"%s\", version);", field.path());
      code.close();
    } else if (!mayBeNull && !field.nullable().isEmpty()) {
      code.open("if (%s == null)", name);
      code.line("throw UnsupportedFieldException.ofNull(\"%s\", version);", field.path());
      code.close();
    }
    emitWrite(field, name, possible, mayBeNull);
  }

  private void emitWrite(Field field, String name, Versions possible, boolean mayBeNull) {
    String path = "\"" + field.path() + "\"";
    if (field.type() instanceof Struct) {
      emitStruct(name, mayBeNull);
      return;
    }
    String verb = mayBeNull ? "writeNullable" : "write";
    String compact = VersionExpression.in(field.flexible(), possible);
    if (field.type() instanceof FieldType.ArrayOf array) {
      String writer = elementWriter(array.element(), path, compact);
      code.line("out.%sList(%s, %s, %s, version, %s);", verb, path, name, compact, writer);
      return;
    }
    Scalar scalar = (Scalar) field.type();
    if (scalar.hasLength()) {
      String suffix = field.zeroCopy() ? "ByteBuffer" : Names.verbSuffix(scalar);
      code.line("out.%s%s(%s, %s, %s);", verb, suffix, path, name, compact);
    } else {
      code.line("out.write%s(%s);", Names.verbSuffix(scalar), scalarArguments(scalar, path, name));
    }
  }

  private void emitStruct(String name, boolean mayBeNull) {
    if (!mayBeNull) {
      code.line("%s.write(out, version);", name);
      return;
    }
    code.line("out.writePresence(%s != null);", name);
    code.open("if (%s != null)", name).line("%s.write(out, version);", name).close();
  }

  private static String elementWriter(FieldType element, String path, String compact) {
    if (element instanceof Struct nested) {
      return nested.name() + "::write";
    }
    Scalar scalar = (Scalar) element;
    String arguments =
        scalar.hasLength()
            ? path + ", e, " + ReadEmitter.lambdaCondition(compact)
            : scalarArguments(scalar, path, "e");
    return "(e, w, v) -> w.write" + Names.verbSuffix(scalar) + "(" + arguments + ")";
  }

  /** Unsigned values can be out of range, and the error must name the field. */
  private static String scalarArguments(Scalar scalar, String path, String value) {
    boolean checked = scalar == Scalar.UINT16 || scalar == Scalar.UINT32;
    return checked ? path + ", " + value : value;
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
    Versions flexible = struct.flexible().intersect(struct.versions());
    List<Field> tagged =
        struct.taggedFields().stream()
            .filter(field -> !field.versions().intersect(flexible).isEmpty())
            .toList();
    if (tagged.isEmpty()) {
      code.line("out.writeUnsignedVarint(0);");
    } else {
      emitTagged(tagged, flexible);
    }
    if (conditional) {
      code.close();
    }
  }

  private void emitTagged(List<Field> tagged, Versions flexible) {
    code.line("int tags = 0;");
    for (Field field : tagged) {
      code.open("if (%s)", isPresent(field, flexible)).line("tags++;").close();
    }
    code.line("out.writeUnsignedVarint(tags);");
    for (Field field : tagged) {
      code.open("if (%s)", isPresent(field, flexible));
      code.line("int start = out.beginTag(%d);", field.tag());
      emitValue(field, field.versions().intersect(flexible));
      code.line("out.endTag(start);").close();
    }
  }

  private static String isPresent(Field field, Versions flexible) {
    String condition = VersionExpression.in(field.versions(), flexible);
    String changed = Defaults.isNot(field);
    return condition.equals(VersionExpression.ALWAYS) ? changed : condition + " && " + changed;
  }
}
