package io.barnabas.consumer;

import io.barnabas.consumer.fetch.FetchSettings;
import io.barnabas.consumer.group.GroupSettings;
import io.barnabas.consumer.subscription.ResetStrategy;
import io.barnabas.network.error.Backoff;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.protocol.compress.DecompressedBytes;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;

/**
 * A consumer's configuration, read and checked once: no other class sees a key. Immutable.
 *
 * @param group empty without a {@code group.id}
 */
record ConsumerSettings(
    ClientSettings client,
    Optional<GroupSettings> group,
    Protocol protocol,
    FetchSettings fetch,
    ResetStrategy offsetReset,
    boolean autoCommit,
    int autoCommitIntervalMs,
    int defaultApiTimeoutMs,
    boolean allowAutoCreateTopics,
    long progressWarningMs,
    List<String> assignorClasses) {

  /**
   * What is fetched ahead of the application, answers under way included, in bytes: our own option.
   */
  static final String FETCH_BUFFER_BYTES = "barnabas.fetch.buffer.bytes";

  /** The largest batch after decompression, in bytes: our own option. */
  static final String DECOMPRESSED_BATCH_MAX_BYTES = "barnabas.decompressed.batch.max.bytes";

  /** When a partition that should go on and does not is reported, in ms: our own option. */
  static final String PROGRESS_WARNING_MS = "barnabas.progress.warning.ms";

  /** {@code auto} chooses the group's protocol by what the cluster has: our own option. */
  static final String GROUP_PROTOCOL = "barnabas.group.protocol";

  private static final String AUTO = "auto";

  /** How a member and its group's coordinator talk. */
  enum Protocol {
    CLASSIC,
    CONSUMER,
    AUTO
  }

  /** As kafka-clients' newer consumer names it. */
  private static final String THREAD_NAME = "consumer_background_thread";

  private static final long DEFAULT_FETCH_BUFFER_BYTES = 64L * 1024 * 1024;
  private static final long DEFAULT_PROGRESS_WARNING_MS = 30_000;

  private static final int MAX_INSTANCE_ID_LENGTH = 249;
  private static final Pattern LEGAL_INSTANCE_ID = Pattern.compile("[a-zA-Z0-9._-]+");

  Backoff backoff() {
    return fetch.backoff();
  }

  static ConsumerSettings from(ConsumerConfig config) {
    String clientId = config.getString(ConsumerConfig.CLIENT_ID_CONFIG);
    String groupId = config.getString(ConsumerConfig.GROUP_ID_CONFIG);
    requireGroupIdOrNone(groupId);
    String logPrefix = logPrefix(config, clientId, groupId);
    ClientSettings client = ClientSettings.from(config, clientId, THREAD_NAME, logPrefix);
    Backoff backoff = new Backoff(client.retryBackoffMs(), client.retryBackoffMaxMs());
    return new ConsumerSettings(
        client,
        Optional.ofNullable(groupId).map(id -> group(config, id, client, backoff)),
        protocol(config),
        fetch(config, client, backoff),
        ResetStrategy.parse(config.getString(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG)),
        config.getBoolean(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG),
        config.getInt(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG),
        config.getInt(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG),
        config.getBoolean(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG),
        ownOption(config, PROGRESS_WARNING_MS, DEFAULT_PROGRESS_WARNING_MS, 1),
        List.copyOf(config.getList(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG)));
  }

  private static Protocol protocol(ConsumerConfig config) {
    String protocol = config.getString(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
    boolean isConsumer = GroupProtocol.CONSUMER.name().equalsIgnoreCase(protocol);
    Object own = config.originals().get(GROUP_PROTOCOL);
    if (own == null) {
      return isConsumer ? Protocol.CONSUMER : Protocol.CLASSIC;
    }
    if (!own.toString().equalsIgnoreCase(AUTO)) {
      throw new ConfigException(GROUP_PROTOCOL, own, "is not auto, the only value there is");
    }
    if (isConsumer) {
      throw new ConfigException(
          GROUP_PROTOCOL, own, "leaves the choice that group.protocol=consumer has made");
    }
    return Protocol.AUTO;
  }

  private static void requireGroupIdOrNone(String groupId) {
    if (groupId != null && groupId.isEmpty()) {
      throw new InvalidGroupIdException(
          "The configured group.id should not be an empty string or whitespace.");
    }
  }

  private static String logPrefix(ConsumerConfig config, String clientId, String groupId) {
    String instanceId = config.getString(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    return instanceId == null
        ? "[Consumer clientId=%s, groupId=%s] ".formatted(clientId, groupId)
        : "[Consumer instanceId=%s, clientId=%s, groupId=%s] "
            .formatted(instanceId, clientId, groupId);
  }

  private static GroupSettings group(
      ConsumerConfig config, String groupId, ClientSettings client, Backoff backoff) {
    if (protocol(config) != Protocol.CONSUMER) {
      requireHeartbeatsWithinTheSession(config);
    }
    Optional<String> instanceId =
        Optional.ofNullable(config.getString(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
    instanceId.ifPresent(ConsumerSettings::requireLegalInstanceId);
    return new GroupSettings(
        groupId,
        instanceId,
        Optional.ofNullable(config.getString(ConsumerConfig.CLIENT_RACK_CONFIG))
            .filter(rack -> !rack.isEmpty()),
        Optional.ofNullable(config.getString(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG)),
        config.getInt(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        config.getInt(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        config.getInt(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
        client.requestTimeoutMs(),
        backoff,
        config.getBoolean(ConsumerConfig.EXCLUDE_INTERNAL_TOPICS_CONFIG),
        client.logPrefix());
  }

  private static void requireHeartbeatsWithinTheSession(ConsumerConfig config) {
    int heartbeatMs = config.getInt(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
    if (heartbeatMs >= config.getInt(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG)) {
      throw new IllegalArgumentException("Heartbeat must be set lower than the session timeout");
    }
    if (heartbeatMs < 0) {
      throw new IllegalArgumentException("Invalid negative timeout " + heartbeatMs);
    }
  }

  /** The rules for the names of topics. */
  private static void requireLegalInstanceId(String id) {
    String problem = null;
    if (id.equals(".") || id.equals("..")) {
      problem = "'%s' is not allowed".formatted(id);
    } else if (id.length() > MAX_INSTANCE_ID_LENGTH) {
      problem =
          "the length of '%s' is longer than the max allowed length %d"
              .formatted(id, MAX_INSTANCE_ID_LENGTH);
    } else if (!LEGAL_INSTANCE_ID.matcher(id).matches()) {
      problem =
          "'%s' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'"
              .formatted(id);
    }
    if (problem != null) {
      throw new InvalidConfigurationException("Group instance id is invalid: " + problem);
    }
  }

  private static FetchSettings fetch(
      ConsumerConfig config, ClientSettings client, Backoff backoff) {
    String isolation = config.getString(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
    return new FetchSettings(
        config.getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
        config.getInt(ConsumerConfig.FETCH_MIN_BYTES_CONFIG),
        config.getInt(ConsumerConfig.FETCH_MAX_BYTES_CONFIG),
        config.getInt(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        ownOption(config, FETCH_BUFFER_BYTES, DEFAULT_FETCH_BUFFER_BYTES, 1024),
        (int)
            Math.min(
                ownOption(
                    config,
                    DECOMPRESSED_BATCH_MAX_BYTES,
                    DecompressedBytes.DEFAULT_LIMIT_BYTES,
                    1024),
                Integer.MAX_VALUE),
        config.getInt(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
        config.getBoolean(ConsumerConfig.CHECK_CRCS_CONFIG),
        isolation.toLowerCase(Locale.ROOT).equals("read_committed"),
        Objects.requireNonNullElse(config.getString(ConsumerConfig.CLIENT_RACK_CONFIG), ""),
        client.metadataMaxAgeMs(),
        client.requestTimeoutMs(),
        backoff);
  }

  private static long ownOption(ConsumerConfig config, String key, long byDefault, long atLeast) {
    Object value = config.originals().get(key);
    if (value == null) {
      return byDefault;
    }
    Object parsed = ConfigDef.parseType(key, value, ConfigDef.Type.LONG);
    ConfigDef.Range.atLeast(atLeast).ensureValid(key, parsed);
    return (Long) parsed;
  }
}
