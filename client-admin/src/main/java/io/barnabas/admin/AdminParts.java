package io.barnabas.admin;

import io.barnabas.network.NetworkClient;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.ClientMetrics;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** What an admin client is put together of; nothing runs yet. */
record AdminParts(AdminSettings settings, ClientMetrics metrics, NetworkClient network) {

  private static final String JMX_DOMAIN = "kafka.admin.client";
  private static final String METRIC_GROUP = "admin-client";

  /** Throws {@link KafkaException} if a part cannot be built, and leaves nothing behind. */
  static AdminParts of(AdminClientConfig config, Clock clock) {
    ClientMetrics metrics = null;
    try {
      AdminSettings settings = AdminSettings.from(config);
      metrics =
          ClientMetrics.create(config, settings.network().clientId(), JMX_DOMAIN, METRIC_GROUP);
      NetworkClient network =
          NetworkClient.create(settings.network(), metrics.networkEvents(), clock);
      config.logUnused();
      return new AdminParts(settings, metrics, network);
    } catch (RuntimeException e) {
      if (metrics != null) {
        metrics.close();
      }
      throw new KafkaException("Failed to create new BarnabasAdmin", e);
    }
  }
}
