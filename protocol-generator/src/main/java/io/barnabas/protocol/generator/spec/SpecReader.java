package io.barnabas.protocol.generator.spec;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads spec files. A property nobody here knows of is an error: it would mean that messages are
 * generated without what it says.
 */
public final class SpecReader {

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Every {@code *.json} of a folder, in the order of their names. */
  public List<MessageSpec> readFolder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    List<MessageSpec> specs = new ArrayList<>();
    for (Path file : files) {
      specs.add(read(file.getFileName().toString(), Files.readString(file)));
    }
    return specs;
  }

  /** One spec; {@code name} is for the error only. */
  public MessageSpec read(String name, String json) throws IOException {
    try {
      return mapper.readValue(json, MessageSpec.class);
    } catch (IOException e) {
      throw new IOException("Cannot read the message spec " + name + ": " + e.getMessage(), e);
    }
  }
}
