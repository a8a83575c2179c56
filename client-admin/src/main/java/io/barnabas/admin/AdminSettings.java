package io.barnabas.admin;

import io.barnabas.admin.driver.Limits;
import io.barnabas.network.settings.ClientSettings;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the admin client reads from its configuration, once. Immutable.
 *
 * @param limits its call timeout is never below its request timeout
 */
record AdminSettings(ClientSettings network, Limits limits) {

  private static final Logger log = LoggerFactory.getLogger(AdminSettings.class);

  private static final AtomicInteger CLIENT_NUMBER = new AtomicInteger(1);

  /** Throws {@link ConfigException} for what contradicts itself. */
  static AdminSettings from(AdminClientConfig config) {
    String clientId = clientId(config);
    String threadName = "kafka-admin-client-thread | " + clientId;
    String logPrefix = "[AdminClient clientId=" + clientId + "] ";
    ClientSettings network = ClientSettings.from(config, clientId, threadName, logPrefix);
    return new AdminSettings(
        network,
        new Limits(
            network.requestTimeoutMs(),
            defaultApiTimeoutMs(config, logPrefix),
            config.getInt(AdminClientConfig.RETRIES_CONFIG)));
  }

  private static String clientId(AdminClientConfig config) {
    String configured = config.getString(AdminClientConfig.CLIENT_ID_CONFIG);
    return configured.isEmpty() ? "adminclient-" + CLIENT_NUMBER.getAndIncrement() : configured;
  }

  private static int defaultApiTimeoutMs(AdminClientConfig config, String logPrefix) {
    String key = AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG;
    int requestTimeoutMs = config.getInt(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
    int defaultApiTimeoutMs = config.getInt(key);
    if (defaultApiTimeoutMs >= requestTimeoutMs) {
      return defaultApiTimeoutMs;
    }
    if (config.originals().containsKey(key)) {
      throw new ConfigException(
          "The specified value of "
              + key
              + " must be no smaller than the value of "
              + AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG
              + ".");
    }
    log.warn(
        "{}Overriding the default value for {} ({}) with the explicitly configured request timeout"
            + " {}",
        logPrefix,
        key,
        defaultApiTimeoutMs,
        requestTimeoutMs);
    return requestTimeoutMs;
  }
}
