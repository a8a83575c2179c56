package io.barnabas.protocol.generator.emit;

import static io.barnabas.protocol.generator.TestSpecs.message;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.protocol.generator.model.Field;
import org.junit.jupiter.api.Test;

class NamesTest {

  @Test
  void keywordGetsAnUnderscore() {
    assertEquals("default_", Names.of(field("Default", "int8")));
    assertEquals("name", Names.of(field("Name", "int8")));
  }

  @Test
  void typesAreThoseOfTheMapping() {
    assertEquals("boolean", Names.javaType(field("A", "bool")));
    assertEquals("int", Names.javaType(field("A", "uint16")));
    assertEquals("long", Names.javaType(field("A", "uint32")));
    assertEquals("double", Names.javaType(field("A", "float64")));
    assertEquals("byte[]", Names.javaType(field("A", "bytes")));
    assertEquals("ByteBuffer", Names.javaType(field("A", "records")));
    assertEquals("UUID", Names.javaType(field("A", "uuid")));
    assertEquals("List<Short>", Names.javaType(field("A", "[]int16")));
    assertEquals("List<String>", Names.javaType(field("A", "[]string")));
    assertEquals("ByteBuffer", Names.javaType(field("A", "bytes', 'zeroCopy': true, 'about': '")));
  }

  @Test
  void constantsAreSplitBeforeCapitals() {
    assertEquals("OFFSET_FOR_LEADER_EPOCH", Names.constant("OffsetForLeaderEpoch"));
    assertEquals("VOTE", Names.constant("Vote"));
  }

  private static Field field(String name, String type) {
    String spec = "{'name': '" + name + "', 'versions': '0+', 'type': '" + type + "'}";
    return message(spec).root().fields().get(0);
  }
}
