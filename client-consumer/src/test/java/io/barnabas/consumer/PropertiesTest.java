package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** {@code Properties} as the configuration, beside kafka-clients. */
class PropertiesTest {

  @Test
  void keysThatAreNoStringsAreRefusedAlike() {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", "127.0.0.1:9092");
    properties.put(7, "seven");
    StringDeserializer strings = new StringDeserializer();
    ConfigException theirs =
        assertThrows(
            ConfigException.class, () -> new KafkaConsumer<>(properties, strings, strings));
    ConfigException ours =
        assertThrows(
            ConfigException.class, () -> new BarnabasConsumer<>(properties, strings, strings));
    assertEquals(theirs.getMessage(), ours.getMessage());
  }

  @Test
  void defaultsCount() {
    Properties defaults = new Properties();
    defaults.put("bootstrap.servers", "127.0.0.1:9092");
    defaults.put("group.id", "by-default");
    StringDeserializer strings = new StringDeserializer();
    try (BarnabasConsumer<String, String> consumer =
        new BarnabasConsumer<>(new Properties(defaults), strings, strings)) {
      assertEquals("by-default", consumer.groupMetadata().groupId());
    }
  }
}
