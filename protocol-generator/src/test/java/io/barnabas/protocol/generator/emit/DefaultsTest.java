package io.barnabas.protocol.generator.emit;

import static io.barnabas.protocol.generator.TestSpecs.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.protocol.generator.model.Field;
import org.junit.jupiter.api.Test;

class DefaultsTest {

  @Test
  void defaultIsThatOfTheTypeUnlessTheSpecHasOne() {
    assertDefault("0", "this.x != 0", "'type': 'int16'");
    assertDefault("-1L", "this.x != -1L", "'type': 'int64', 'default': '-1'");
    assertDefault("2147483647", "this.x != 2147483647", "'type': 'int32', 'default': '0x7fffffff'");
    assertDefault("0.0", "this.x != 0.0", "'type': 'float64'");
    assertDefault("false", "this.x", "'type': 'bool'");
    assertDefault("true", "!this.x", "'type': 'bool', 'default': 'true'");
    assertDefault("\"\"", "!this.x.equals(\"\")", "'type': 'string'");
    assertDefault("\"a\"", "!this.x.equals(\"a\")", "'type': 'string', 'default': 'a'");
    assertDefault("ApiMessage.EMPTY_BYTES", "this.x.length != 0", "'type': 'bytes'");
    assertDefault(
        "ApiMessage.EMPTY_BUFFER", "this.x.hasRemaining()", "'type': 'bytes', 'zeroCopy': true");
    assertDefault("ApiMessage.ZERO_UUID", "!this.x.equals(ApiMessage.ZERO_UUID)", "'type': 'uuid'");
    assertDefault("List.of()", "!this.x.isEmpty()", "'type': '[]int8'");
    assertDefault("null", "this.x != null", "'type': 'records'");
  }

  @Test
  void nullIsNoDefaultUnlessTheSpecSaysSo() {
    assertDefault(
        "List.of()",
        "(this.x == null || !this.x.isEmpty())",
        "'type': '[]int8', 'nullableVersions': '0+'");
    assertDefault(
        "null", "this.x != null", "'type': '[]int8', 'nullableVersions': '0+', 'default': 'null'");
  }

  @Test
  void structIsAtItsDefaultIfItsFieldsAre() {
    assertDefault(
        "new Part()",
        "!this.x.isDefault()",
        "'type': 'Part', 'fields': [{'name': 'Y', 'type': 'int8', 'versions': '0+'}]");
  }

  @Test
  void defaultThatTheTypeCannotHaveIsRefused() {
    for (String properties :
        new String[] {
          "'type': 'int32', 'default': 'many'",
          "'type': 'uuid', 'default': 'x'",
          "'type': 'bytes', 'default': 'x'",
          "'type': '[]int8', 'default': 'x'",
          "'type': 'records', 'default': 'x'"
        }) {
      Field field = field(properties);
      assertThrows(IllegalArgumentException.class, () -> Defaults.value(field), properties);
    }
  }

  private static void assertDefault(String value, String changed, String properties) {
    assertEquals(value, Defaults.value(field(properties)));
    assertEquals(changed, Defaults.isNot(field(properties)));
  }

  private static Field field(String properties) {
    return message("{'name': 'X', 'versions': '0+', " + properties + "}").root().fields().get(0);
  }
}
