package io.barnabas.network;

import java.util.List;

/**
 * What all clients read from their configuration, parsed and checked once. Immutable.
 *
 * @param threadName the loop's thread, as kafka-clients names it: {@code
 *     kafka-producer-network-thread | producer-1}
 * @param logPrefix {@code [Producer clientId=producer-1] }
 * @param metadataRecoveryRebootstrap {@code metadata.recovery.strategy=rebootstrap}
 */
public record ClientSettings(
    String clientId,
    String threadName,
    String logPrefix,
    List<String> bootstrapServers,
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

  /**
   * From a {@code ProducerConfig}, {@code ConsumerConfig} or {@code AdminClientConfig}, in the one
   * place where these keys are read. {@code ConfigException} for what is not there yet (TLS, SASL).
   */
  public static ClientSettings from(
      org.apache.kafka.common.config.AbstractConfig config,
      String clientId,
      String threadName,
      String logPrefix) {
    throw new UnsupportedOperationException();
  }
}
