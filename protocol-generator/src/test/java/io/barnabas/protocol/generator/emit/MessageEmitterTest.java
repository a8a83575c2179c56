package io.barnabas.protocol.generator.emit;

import static io.barnabas.protocol.generator.TestSpecs.message;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What the emitted source says; that it does what it says is for the protocol's own tests. */
class MessageEmitterTest {

  @Test
  void fieldOfSomeVersionsIsReadAndWrittenInThoseAndRefusedInOthers() {
    assertEmits(
        "{'name': 'X', 'type': 'int32', 'versions': '1+'}",
        """
            if (version >= 1) {
              this.x = in.readInt32("Test.x");
            }
        """,
        """
            if (version >= 1) {
              out.writeInt32(this.x);
            } else if (this.x != 0) {
              throw new UnsupportedFieldException("Test.x", version);
            }
        """);
  }

  @Test
  void ignorableFieldIsLeftOutWithoutAQuestion() {
    String source = emit("{'name': 'X', 'type': 'int32', 'versions': '1+', 'ignorable': true}");

    assertFalse(source.contains("throw"), source);
  }

  @Test
  void fieldThatNoValidVersionHasIsOnlyRefused() {
    String source = emit("{'name': 'X', 'type': 'int32', 'versions': '9+'}");

    assertTrue(source.contains("if (this.x != 0) {"), source);
    assertFalse(source.contains("readInt32"), source);
  }

  @Test
  void nullIsRefusedInVersionsThatDoNotKnowIt() {
    assertEmits(
        "{'name': 'X', 'type': 'string', 'versions': '0+', 'nullableVersions': '1+'}",
        "this.x = version >= 1 ? in.readNullableString(\"Test.x\", version >= 2)"
            + " : in.readString(\"Test.x\", version >= 2);",
        """
            if (this.x == null && version < 1) {
              throw UnsupportedFieldException.ofNull("Test.x", version);
            }
            out.writeNullableString("Test.x", this.x, version >= 2);
        """);
  }

  @Test
  void structThatMayBeNullHasAMark() {
    assertEmits(
        "{'name': 'X', 'type': 'Part', 'versions': '0+', 'nullableVersions': '0+',"
            + " 'default': 'null',"
            + " 'fields': [{'name': 'Y', 'type': 'int8', 'versions': '0+'}]}",
        "this.x = (in.readPresence(\"Test.x\") ? new Part(in, version) : null);",
        """
            out.writePresence(this.x != null);
            if (this.x != null) {
              this.x.write(out, version);
            }
        """);
  }

  @Test
  void countOfAnArrayIsHeldAgainstTheSmallestElement() {
    assertEmits(
        "{'name': 'X', 'type': '[]string', 'versions': '0+'}",
        "in.readList(\"Test.x\", version >= 2, version >= 2 ? 1 : 2, version,"
            + " (r, v) -> r.readString(\"Test.x\", v >= 2));");
  }

  @Test
  void taggedFieldIsWrittenOnlyIfItIsNotAtItsDefault() {
    assertEmits(
        "{'name': 'X', 'type': 'int8', 'versions': '3+', 'tag': 5, 'taggedVersions': '3+'}",
        """
              if (version >= 3 && this.x != 0) {
                int start = out.beginTag(5);
                out.writeInt8(this.x);
                out.endTag(start);
              }
        """,
        "case 5 -> {",
        "default -> in.skipTo(end);",
        "if (version < 3 && this.x != 0) {");
  }

  @Test
  void finderComparesEveryKey() {
    assertEmits(
        "{'name': 'Parts', 'type': '[]Part', 'versions': '0+', 'fields': ["
            + "{'name': 'Id', 'type': 'int32', 'versions': '0+', 'mapKey': true},"
            + "{'name': 'Name', 'type': 'string', 'versions': '0+', 'mapKey': true}]}",
        "public Part findParts(int id, String name) {",
        "if (candidate.id == id && Objects.equals(candidate.name, name)) {");
  }

  @Test
  void onlyWhatIsUsedIsImported() {
    String source = emit("{'name': 'X', 'type': 'uuid', 'versions': '0+'}");

    assertTrue(source.contains("import java.util.UUID;"), source);
    assertFalse(source.contains("import java.util.List;"), source);
    assertFalse(source.contains("import java.nio.ByteBuffer;"), source);
  }

  @Test
  void proseOfTheSpecIsEscaped() {
    assertEmits(
        "{'name': 'X', 'type': 'int8', 'versions': '1+', 'about': 'a < b & {@code c} */ d'}",
        "/** a &lt; b &amp; {&#64;code c} *&#47; d. Versions 1+. */");
  }

  private static void assertEmits(String field, String... expected) {
    String source = emit(field);
    for (String part : expected) {
      assertTrue(source.contains(part.strip()), () -> part + "\nis not in\n" + source);
    }
  }

  private static String emit(String fields) {
    return new MessageEmitter(message(fields), null).emit();
  }
}
