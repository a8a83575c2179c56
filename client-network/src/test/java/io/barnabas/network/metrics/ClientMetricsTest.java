package io.barnabas.network.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.settings.ConfiguredSettings;
import io.barnabas.protocol.ApiKey;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsContext;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.junit.jupiter.api.Test;

class ClientMetricsTest {

  private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

  private static ClientMetrics metrics(String clientId, Object... config) {
    return ClientMetrics.create(
        ConfiguredSettings.config(config), clientId, "kafka.producer", "producer");
  }

  private static double value(ClientMetrics metrics, String group, String name) {
    return metrics.registry().metrics().entrySet().stream()
        .filter(metric -> metric.getKey().group().equals(group))
        .filter(metric -> metric.getKey().name().equals(name))
        .filter(metric -> !"node-2".equals(metric.getKey().tags().get("node-id")))
        .map(metric -> (Double) metric.getValue().metricValue())
        .findFirst()
        .orElseThrow();
  }

  private static Set<ObjectName> beans(String clientId) throws Exception {
    return JMX.queryNames(new ObjectName("kafka.producer:*"), null).stream()
        .filter(name -> name.toString().contains(clientId))
        .collect(Collectors.toSet());
  }

  @Test
  void countsWhatTheNetworkDoes() {
    try (ClientMetrics metrics = metrics("counts")) {
      MetricGroup group = metrics.group("own", Map.of());
      metrics.timeAnswers(
          new AnswerTimes(
              ApiKey.PRODUCE,
              group.distribution("latency", "", "", 1_000_000),
              group.distribution("throttle", "", "", 1),
              Map.of(ApiKey.HEARTBEAT, group.highest("heartbeat", "", 1_000_000))));
      ClientEvents events = metrics.networkEvents();
      events.connectionOpened(1);
      events.connectionOpened(2);
      events.authenticated(1, true);
      events.authenticated(2, false);
      events.connectionClosed(2);
      long now = System.nanoTime();
      events.requestSent(1, ApiKey.PRODUCE, 100, now);
      events.requestSent(1, ApiKey.PRODUCE, 300, now);
      events.inFlight(2);
      events.inFlight(-1);
      events.bytesRead(1, 50);
      events.responseReceived(1, ApiKey.PRODUCE, 50, 2_000_000, 30, now);
      events.responseReceived(1, ApiKey.METADATA, 50, 7_000_000, 0, now);
      events.responseReceived(1, ApiKey.HEARTBEAT, 50, 9_000_000, 0, now);
      events.loopTurn(1_000, 500);

      assertEquals(1, value(metrics, "producer-metrics", "connection-count"));
      assertEquals(2, value(metrics, "producer-metrics", "connection-creation-total"));
      assertEquals(1, value(metrics, "producer-metrics", "connection-close-total"));
      assertEquals(1, value(metrics, "producer-metrics", "successful-authentication-total"));
      assertEquals(1, value(metrics, "producer-metrics", "failed-authentication-total"));
      assertEquals(2, value(metrics, "producer-metrics", "request-total"));
      assertEquals(400, value(metrics, "producer-metrics", "outgoing-byte-total"));
      assertEquals(200, value(metrics, "producer-metrics", "request-size-avg"));
      assertEquals(300, value(metrics, "producer-metrics", "request-size-max"));
      assertEquals(50, value(metrics, "producer-metrics", "incoming-byte-total"));
      assertEquals(3, value(metrics, "producer-metrics", "response-total"));
      assertEquals(9, value(metrics, "own", "heartbeat"));
      assertEquals(3, value(metrics, "producer-metrics", "network-io-total"));
      assertEquals(1, value(metrics, "producer-metrics", "select-total"));
      assertEquals(1_000, value(metrics, "producer-metrics", "io-wait-time-ns-total"));
      assertEquals(500, value(metrics, "producer-metrics", "io-time-ns-avg"));
      assertEquals(2, value(metrics, "producer-node-metrics", "request-latency-avg"));
      assertEquals(2, value(metrics, "producer-node-metrics", "request-latency-max"));
      assertEquals(2, value(metrics, "own", "latency-avg"), "of produce requests only");
      assertEquals(2, value(metrics, "own", "latency-max"));
      assertEquals(10, value(metrics, "own", "throttle-avg"), "of all requests");
      assertEquals(30, value(metrics, "own", "throttle-max"));
      assertEquals(1, metrics.requestsInFlight());
      assertTrue(value(metrics, "producer-metrics", "request-rate") > 0);
    }
  }

