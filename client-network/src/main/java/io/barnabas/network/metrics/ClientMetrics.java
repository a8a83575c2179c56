package io.barnabas.network.metrics;

import io.barnabas.network.settings.SoftwareVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Time;

/**
 * The metrics registry of one client, with the reporters of its configuration, the app-info MBean
 * and the network metrics that all clients share. The client creates it first and closes it last.
 */
public final class ClientMetrics implements AutoCloseable {

  /** What kafka-clients says too where the build left no commit. */
  private static final String UNKNOWN_COMMIT = "unknown";

  private final Metrics registry;
  private final Time time;
  private final NetworkMetrics network;
  private final AppInfo appInfo;

  /**
   * @param domain the first part of JMX names: {@code kafka.producer}
   * @param groupPrefix of {@code <prefix>-metrics}: {@code producer}
   */
  public static ClientMetrics create(
      AbstractConfig config, String clientId, String domain, String groupPrefix) {
    Time time = Time.SYSTEM;
    List<MetricsReporter> reporters = CommonClientConfigs.metricsReporters(clientId, config);
    Metrics registry =
        new Metrics(
            metricConfig(config, clientId),
            reporters,
            time,
            new KafkaMetricsContext(
                domain, config.originalsWithPrefix(CommonClientConfigs.METRICS_CONTEXT_PREFIX)));
    return new ClientMetrics(registry, time, clientId, domain, groupPrefix);
  }

  private ClientMetrics(
      Metrics registry, Time time, String clientId, String domain, String groupPrefix) {
    this.registry = registry;
    this.time = time;
    this.network = new NetworkMetrics(registry, time, groupPrefix);
    this.appInfo =
        new AppInfo(SoftwareVersion.VERSION, UNKNOWN_COMMIT, time.milliseconds(), registry);
    appInfo.register(domain, clientId);
  }

  private static MetricConfig metricConfig(AbstractConfig config, String clientId) {
    String level = config.getString(CommonClientConfigs.METRICS_RECORDING_LEVEL_CONFIG);
    return new MetricConfig()
        .samples(config.getInt(CommonClientConfigs.METRICS_NUM_SAMPLES_CONFIG))
        .timeWindow(
            config.getLong(CommonClientConfigs.METRICS_SAMPLE_WINDOW_MS_CONFIG),
            TimeUnit.MILLISECONDS)
        .recordLevel(Sensor.RecordingLevel.forName(level))
        .tags(Map.of("client-id", clientId));
  }

  /** For the client's own metrics and its {@code metrics()}. */
  public Metrics registry() {
    return registry;
  }

  /** A new group of the client's own metrics, which ends with the registry. */
  public MetricGroup group(String name, Map<String, String> tags) {
    return group(name, List.of(tags));
  }

  /** A group whose metrics are there once for each set of tags. */
  public MetricGroup group(String name, List<Map<String, String>> tagSets) {
    return new MetricGroup(registry, time, name, tagSets);
  }

  /** Has the times of answers recorded. Before the loop starts. */
  public void timeAnswers(AnswerTimes times) {
    network.timeAnswers(times);
  }

  /** How many requests wait for their answers. Any thread. */
  public long requestsInFlight() {
    return network.requestsInFlight();
  }

  /** Counts what the network does: to be handed to {@code NetworkClient.create}. */
  public ClientEvents networkEvents() {
    return network;
  }

  /**
   * Removes every metric and MBean and closes the reporters. After the loop has ended. Idempotent.
   */
  @Override
  public void close() {
    network.close();
    appInfo.close();
    registry.close();
  }
}
