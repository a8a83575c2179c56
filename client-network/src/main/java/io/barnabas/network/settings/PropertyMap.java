package io.barnabas.network.settings;

import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;

/** {@code Properties}, the defaults that they stand on included, as a map. */
public final class PropertyMap {
  private PropertyMap() {}

  /**
   * @throws ConfigException if a key is not a string, worded as in kafka-clients
   */
  public static Map<String, Object> of(Properties properties) {
    Map<String, Object> map = new HashMap<>();
    for (Enumeration<?> names = names(properties); names.hasMoreElements(); ) {
      String name = (String) names.nextElement();
      Object value = properties.get(name);
      map.put(name, value == null ? properties.getProperty(name) : value);
    }
    return map;
  }

  private static Enumeration<?> names(Properties properties) {
    try {
      return properties.propertyNames();
    } catch (ClassCastException e) {
      throw new ConfigException("One or more keys is not a string.");
    }
  }
}
