package io.barnabas.protocol.generator.model;

import java.util.List;

/**
 * A message: its own fields, and the structs they use in the order of first use.
 *
 * @param apiKey the API's id, -1 for headers and data
 */
public record Message(Kind kind, short apiKey, Struct root, List<Struct> structs) {

  /** What the spec's {@code type} says. */
  public enum Kind {
    REQUEST,
    RESPONSE,
    HEADER,
    DATA
  }

  public String name() {
    return root.name();
  }
}
