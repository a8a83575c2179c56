package io.barnabas.consumer.fetch;

import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.DoubleDeserializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The user's deserializers. Called on the polling thread. */
public record Deserializers<K, V>(Deserializer<K> key, Deserializer<V> value) {
  /** These read the buffer itself, and keep nothing of it. */
  private static final Set<Class<?>> READING =
      Set.of(
          StringDeserializer.class,
          LongDeserializer.class,
          IntegerDeserializer.class,
          DoubleDeserializer.class);

  /** Whether what they return surely does not refer to the bytes they were given. */
  public boolean copy() {
    return copies(key) && copies(value);
  }

  private static boolean copies(Deserializer<?> deserializer) {
    return READING.contains(deserializer.getClass()) || getsArray(deserializer.getClass());
  }

  /** One that does not take the buffer is given an array of its own by the interface. */
  private static boolean getsArray(Class<?> type) {
    try {
      return type.getMethod("deserialize", String.class, Headers.class, ByteBuffer.class)
              .getDeclaringClass()
          == Deserializer.class;
    } catch (NoSuchMethodException e) {
      throw new KafkaException(type + " is no deserializer of this version of kafka-clients", e);
    }
  }
}
