package io.barnabas.serde.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes any value that Jackson can write as one UTF-8 JSON document. Null stays null (a
 * tombstone).
 *
 * @param <T> the type of the values
 */
public final class JsonSerializer<T> implements Serializer<T> {

  private final ObjectWriter writer;

  public JsonSerializer() {
    this(new ObjectMapper());
  }

  /** With the caller's modules and settings; the mapper must not be reconfigured afterwards. */
  public JsonSerializer(ObjectMapper mapper) {
    this.writer = mapper.writer();
  }

  /**
   * @throws SerializationException if Jackson cannot write the value
   */
  @Override
  public byte[] serialize(String topic, T value) {
    if (value == null) {
      return null;
    }
    try {
      return writer.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new SerializationException(
          "Cannot write a " + value.getClass().getName() + " as JSON for topic " + topic, e);
    }
  }
}
