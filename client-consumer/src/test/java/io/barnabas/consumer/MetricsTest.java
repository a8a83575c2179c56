package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics of both consumers after the same work. */
@Timeout(60)
class MetricsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String TOPIC = "consumer.metrics";
  private static final int RECORDS = 20;

  /** What the newer consumer of kafka-clients has for queues between its threads: ours has none. */
  private static final List<String> THEIR_QUEUES =
      List.of(
          "application-event",
          "background-event",
          "unsent-requests",
          "time-between-network-thread");

  /** Their connection to the coordinator is a node of its own; with ours it is the broker's. */
  private static final String COORDINATOR = "node-" + (Integer.MAX_VALUE - 1);

  private static KafkaCluster cluster;

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.shared();
    cluster.createTopic(TOPIC, 2);
    Records.produce(cluster.bootstrapServers(), TOPIC, 0, RECORDS, Map.of());
  }

  private static Map<String, Object> config(String clientId, String group, String protocol) {
    String ownGroup = group == null ? null : Records.uniqueName(group);
    Map<String, Object> config = Records.consumerConfig(cluster.bootstrapServers(), ownGroup);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
    return config;
  }

  private static <T> T after(
      Function<Map<String, Object>, Consumer<String, String>> maker,
      Map<String, Object> config,
      Function<Consumer<String, String>, T> read) {
    try (Consumer<String, String> consumer = maker.apply(config)) {
      consumer.subscribe(List.of(TOPIC));
      Records.consume(consumer, RECORDS, LIMIT);
      consumer.commitSync();
      consumer.committed(consumer.assignment());
      return read.apply(consumer);
    }
  }

  private static Set<String> described(Consumer<?, ?> consumer) {
    return consumer.metrics().keySet().stream()
        .filter(name -> THEIR_QUEUES.stream().noneMatch(name.name()::startsWith))
        .filter(name -> !COORDINATOR.equals(name.tags().get("node-id")))
        .map(MetricsTest::describe)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String describe(MetricName name) {
    Map<String, String> tags = new TreeMap<>(name.tags());
    tags.computeIfPresent("client-id", (tag, id) -> id.substring(0, 3));
    return name.group() + "/" + name.name() + tags;
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void namesGroupsAndTagsAreTheirs(String protocol) {
    Set<String> theirs =
        after(KafkaConsumer::new, config("id-1", "names-1", protocol), MetricsTest::described);
    Set<String> ours =
        after(BarnabasConsumer::new, config("id-2", "names-2", protocol), MetricsTest::described);
    assertEquals(Set.of(), without(theirs, ours), "missing");
    assertEquals(Set.of(), without(ours, theirs), "too many");
  }

  private static Set<String> without(Set<String> names, Set<String> others) {
    Set<String> rest = new TreeSet<>(names);
    rest.removeAll(others);
    return rest;
  }

  private static double value(Consumer<?, ?> consumer, String name, String... tags) {
    List<Object> values =
        consumer.metrics().entrySet().stream()
            .filter(metric -> metric.getKey().name().equals(name))
            .filter(metric -> !metric.getKey().group().equals("consumer-node-metrics"))
            .filter(metric -> hasTags(metric.getKey(), tags))
            .map(metric -> metric.getValue().metricValue())
            .toList();
    assertEquals(1, values.size(), name);
    return ((Number) values.get(0)).doubleValue();
  }

  private static boolean hasTags(MetricName name, String... tags) {
    Map<String, String> wanted = new HashMap<>();
    for (int i = 0; i < tags.length; i += 2) {
      wanted.put(tags[i], tags[i + 1]);
    }
    Map<String, String> own = new HashMap<>(name.tags());
    own.remove("client-id");
    return own.equals(wanted);
  }

  private static Map<String, Double> totals(Consumer<?, ?> consumer, List<String> groupTotals) {
    Map<String, Double> totals = new TreeMap<>();
    for (String name : List.of("records-consumed-total", "bytes-consumed-total")) {
      totals.put(name, value(consumer, name));
      totals.put("topic " + name, value(consumer, name, "topic", TOPIC));
      totals.put("old topic " + name, value(consumer, name, "topic", TOPIC.replace('.', '_')));
    }
    for (String partition : List.of("0", "1")) {
      for (String name :
          List.of(
              "records-lag",
              "records-lag-max",
              "records-lag-avg",
              "records-lead",
              "records-lead-min",
              "records-lead-avg",
              "preferred-read-replica")) {
        totals.put(name + partition, value(consumer, name, "topic", TOPIC, "partition", partition));
      }
    }
    for (String name :
        List.of(
            "records-lag-max",
            "commit-total",
            "assigned-partitions",
            "rebalance-total",
            "failed-rebalance-total")) {
      totals.put(name, value(consumer, name));
    }
    groupTotals.forEach(name -> totals.put(name, value(consumer, name)));
    return totals;
  }

  private static void compareTotals(String protocol, List<String> groupTotals) {
    Function<Consumer<String, String>, Map<String, Double>> totals = c -> totals(c, groupTotals);
    Map<String, Double> theirs =
        after(KafkaConsumer::new, config("id-3", "totals-1", protocol), totals);
    Map<String, Double> ours =
        after(BarnabasConsumer::new, config("id-4", "totals-2", protocol), totals);
    assertEquals(theirs, ours);
  }

  @Test
  void totalsInAClassicGroupAreTheirs() {
    compareTotals("classic", List.of("join-total", "sync-total"));
  }

  @Test
  void totalsInAConsumerGroupAreTheirs() {
    compareTotals("consumer", List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void timesArePlausible(String protocol) {
    after(
        BarnabasConsumer::new,
        config("times", "times", protocol),
        consumer -> {
          consumer.poll(Duration.ofMillis(1_100));
          for (String name :
              List.of(
                  "fetch-latency-avg",
                  "fetch-rate",
                  "fetch-size-max",
                  "records-per-request-avg",
                  "commit-latency-max",
                  "rebalance-rate-per-hour",
                  "commit-sync-time-ns-total",
                  "committed-time-ns-total",
                  "time-between-poll-max")) {
            assertTrue(value(consumer, name) > 0, name);
          }
          assertEquals(1, value(consumer, "last-poll-seconds-ago"));
          assertTrue(value(consumer, "last-rebalance-seconds-ago") >= 1);
          assertEquals(RECORDS / 2.0, value(consumer, "records-lead-min"), RECORDS / 2.0);
          double idle = value(consumer, "poll-idle-ratio-avg");
          assertTrue(idle > 0 && idle <= 1, "" + idle);
          return null;
        });
  }

  @Test
  void heartbeatsAreTimed() {
    Map<String, Object> config = config("beats", "beats", "classic");
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 100);
    after(
        BarnabasConsumer::new,
        config,
        consumer -> {
          Await.until("heartbeats", LIMIT, () -> value(consumer, "heartbeat-total") > 1);
          assertTrue(value(consumer, "heartbeat-response-time-max") > 0);
          assertEquals(0, value(consumer, "last-heartbeat-seconds-ago"));
          return null;
        });
  }

  @Test
  void metricsOfPartitionsEndWithTheirAssignment() {
    try (Consumer<String, String> consumer =
        new BarnabasConsumer<>(config("gone", null, "classic"))) {
      TopicPartition zero = new TopicPartition(TOPIC, 0);
      TopicPartition one = new TopicPartition(TOPIC, 1);
      consumer.assign(List.of(zero, one));
      Records.consume(consumer, RECORDS, LIMIT);
      consumer.assign(List.of(one));
      consumer.poll(Duration.ZERO);
      Set<String> partitions =
          consumer.metrics().keySet().stream()
              .map(name -> name.tags().get("partition"))
              .filter(partition -> partition != null)
              .collect(Collectors.toSet());
      assertEquals(Set.of("1"), partitions);
    }
  }

  @Test
  void beansComeAndGoWithTheConsumer() throws Exception {
    ObjectName beans = new ObjectName("kafka.consumer:client-id=beans,*");
    Set<String> types =
        after(
            BarnabasConsumer::new,
            config("beans", "beans", "classic"),
            consumer -> {
              return ManagementFactory.getPlatformMBeanServer().queryNames(beans, null).stream()
                  .map(bean -> bean.getKeyProperty("type"))
                  .collect(Collectors.toSet());
            });
    assertEquals(
        Set.of(
            "app-info",
            "kafka-metrics-count",
            "consumer-metrics",
            "consumer-node-metrics",
            "consumer-coordinator-metrics",
            "consumer-fetch-manager-metrics"),
        types);
    assertEquals(Set.of(), ManagementFactory.getPlatformMBeanServer().queryNames(beans, null));
  }
}
