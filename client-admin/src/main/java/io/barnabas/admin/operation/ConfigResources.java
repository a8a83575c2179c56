package io.barnabas.admin.operation;

import io.barnabas.network.retry.Route;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;

/** Which broker keeps a resource's configuration, and the resource of an answer. */
final class ConfigResources {

  /** A broker's own values and log levels are known to that broker only. */
  static Route route(ConfigResource resource) {
    boolean ofOneBroker =
        resource.type() == Type.BROKER_LOGGER
            || resource.type() == Type.BROKER && !resource.isDefault();
    return ofOneBroker ? Route.broker(Integer.parseInt(resource.name())) : Route.anyBroker();
  }

  static ConfigResource of(byte type, String name) {
    return new ConfigResource(Type.forId(type), name);
  }

  private ConfigResources() {}
}
