package io.barnabas.network.settings;

import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all clients read from their configuration, parsed and checked once. Immutable.
 *
 * @param threadName the loop's thread, as kafka-clients names it: {@code
 *     kafka-producer-network-thread | producer-1}
 * @param logPrefix {@code [Producer clientId=producer-1] }
 * @param bootstrapControllers the bootstrap servers are controllers, and so is all that is talked
 *     to (KIP-919)
 * @param metadataRecoveryRebootstrap {@code metadata.recovery.strategy=rebootstrap}
 */
public record ClientSettings(
    String clientId,
    String threadName,
    String logPrefix,
    List<String> bootstrapServers,
    boolean bootstrapControllers,
    DnsLookup dnsLookup,
    int requestTimeoutMs,
    long connectionSetupTimeoutMs,
    long connectionSetupTimeoutMaxMs,
    long connectionsMaxIdleMs,
    long reconnectBackoffMs,
    long reconnectBackoffMaxMs,
    long retryBackoffMs,
    long retryBackoffMaxMs,
    long metadataMaxAgeMs,
    boolean metadataRecoveryRebootstrap,
    long metadataRebootstrapTriggerMs,
    int sendBufferBytes,
    int receiveBufferBytes,
    int maxFrameBytes,
    String securityProtocol) {

  /** {@code client.dns.lookup}. */
  public enum DnsLookup {
    USE_ALL_DNS_IPS,
    RESOLVE_CANONICAL_BOOTSTRAP_SERVERS_ONLY
  }

  private static final Logger LOG = LoggerFactory.getLogger(ClientSettings.class);

  /** Our own limit on one frame from a broker, in bytes. */
  public static final String RECEIVE_MAX_BYTES = "barnabas.receive.max.bytes";

  private static final int DEFAULT_RECEIVE_MAX_BYTES = 100 * 1024 * 1024;

  /**
   * From a {@code ProducerConfig}, {@code ConsumerConfig} or {@code AdminClientConfig}, in the one
   * place where these keys are read.
   *
   * @throws ConfigException for a value that cannot be, and for what is not there yet (TLS, SASL,
   *     {@code bootstrap.controllers})
   */
  public static ClientSettings from(
      AbstractConfig config, String clientId, String threadName, String logPrefix) {
    List<String> controllers = bootstrapControllers(config);
    warnOfMetricsPush(config, logPrefix);
    return new ClientSettings(
        clientId,
        threadName,
        logPrefix,
        controllers.isEmpty() ? bootstrapServers(config) : controllers,
        !controllers.isEmpty(),
        dnsLookup(config),
        config.getInt(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG),
        config.getLong(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG),
        config.getLong(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG),
        config.getLong(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG),
        config.getLong(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG),
        config.getLong(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG),
        config.getLong(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG),
        config.getLong(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG),
        config.getLong(CommonClientConfigs.METADATA_MAX_AGE_CONFIG),
        rebootstrap(config),
        config.getLong(CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG),
        config.getInt(CommonClientConfigs.SEND_BUFFER_CONFIG),
        config.getInt(CommonClientConfigs.RECEIVE_BUFFER_CONFIG),
        receiveMaxBytes(config),
        securityProtocol(config));
  }

  /** Only where it is asked for: by default kafka-clients has it on. */
  private static void warnOfMetricsPush(AbstractConfig config, String logPrefix) {
    String option = CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG;
    if (config.originals().containsKey(option) && config.getBoolean(option)) {
      LOG.warn("{}{}=true is not supported yet: no metrics are pushed", logPrefix, option);
    }
  }

  private static List<String> bootstrapServers(AbstractConfig config) {
    List<String> servers = config.getList(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    return servers == null ? List.of() : List.copyOf(servers);
  }

  /** Empty for a client that talks to brokers. */
  private static List<String> bootstrapControllers(AbstractConfig config) {
    if (!(config instanceof AdminClientConfig)) {
      return List.of();
    }
    List<String> controllers = config.getList(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG);
    boolean noControllers = controllers == null || controllers.isEmpty();
    boolean noServers = bootstrapServers(config).isEmpty();
    if (noServers && noControllers) {
      throw new ConfigException("You must set either bootstrap.servers or bootstrap.controllers");
    }
    if (!noServers && !noControllers) {
      throw new ConfigException("You cannot set both bootstrap.servers and bootstrap.controllers");
    }
    return noControllers ? List.of() : List.copyOf(controllers);
  }

  private static DnsLookup dnsLookup(AbstractConfig config) {
    String value = config.getString(CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG);
    return DnsLookup.valueOf(value.toUpperCase(Locale.ROOT));
  }

  private static boolean rebootstrap(AbstractConfig config) {
    String strategy = config.getString(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG);
    return strategy.equalsIgnoreCase("rebootstrap");
  }

  private static int receiveMaxBytes(AbstractConfig config) {
    Object value = config.originals().get(RECEIVE_MAX_BYTES);
    if (value == null) {
      return DEFAULT_RECEIVE_MAX_BYTES;
    }
    Object parsed = ConfigDef.parseType(RECEIVE_MAX_BYTES, value, ConfigDef.Type.INT);
    ConfigDef.Range.atLeast(1024).ensureValid(RECEIVE_MAX_BYTES, parsed);
    return (Integer) parsed;
  }

  private static String securityProtocol(AbstractConfig config) {
    String protocol = config.getString(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
    if (!protocol.equalsIgnoreCase("PLAINTEXT")) {
      throw new ConfigException(
          CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
          protocol,
          "not supported yet: only PLAINTEXT is");
    }
    return "PLAINTEXT";
  }
}
