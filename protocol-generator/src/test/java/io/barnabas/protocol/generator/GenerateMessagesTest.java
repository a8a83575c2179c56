package io.barnabas.protocol.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateMessagesTest {

  @TempDir Path folder;

  private Path specs;
  private Path sources;

  @BeforeEach
  void writeSpecs() throws IOException {
    specs = Files.createDirectory(folder.resolve("specs"));
    sources = folder.resolve("sources");
    writeSpec("PingRequest", "request", "'apiKey': 1, 'validVersions': '0-1'");
    writeSpec("PingResponse", "response", "'apiKey': 1, 'validVersions': '0-1'");
    writeSpec("GoneRequest", "request", "'apiKey': 2, 'validVersions': 'none'");
    writeSpec("GoneResponse", "response", "'apiKey': 2, 'validVersions': 'none'");
  }

  @Test
  void requestIsBoundToItsResponse() throws IOException {
    generate();

    String request = Files.readString(message("PingRequest"));
    assertTrue(request.contains("implements ApiRequest<PingResponse>"));
    assertTrue(request.contains("return ApiKey.PING;"));
  }

  @Test
  void apiWithoutVersionsKeepsItsKeyButHasNoClasses() throws IOException {
    generate();

    assertFalse(Files.exists(message("GoneRequest")));
    String keys = Files.readString(sources.resolve("io/barnabas/protocol/ApiKey.java"));
    assertTrue(keys.contains("GONE(2, 0, -1, false, Short.MAX_VALUE, Short.MAX_VALUE);"), keys);
  }

  @Test
  void unchangedSourceIsNotTouched() throws IOException {
    assertEquals(3, generate().changed());
    var written = Files.getLastModifiedTime(message("PingRequest"));

    assertEquals(0, generate().changed());
    assertEquals(written, Files.getLastModifiedTime(message("PingRequest")));
  }

  @Test
  void sourceOfASpecThatIsGoneIsRemoved() throws IOException {
    writeSpec("Extra", "data", "'validVersions': '0'");
    generate();
    assertTrue(Files.exists(message("Extra")));

    Files.delete(specs.resolve("Extra.json"));
    assertEquals(1, generate().changed());
    assertFalse(Files.exists(message("Extra")));
  }

  @Test
  void folderWithoutSpecsIsRefused() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThrows(
        IllegalArgumentException.class,
        () -> GenerateMessages.main(new String[] {empty.toString(), sources.toString()}));
    assertThrows(IllegalArgumentException.class, () -> GenerateMessages.main(new String[] {"one"}));
  }

  private SourceFolder generate() throws IOException {
    SourceFolder written = new SourceFolder(sources);
    GenerateMessages.generate(specs, written);
    return written;
  }

  private Path message(String name) {
    return sources.resolve("io/barnabas/protocol/message/" + name + ".java");
  }

  private void writeSpec(String name, String type, String properties) throws IOException {
    String json =
        String.format(
            "{'name': '%s', 'type': '%s', 'flexibleVersions': 'none', 'fields': [], %s}",
            name, type, properties);
    Files.writeString(specs.resolve(name + ".json"), json.replace('\'', '"'));
  }
}
