package io.barnabas.protocol.generator.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.protocol.generator.spec.Versions;
import org.junit.jupiter.api.Test;

class VersionExpressionTest {

  private static final Versions POSSIBLE = Versions.parse("2-9");

  @Test
  void conditionSaysNoMoreThanItMust() {
    assertEquals("true", in("0+"));
    assertEquals("true", in("2-9"));
    assertEquals("version >= 5", in("5+"));
    assertEquals("version >= 5", in("5-9"));
    assertEquals("version <= 4", in("0-4"));
    assertEquals("version >= 3 && version <= 4", in("3-4"));
    assertEquals("false", in("10+"));
    assertEquals("false", in("0-1"));
    assertEquals("false", in("none"));
  }

  @Test
  void oppositeIsTheOpposite() {
    assertEquals("false", VersionExpression.notIn(Versions.ALL, POSSIBLE));
    assertEquals("true", VersionExpression.notIn(Versions.NONE, POSSIBLE));
    assertEquals("version < 5", VersionExpression.notIn(Versions.parse("5+"), POSSIBLE));
    assertEquals("version > 5", VersionExpression.notIn(Versions.parse("0-5"), POSSIBLE));
    assertEquals(
        "(version < 4 || version > 5)", VersionExpression.notIn(Versions.parse("4-5"), POSSIBLE));
  }

  @Test
  void choiceWithoutAConditionIsNone() {
    assertEquals("a", VersionExpression.choose("true", "a", "b"));
    assertEquals("b", VersionExpression.choose("false", "a", "b"));
    assertEquals("v ? a : b", VersionExpression.choose("v", "a", "b"));
  }

  @Test
  void valueChangesWhereTheFunctionDoes() {
    assertEquals("7", VersionExpression.valueOf(POSSIBLE, version -> 7));
    assertEquals(
        "version >= 8 ? 30 : version >= 4 ? 20 : 10",
        VersionExpression.valueOf(POSSIBLE, v -> v >= 8 ? 30 : v >= 4 ? 20 : 10));
  }

  private static String in(String wanted) {
    return VersionExpression.in(Versions.parse(wanted), POSSIBLE);
  }
}
