package io.barnabas.consumer.fetch;

import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.DoubleDeserializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The user's deserializers. Called on the polling thread. */
public record Deserializers<K, V>(Deserializer<K> key, Deserializer<V> value) {
  private static final Set<Class<?>> COPYING =
      Set.of(
          ByteArrayDeserializer.class,
          StringDeserializer.class,
          LongDeserializer.class,
          IntegerDeserializer.class,
          DoubleDeserializer.class);

  /** Whether what they return surely does not refer to the bytes they were given. */
  boolean copy() {
    return COPYING.contains(key.getClass()) && COPYING.contains(value.getClass());
  }
}
