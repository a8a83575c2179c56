package io.barnabas.protocol.generator.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecReaderTest {

  private final SpecReader reader = new SpecReader();

  @Test
  void commentsAreAllowedAndWhatIsLeftOutIsNull() throws IOException {
    MessageSpec spec =
        reader.read(
            "Test.json",
            """
            // A licence.
            { "type": "data", "name": "Test", "validVersions": "0-1", // why
              "flexibleVersions": "1+",
              "fields": [
                { "name": "Id", "type": "int32", "versions": "0+", "default": "0x10" },
                { "name": "On", "type": "bool", "versions": "0+", "default": false }
              ] }
            """);

    assertEquals(Versions.parse("0-1"), spec.validVersions());
    assertNull(spec.apiKey());
    FieldSpec id = spec.fields().get(0);
    assertEquals("0x10", id.defaultValue());
    assertNull(id.nullableVersions());
    assertEquals("false", spec.fields().get(1).defaultValue());
  }

  @Test
  void propertyNobodyKnowsIsAnErrorThatNamesFileAndProperty() {
    IOException refused =
        assertThrows(
            IOException.class,
            () -> reader.read("New.json", "{ \"name\": \"New\", \"color\": 1 }"));

    assertTrue(refused.getMessage().contains("New.json"), refused::getMessage);
    assertTrue(refused.getMessage().contains("color"), refused::getMessage);
  }

  @Test
  void folderIsReadInOrderAndOtherFilesAreLeftAlone(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("B.json"), "{ \"name\": \"B\" }");
    Files.writeString(folder.resolve("A.json"), "{ \"name\": \"A\" }");
    Files.writeString(folder.resolve("README.md"), "no spec");

    assertEquals(
        List.of("A", "B"), reader.readFolder(folder).stream().map(MessageSpec::name).toList());
  }
}