  @Test
  void hasTheNetworkMetricsOfKafkaClients() {
    Set<String> theirs;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", "localhost:1",
                "client.id", "theirs",
                "key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer",
                "value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer"))) {
      theirs = networkNames(producer.metrics().keySet());
    }
    try (ClientMetrics metrics = metrics("ours")) {
      Set<String> ours = networkNames(metrics.registry().metrics().keySet());
      Set<String> missing = new TreeSet<>(theirs);
      missing.removeAll(ours);
      assertEquals(Set.of(), missing);
    }
  }

  /** The shared ones among a producer's metrics: the rest are the producer's own. */
  private static Set<String> networkNames(Set<MetricName> names) {
    Set<String> shared =
        Set.of(
            "connection",
            "network",
            "outgoing",
            "incoming",
            "request-rate",
            "request-total",
            "request-size",
            "response",
            "select",
            "io-",
            "successful",
            "failed",
            "reauth",
            "version",
            "commit",
            "start-time");
    return names.stream()
        .filter(name -> shared.stream().anyMatch(name.name()::startsWith))
        .filter(name -> !name.group().equals("producer-node-metrics"))
        .map(name -> name.group() + ":" + name.name() + ":" + name.tags().keySet())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void closeRemovesEveryBeanAndMetric() throws Exception {
    ClientMetrics metrics = metrics("gone");
    metrics.networkEvents().connectionOpened(1);
    ObjectName info = new ObjectName("kafka.producer:type=app-info,id=gone");
    assertTrue(JMX.isRegistered(info));
    assertInstanceOf(Long.class, JMX.getAttribute(info, "StartTimeMs"));
    assertInstanceOf(String.class, JMX.getAttribute(info, "Version"));
    assertTrue(
        JMX.isRegistered(new ObjectName("kafka.producer:type=producer-metrics,client-id=gone")));

    metrics.close();
    metrics.networkEvents().connectionOpened(2);
    metrics.networkEvents().requestSent(1, ApiKey.PRODUCE, 1, 0);
    metrics.close();
    assertEquals(Set.of(), beans("gone"));
  }

  @Test
  void twoClientsOfOneIdLeaveTheBeanToTheFirst() throws Exception {
    ObjectName info = new ObjectName("kafka.producer:type=app-info,id=twin");
    try (ClientMetrics first = metrics("twin")) {
      metrics("twin").close();
      assertTrue(JMX.isRegistered(info), "still the first one's");
      assertTrue(first.registry().metrics().size() > 1);
    }
    assertFalse(JMX.isRegistered(info));
  }

  @Test
  void idsThatJmxDoesNotTakeAreQuoted() throws Exception {
    try (ClientMetrics metrics = metrics("a*b=c")) {
      assertTrue(metrics.registry().metrics().size() > 1);
      assertTrue(
          JMX.isRegistered(
              new ObjectName("kafka.producer:type=app-info,id=" + ObjectName.quote("a*b=c"))));
    }
  }

  @Test
  void reportersHearOfTheMetricsAndAreClosed() {
    RecordingReporter.reset();
    try (ClientMetrics metrics =
        metrics(
            "reported",
            "metric.reporters",
            RecordingReporter.class.getName(),
            "metrics.context.region",
            "here")) {
      assertTrue(metrics.registry().metrics().size() > 1);
    }
    assertTrue(RecordingReporter.names.contains("request-total"));
    assertEquals("kafka.producer", RecordingReporter.labels.get("_namespace"));
    assertEquals("here", RecordingReporter.labels.get("region"));
    assertTrue(RecordingReporter.closed);
  }

  /** Made by the configuration, so that what it hears must be static. */
  public static final class RecordingReporter implements MetricsReporter {

    private static List<String> names = new ArrayList<>();
    private static Map<String, String> labels = Map.of();
    private static boolean closed;

    static void reset() {
      names = new ArrayList<>();
      closed = false;
    }

    @Override
    public void contextChange(MetricsContext context) {
      labels = context.contextLabels();
    }

    @Override
    public void init(List<KafkaMetric> metrics) {
      metrics.forEach(this::metricChange);
    }

    @Override
    public void metricChange(KafkaMetric metric) {
      names.add(metric.metricName().name());
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
      // of no interest
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public void configure(Map<String, ?> configs) {
      // nothing to configure
    }
  }
}
