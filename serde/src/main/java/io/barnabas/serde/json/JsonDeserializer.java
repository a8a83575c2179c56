package io.barnabas.serde.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads one UTF-8 JSON document into a value. Null stays null (a tombstone).
 *
 * <p>The type comes from the constructor or, for an instance that the client makes from its
 * configuration, from {@value #KEY_TYPE} or {@value #VALUE_TYPE} (a class or its name). It is never
 * taken from the wire.
 *
 * @param <T> the type of the values
 */
public final class JsonDeserializer<T> implements Deserializer<T> {

  /** The class that keys are read into. */
  public static final String KEY_TYPE = "barnabas.json.key.type";

  /** The class that values are read into. */
  public static final String VALUE_TYPE = "barnabas.json.value.type";

  private final ObjectMapper mapper;

  /** Written by the constructor or by {@link #configure}, before the instance is used. */
  private ObjectReader reader;

  /** For a client that makes its deserializers itself; the type comes with {@link #configure}. */
  public JsonDeserializer() {
    this.mapper = new ObjectMapper();
  }

  public JsonDeserializer(Class<T> type) {
    this(new ObjectMapper(), type);
  }

  /** With the caller's modules and settings; the mapper must not be reconfigured afterwards. */
  public JsonDeserializer(ObjectMapper mapper, Class<T> type) {
    this.mapper = mapper;
    this.reader = readerOf(mapper, mapper.constructType(type));
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    String key = isKey ? KEY_TYPE : VALUE_TYPE;
    Object type = configs.get(key);
    if (type != null) {
      reader = readerOf(mapper, mapper.constructType(classOf(key, type)));
    } else if (reader == null) {
      throw new ConfigException(key, null, "JsonDeserializer must know the class to read into");
    }
  }

  /**
   * @throws SerializationException if the bytes are not exactly one JSON document of the type
   */
  @Override
  public T deserialize(String topic, byte[] data) {
    if (data == null) {
      return null;
    }
    try {
      return reader.readValue(data);
    } catch (IOException e) {
      throw new SerializationException("Cannot read a JSON value of topic " + topic, e);
    }
  }

  private static ObjectReader readerOf(ObjectMapper mapper, JavaType type) {
    return mapper.readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  private static Class<?> classOf(String key, Object type) {
    if (type instanceof Class<?> c) {
      return c;
    }
    try {
      return Class.forName(type.toString(), true, contextLoader());
    } catch (ClassNotFoundException e) {
      throw new ConfigException(key, type, "Class " + type + " could not be found.");
    }
  }

  private static ClassLoader contextLoader() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader != null ? loader : JsonDeserializer.class.getClassLoader();
  }
}
