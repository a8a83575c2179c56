package io.barnabas.admin.operation;

import java.util.List;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;

/** Where a config value comes from and of which type it is, by the protocol's numbers. */
final class ConfigSources {

  private static final List<ConfigSource> SOURCES =
      List.of(
          ConfigSource.UNKNOWN,
          ConfigSource.DYNAMIC_TOPIC_CONFIG,
          ConfigSource.DYNAMIC_BROKER_CONFIG,
          ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG,
          ConfigSource.STATIC_BROKER_CONFIG,
          ConfigSource.DEFAULT_CONFIG,
          ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG,
          ConfigSource.DYNAMIC_CLIENT_METRICS_CONFIG,
          ConfigSource.DYNAMIC_GROUP_CONFIG);

  /** The public enum lists the types in the order of their numbers. */
  private static final List<ConfigType> TYPES = List.of(ConfigType.values());

  static ConfigSource source(byte id) {
    return id >= 0 && id < SOURCES.size() ? SOURCES.get(id) : ConfigSource.UNKNOWN;
  }

  static ConfigType type(byte id) {
    return id >= 0 && id < TYPES.size() ? TYPES.get(id) : ConfigType.UNKNOWN;
  }

  private ConfigSources() {}
}
