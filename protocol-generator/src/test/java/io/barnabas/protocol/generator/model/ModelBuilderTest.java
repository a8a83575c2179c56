package io.barnabas.protocol.generator.model;

import static io.barnabas.protocol.generator.TestSpecs.message;
import static io.barnabas.protocol.generator.TestSpecs.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.generator.spec.Versions;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelBuilderTest {

  @Test
  void fieldsAreResolvedInTheOrderOfTheSpec() {
    Message message =
        message(
            "{'name': 'ClientId', 'type': 'string', 'versions': '1+', 'nullableVersions': '2+',"
                + " 'flexibleVersions': 'none'},"
                + "{'name': 'Ids', 'type': '[]int32', 'versions': '0+'}");

    Field clientId = message.root().fields().get(0);
    assertEquals("clientId", clientId.name());
    assertEquals("Test.clientId", clientId.path());
    assertEquals(Versions.NONE, clientId.flexible());
    Field ids = message.root().fields().get(1);
    assertEquals(new FieldType.ArrayOf(Scalar.INT32), ids.type());
    assertEquals(Versions.parse("2+"), ids.flexible());
    assertEquals(-1, message.apiKey());
  }

  @Test
  void structsAreListedWithTheVersionsInWhichTheyOccur() {
    Message message =
        message(
            "{'name': 'Outers', 'type': '[]Outer', 'versions': '1+', 'fields': ["
                + "{'name': 'Inner', 'type': 'Inner', 'versions': '3+', 'fields': ["
                + "{'name': 'X', 'type': 'int8', 'versions': '3+'}]}]}");

    assertEquals(List.of("Inner", "Outer"), message.structs().stream().map(Struct::name).toList());
    Struct inner = message.structs().get(0);
    assertEquals(Versions.parse("3-4"), inner.versions());
    assertEquals("Test.Inner.x", inner.fields().get(0).path());
  }

  @Test
  void commonStructIsOneStructHoweverOftenItIsUsed() {
    Message message =
        message(
            "{'name': 'A', 'type': 'Shared', 'versions': '0+'},"
                + "{'name': 'B', 'type': '[]Shared', 'versions': '0+'}",
            "{'name': 'Shared', 'versions': '0+', 'fields': ["
                + "{'name': 'X', 'type': 'int8', 'versions': '0+'}]}");

    Field b = message.root().fields().get(1);
    assertEquals(1, message.structs().size());
    assertSame(message.root().fields().get(0).type(), ((FieldType.ArrayOf) b.type()).element());
  }

  @Test
  void taggedFieldsAreInTheOrderOfTheirTags() {
    Message message =
        message(
            "{'name': 'Second', 'type': 'int8', 'versions': '2+', 'tag': 1, 'taggedVersions': '2+'},"
                + "{'name': 'First', 'type': 'int8', 'versions': '2+', 'tag': 0,"
                + " 'taggedVersions': '2+'}");

    assertEquals(
        List.of("first", "second"),
        message.root().taggedFields().stream().map(Field::name).toList());
  }

  @Test
  void whatCannotBeEmittedIsRefusedByName() {
    refused("uses the unknown type Nothing", "'type': 'Nothing', 'versions': '0+'");
    refused("has no versions", "'type': 'int8'");
    refused("has half a tag", "'type': 'int8', 'versions': '2+', 'tag': 0");
    refused(
        "is tagged in some versions only",
        "'type': 'int8', 'versions': '2+', 'tag': 0, 'taggedVersions': '3+'");
    refused(
        "is tagged and holds records",
        "'type': 'records', 'versions': '2+', 'tag': 0, 'taggedVersions': '2+'");
    refused("is an array of records", "'type': '[]records', 'versions': '0+'");
    refused(
        "defaults to null but is not nullable",
        "'type': 'string', 'versions': '0+', 'nullableVersions': '1+', 'default': 'null'");
  }

  private static void refused(String complaint, String properties) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> message("{'name': 'Odd', " + properties + "}"))
            .getMessage();
    assertTrue(message.contains(complaint) && message.startsWith("Test"), message);
  }

  @Test
  void recordsDefaultToNull() {
    Message message = message("{'name': 'Records', 'type': 'records', 'versions': '0+'}");

    assertTrue(message.root().fields().get(0).defaultsToNull());
  }

  @Test
  void apisPairRequestsWithTheirResponses() {
    String versions = "'validVersions': '0-3', 'apiKey': 7, 'fields': []";
    List<Api> apis =
        ModelBuilder.apis(
            List.of(
                spec(
                    "{'name': 'PingRequest', 'type': 'request', 'flexibleVersions': '2+',"
                        + "'latestVersionUnstable': true, "
                        + versions
                        + "}"),
                spec(
                    "{'name': 'PingResponse', 'type': 'response', 'flexibleVersions': 'none', "
                        + versions
                        + "}")));

    Api ping = apis.get(0);
    assertEquals("Ping", ping.name());
    assertEquals(Versions.parse("2+"), ping.flexibleRequests());
    assertEquals(Versions.NONE, ping.flexibleResponses());
    assertTrue(ping.latestVersionUnstable());
    assertFalse(apis.size() > 1);
  }

  @Test
  void requestWithoutItsResponseIsRefused() {
    var alone =
        spec(
            "{'name': 'PingRequest', 'type': 'request', 'validVersions': '0', 'apiKey': 7,"
                + "'flexibleVersions': 'none', 'fields': []}");

    assertThrows(IllegalArgumentException.class, () -> ModelBuilder.apis(List.of(alone)));
  }
}
