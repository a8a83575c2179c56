package io.barnabas.producer;

import io.barnabas.producer.transaction.TransactionSettings;
import io.barnabas.protocol.compress.Compression;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the producer itself reads from its configuration, parsed and checked once. Immutable. The
 * network's part is in {@link io.barnabas.network.settings.ClientSettings}.
 *
 * @param batchSize in bytes, at least 1: 0 in the configuration means a batch for each record
 * @param acks -1 (all), 0 or 1
 * @param compressionLevel of the configured codec; 0 for codecs without levels
 * @param transactions null without transactions
 */
public record ProducerSettings(
    String clientId,
    int batchSize,
    long lingerMs,
    long bufferMemory,
    long maxBlockMs,
    int maxRequestSize,
    short acks,
    int retries,
    int maxInFlightPerConnection,
    int requestTimeoutMs,
    long deliveryTimeoutMs,
    long retryBackoffMs,
    long retryBackoffMaxMs,
    long metadataMaxIdleMs,
    Compression compression,
    int compressionLevel,
    boolean idempotence,
    boolean partitionerIgnoreKeys,
    boolean adaptivePartitioning,
    long partitionAvailabilityTimeoutMs,
    TransactionSettings transactions) {

  private static final Logger LOG = LoggerFactory.getLogger(ProducerSettings.class);

  static final String THREAD_NAME_PREFIX = "kafka-producer-network-thread | ";

  /**
   * @throws ConfigException for values that contradict each other, or ask for what is not there yet
   */
  static ProducerSettings from(ProducerConfig config) {
    Compression compression =
        Compression.forName(config.getString(ProducerConfig.COMPRESSION_TYPE_CONFIG));
    return new ProducerSettings(
        config.getString(ProducerConfig.CLIENT_ID_CONFIG),
        Math.max(1, config.getInt(ProducerConfig.BATCH_SIZE_CONFIG)),
        lingerMs(config),
        config.getLong(ProducerConfig.BUFFER_MEMORY_CONFIG),
        config.getLong(ProducerConfig.MAX_BLOCK_MS_CONFIG),
        config.getInt(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Short.parseShort(config.getString(ProducerConfig.ACKS_CONFIG)),
        config.getInt(ProducerConfig.RETRIES_CONFIG),
        config.getInt(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION),
        config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG),
        deliveryTimeoutMs(config),
        config.getLong(ProducerConfig.RETRY_BACKOFF_MS_CONFIG),
        config.getLong(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG),
        config.getLong(ProducerConfig.METADATA_MAX_IDLE_CONFIG),
        compression,
        compressionLevel(config, compression),
        config.getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG),
        config.getBoolean(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG),
        config.getBoolean(ProducerConfig.PARTITIONER_ADAPTIVE_PARTITIONING_ENABLE_CONFIG),
        config.getLong(ProducerConfig.PARTITIONER_AVAILABILITY_TIMEOUT_MS_CONFIG),
        transactions(config));
  }

  String threadName() {
    return THREAD_NAME_PREFIX + clientId;
  }

  String logPrefix() {
    return transactions == null ? logPrefix(clientId) : transactions.logPrefix();
  }

  private static String logPrefix(String clientId) {
    return "[Producer clientId=" + clientId + "] ";
  }

  /**
   * That {@code transaction.two.phase.commit.enable} excludes a timeout is checked by {@link
   * ProducerConfig}; as in kafka-clients, it has no other effect yet.
   */
  private static TransactionSettings transactions(ProducerConfig config) {
    int timeoutMs = config.getInt(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
    config.getBoolean(ProducerConfig.TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG);
    String transactionalId = config.getString(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    if (transactionalId == null) {
      return null;
    }
    String clientId = config.getString(ProducerConfig.CLIENT_ID_CONFIG);
    return new TransactionSettings(
        "[Producer clientId=" + clientId + ", transactionalId=" + transactionalId + "] ",
        transactionalId,
        timeoutMs,
        config.getLong(ProducerConfig.MAX_BLOCK_MS_CONFIG));
  }

  private static long lingerMs(ProducerConfig config) {
    return Math.min(config.getLong(ProducerConfig.LINGER_MS_CONFIG), Integer.MAX_VALUE);
  }

  private static long deliveryTimeoutMs(ProducerConfig config) {
    int configured = config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
    int requestTimeoutMs = config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    long atLeast = Math.min(lingerMs(config) + requestTimeoutMs, Integer.MAX_VALUE);
    if (configured >= atLeast) {
      return configured;
    }
    if (config.originals().containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)) {
      throw new ConfigException(
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG
              + " should be equal to or larger than "
              + ProducerConfig.LINGER_MS_CONFIG
              + " + "
              + ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    }
    LOG.warn(
        "{}{} should be equal to or larger than {} + {}. Setting it to {}.",
        logPrefix(config.getString(ProducerConfig.CLIENT_ID_CONFIG)),
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        ProducerConfig.LINGER_MS_CONFIG,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        atLeast);
    return atLeast;
  }

  private static int compressionLevel(ProducerConfig config, Compression compression) {
    return switch (compression) {
      case GZIP -> config.getInt(ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG);
      case LZ4 -> config.getInt(ProducerConfig.COMPRESSION_LZ4_LEVEL_CONFIG);
      case ZSTD -> config.getInt(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG);
      case NONE, SNAPPY -> compression.defaultLevel();
    };
  }
}
