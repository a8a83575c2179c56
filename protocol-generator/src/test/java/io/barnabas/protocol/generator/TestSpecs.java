package io.barnabas.protocol.generator;

import io.barnabas.protocol.generator.model.Message;
import io.barnabas.protocol.generator.model.ModelBuilder;
import io.barnabas.protocol.generator.spec.MessageSpec;
import io.barnabas.protocol.generator.spec.SpecReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Specs written in a line or two, with single quotes for double ones. */
public final class TestSpecs {

  private TestSpecs() {}

  public static MessageSpec spec(String json) {
    try {
      return new SpecReader().read("Test.json", json.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Data message {@code Test}, versions 0-4, flexible from 2, with these fields. */
  public static Message message(String fields) {
    return ModelBuilder.message(spec(json(fields, "")));
  }

  /** The same with common structs. */
  public static Message message(String fields, String commonStructs) {
    return ModelBuilder.message(spec(json(fields, ", 'commonStructs': [" + commonStructs + "]")));
  }

  private static String json(String fields, String more) {
    return "{ 'type': 'data', 'name': 'Test', 'validVersions': '0-4', 'flexibleVersions': '2+',"
        + "'fields': ["
        + fields
        + "]"
        + more
        + "}";
  }
}
