package io.barnabas.network.settings;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Settings as a client would make them, from configuration. */
public final class ConfiguredSettings {

  /** Defaults, with two bootstrap servers, but for the given keys and values in turn. */
  public static ClientSettings with(Object... keysAndValues) {
    return ClientSettings.from(config(keysAndValues), "test", "test-thread", "[Test] ");
  }

  public static ProducerConfig config(Object... keysAndValues) {
    Map<String, Object> values = new HashMap<>();
    values.put("bootstrap.servers", "localhost:9092,localhost:9093");
    values.put("key.serializer", ByteArraySerializer.class);
    values.put("value.serializer", ByteArraySerializer.class);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return new ProducerConfig(values);
  }

  private ConfiguredSettings() {}
}
