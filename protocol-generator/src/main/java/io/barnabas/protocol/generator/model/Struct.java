package io.barnabas.protocol.generator.model;

import io.barnabas.protocol.generator.spec.Versions;
import java.util.Comparator;
import java.util.List;

/**
 * A class to be: the fields of a message, or of a struct inside it.
 *
 * @param path the message and, for a struct inside it, the struct, for errors
 * @param versions the versions of the message in which this struct can occur
 * @param flexible the versions in which tagged fields follow the others
 */
public record Struct(
    String name,
    String path,
    Versions versions,
    Versions flexible,
    String about,
    List<Field> fields)
    implements FieldType {

  /** The tagged fields in the order in which they are written. */
  public List<Field> taggedFields() {
    return fields.stream()
        .filter(Field::isTagged)
        .sorted(Comparator.comparingInt(Field::tag))
        .toList();
  }

  /** The fields that identify an element of an array of this struct. */
  public List<Field> mapKeys() {
    return fields.stream().filter(Field::mapKey).toList();
  }
}
