package io.barnabas.protocol.generator.model;

import static io.barnabas.protocol.generator.TestSpecs.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MinimumSizeTest {

  @Test
  void fixedSizeElementTakesItsSize() {
    assertEquals(4, size("'type': '[]int32'", 0));
    assertEquals(16, size("'type': '[]uuid'", 3));
    assertEquals(1, size("'type': '[]bool'", 3));
    assertEquals(8, size("'type': '[]float64'", 0));
  }

  @Test
  void elementOfAnyLengthTakesTheLengthOnly() {
    assertEquals(2, size("'type': '[]string'", 1));
    assertEquals(1, size("'type': '[]string'", 2));
    assertEquals(4, size("'type': '[]bytes'", 1));
    assertEquals(1, size("'type': '[]bytes'", 2));
  }

  @Test
  void structTakesItsFieldsOfThatVersionAndItsTagCount() {
    String struct =
        "'type': '[]Part', 'fields': ["
            + "{'name': 'Id', 'type': 'int32', 'versions': '0+'},"
            + "{'name': 'Name', 'type': 'string', 'versions': '1+'},"
            + "{'name': 'Late', 'type': 'int64', 'versions': '4+'},"
            + "{'name': 'Tag', 'type': 'int64', 'versions': '2+', 'tag': 0,"
            + " 'taggedVersions': '2+'}]";

    assertEquals(4, size(struct, 0));
    assertEquals(4 + 2, size(struct, 1));
    assertEquals(4 + 1 + 1, size(struct, 2));
    assertEquals(4 + 1 + 8 + 1, size(struct, 4));
  }

  @Test
  void structThatMayBeNullTakesItsMarkOnly() {
    String struct =
        "'type': '[]Part', 'fields': ["
            + "{'name': 'Maybe', 'type': 'Big', 'versions': '0+', 'nullableVersions': '1+',"
            + " 'fields': [{'name': 'X', 'type': 'int64', 'versions': '0+'}]}]";

    assertEquals(8, size(struct, 0));
    assertEquals(1, size(struct, 1));
  }

  @Test
  void elementWithoutAByteIsRefused() {
    String empty =
        "'type': '[]Part', 'fields': [{'name': 'Late', 'type': 'int8', 'versions': '1+'}]";

    assertThrows(IllegalArgumentException.class, () -> size(empty, 0));
    assertEquals(1, size(empty, 1));
  }

  private static int size(String properties, int version) {
    Message message = message("{'name': 'List', 'versions': '0+', " + properties + "}");
    return MinimumSize.ofElement(message.root().fields().get(0), version);
  }
}
