package io.barnabas.admin;

import io.barnabas.admin.driver.AdminDriver;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.ClientMetrics;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin client: creates, describes, changes and deletes what a Kafka cluster keeps, with the
 * configuration, the results and the exceptions of kafka-clients' own.
 *
 * <p>Thread-safe. Every operation returns at once with a future for each of its items; one bad item
 * neither fails nor hides the others. Callbacks run one after another on a thread of their own; one
 * that waits, for whatever, holds up the others a tenth of a second, and no call.
 *
 * <p>A request whose answer was lost goes out again, as with kafka-clients. If the first one had
 * done its work, the call ends as the second one does:
 *
 * <ul>
 *   <li>{@code createTopics}: {@code TopicExistsException}; {@code deleteTopics}: {@code
 *       UnknownTopicOrPartitionException}, by id {@code UnknownTopicIdException}
 *   <li>{@code createPartitions}: {@code InvalidPartitionsException}
 *   <li>the deletion of groups: {@code GroupIdNotFoundException}; that of a SCRAM credential:
 *       {@code ResourceNotFoundException}
 *   <li>{@code deleteAcls} succeeds and names nothing that it has deleted
 *   <li>{@code createDelegationToken} succeeds, and the first token is there too until it expires
 *   <li>{@code createAcls}, {@code incrementalAlterConfigs}, new SCRAM credentials, quotas and
 *       committed offsets are after two requests what they are after one
 * </ul>
 */
public final class BarnabasAdmin extends ClusterAdmin {

  private static final Logger log = LoggerFactory.getLogger(BarnabasAdmin.class);

  private final String logPrefix;
  private final ClientMetrics metrics;

  /**
   * A client with the given configuration.
   *
   * @param configs keys of {@link AdminClientConfig}
   * @throws org.apache.kafka.common.config.ConfigException if a value is not valid
   * @throws KafkaException if the client cannot be built
   */
  public BarnabasAdmin(Map<String, Object> configs) {
    this(AdminParts.of(new AdminClientConfig(configs), Clock.SYSTEM));
  }

  /** As {@link #BarnabasAdmin(Map)}. */
  public BarnabasAdmin(Properties properties) {
    this(AdminParts.of(new AdminClientConfig(properties), Clock.SYSTEM));
  }

  BarnabasAdmin(AdminParts parts) {
    super(
        new AdminDriver(
            parts.network(),
            parts.settings().limits(),
            parts.settings().network().bootstrapControllers()));
    this.logPrefix = parts.settings().network().logPrefix();
    this.metrics = parts.metrics();
    parts.network().start();
    log.debug("{}Admin client initialized", logPrefix);
  }

  /** As {@link #BarnabasAdmin(Map)}, for those who look for {@code create}. */
  public static BarnabasAdmin create(Map<String, Object> configs) {
    return new BarnabasAdmin(configs);
  }

  /** As {@link #BarnabasAdmin(Properties)}. */
  public static BarnabasAdmin create(Properties properties) {
    return new BarnabasAdmin(properties);
  }

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return Collections.unmodifiableMap(metrics.registry().metrics());
  }

  /** Metrics are not pushed to the brokers yet: nothing to add to. */
  @Override
  public void registerMetricForSubscription(KafkaMetric metric) {
    log.debug("{}Metric {} is not pushed", logPrefix, metric);
  }

  /** Metrics are not pushed to the brokers yet: nothing to take from. */
  @Override
  public void unregisterMetricFromSubscription(KafkaMetric metric) {
    log.debug("{}Metric {} is not pushed", logPrefix, metric);
  }

  /**
   * Metrics are not pushed to the brokers yet, so that there is no such id.
   *
   * @throws IllegalStateException always, as where the push is switched off
   */
  @Override
  public Uuid clientInstanceId(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("The timeout cannot be negative.");
    }
    throw new IllegalStateException("Telemetry is not enabled: it is not there yet.");
  }

  /**
   * Takes no new operations, gives those under way until the timeout to end, fails the rest with a
   * {@code TimeoutException}, and leaves no thread, connection or MBean behind. Idempotent.
   */
  @Override
  public void close(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("The timeout cannot be negative.");
    }
    driver.close(timeout, metrics::close);
    log.debug("{}Admin client closed", logPrefix);
  }
}
