package io.barnabas.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.KafkaCluster;
import io.barnabas.testkit.Reply;
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
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The metrics of both producers after the same work. */
@Timeout(60)
class MetricsTest {
  private static final String TOPIC = "producer-metrics";
  private static final int RECORDS = 20;

  /** What Kafka Streams reads. */
  private static final List<String> BLOCKED =
      List.of(
          "bufferpool-wait-time-ns-total",
          "flush-time-ns-total",
          "txn-init-time-ns-total",
          "txn-begin-time-ns-total",
          "txn-send-offsets-time-ns-total",
          "txn-commit-time-ns-total",
          "txn-abort-time-ns-total",
          "metadata-wait-time-ns-total");

  private static KafkaCluster cluster;

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.shared();
    cluster.createTopic(TOPIC, 2);
  }

  private static Map<String, Object> config(String clientId, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 10_000);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 10_000);
    return config;
  }

  private static Map<String, Object> config(FakeBroker broker, Map<String, Object> more) {
    Map<String, Object> config = config("fake", more);
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address());
    return config;
  }

  /** All records of a partition in one batch each, and one record that is too large. */
  private static void work(Producer<String, String> producer) {
    for (int i = 0; i < RECORDS; i++) {
      producer.send(new ProducerRecord<>(TOPIC, i % 2, 1_000L, "k", "value ".repeat(i)));
    }
    producer.flush();
    assertThrows(
        Exception.class,
        () -> producer.send(new ProducerRecord<>(TOPIC, "x".repeat(20_000))).get());
  }

  private static Set<String> described(Producer<?, ?> producer) {
    return producer.metrics().keySet().stream()
        .map(MetricsTest::describe)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String describe(MetricName name) {
    Map<String, String> tags = new TreeMap<>(name.tags());
    tags.computeIfPresent("client-id", (tag, id) -> id.substring(0, 3));
    return name.group() + "/" + name.name() + tags + " " + name.description();
  }

  private static double value(Producer<?, ?> producer, String group, String name) {
    List<Object> values =
        producer.metrics().entrySet().stream()
            .filter(metric -> metric.getKey().group().equals(group))
            .filter(metric -> metric.getKey().name().equals(name))
            .map(metric -> metric.getValue().metricValue())
            .toList();
    assertEquals(1, values.size(), name);
    return assertInstanceOf(Double.class, values.get(0), name);
  }

  private static double value(Producer<?, ?> producer, String name) {
    return value(producer, "producer-metrics", name);
  }

  private static <T> T after(
      Function<Map<String, Object>, Producer<String, String>> maker,
      Map<String, Object> config,
      Function<Producer<String, String>, T> read) {
    try (Producer<String, String> producer = maker.apply(config)) {
      work(producer);
      return read.apply(producer);
    }
  }

  @Test
  void namesGroupsTagsAndDescriptionsAreTheirs() {
    Set<String> theirs =
        after(KafkaProducer::new, config("id-1", Map.of()), MetricsTest::described);
    Set<String> ours =
        after(BarnabasProducer::new, config("id-2", Map.of()), MetricsTest::described);
    assertEquals(String.join("\n", theirs), String.join("\n", ours));
  }

  @Test
  void theyAreTheirsInTransactionsToo() {
    Set<String> theirs = afterTransactions(KafkaProducer::new, "id-1", MetricsTest::described);
    Set<String> ours = afterTransactions(BarnabasProducer::new, "id-2", MetricsTest::described);
    assertEquals(String.join("\n", theirs), String.join("\n", ours));
  }

  @Test
  void timeInTransactionalCallsIsCounted() {
    Map<String, Double> times =
        afterTransactions(
            BarnabasProducer::new,
            "times",
            producer ->
                BLOCKED.stream()
                    .filter(name -> name.startsWith("txn-"))
                    .collect(Collectors.toMap(name -> name, name -> value(producer, name))));
    assertEquals(5, times.size());
    times.forEach((name, nanos) -> assertTrue(nanos > 0, name));
  }

  /** A transaction with a record and offsets is committed, another is aborted. */
  @SuppressWarnings("removal") // there is no other way yet to name a group alone
  private static <T> T afterTransactions(
      Function<Map<String, Object>, Producer<String, String>> maker,
      String id,
      Function<Producer<String, String>, T> read) {
    Map<String, Object> more = Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "metrics " + id);
    try (Producer<String, String> producer = maker.apply(config(id, more))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC, 0, "k", "v"));
      producer.sendOffsetsToTransaction(
          Map.of(new TopicPartition(TOPIC, 0), new OffsetAndMetadata(1)),
          new ConsumerGroupMetadata("metrics"));
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC, 1, "k", "v"));
      producer.flush();
      producer.abortTransaction();
      return read.apply(producer);
    }
  }

  @Test
  void totalsOfTheSameBatchesAreTheirs() {
    for (String codec : List.of("none", "gzip")) {
      Map<String, Object> more = Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, codec);
      Map<String, Double> theirs = after(KafkaProducer::new, config("t", more), this::totals);
      Map<String, Double> ours = after(BarnabasProducer::new, config("o", more), this::totals);
      assertEquals(theirs, ours, codec);
    }
  }

  private Map<String, Double> totals(Producer<?, ?> producer) {
    Map<String, Double> totals = new TreeMap<>();
    for (String name :
        List.of(
            "record-send-total",
            "record-error-total",
            "record-retry-total",
            "batch-split-total",
            "batch-size-avg",
            "batch-size-max",
            "compression-rate-avg",
            "buffer-total-bytes",
            "waiting-threads",
            "buffer-exhausted-total",
            "produce-throttle-time-avg",
            "produce-throttle-time-max",
            "connection-count")) {
      totals.put(name, (double) Math.round(value(producer, name) * 1000) / 1000);
    }
    for (String name :
        List.of("record-send-total", "byte-total", "record-error-total", "record-retry-total")) {
      totals.put("topic " + name, value(producer, "producer-topic-metrics", name));
    }
    return totals;
  }

  @Test
  void ratesAndTimesArePlausible() {
    try (Producer<String, String> producer = new BarnabasProducer<>(config("r", Map.of()))) {
      assertEquals(Double.NaN, value(producer, "batch-size-avg"));
      assertEquals(Double.NaN, value(producer, "record-queue-time-max"));
      assertEquals(Double.NaN, value(producer, "request-latency-avg"));
      work(producer);

      assertEquals(RECORDS, value(producer, "record-send-total"));
      assertEquals(1, value(producer, "record-error-total"));
      assertTrue(value(producer, "record-send-rate") > 0);
      assertTrue(value(producer, "request-latency-avg") > 0);
      assertTrue(value(producer, "request-latency-max") < 60_000);
      assertTrue(value(producer, "record-queue-time-avg") >= 0);
      assertTrue(value(producer, "record-size-max") > value(producer, "record-size-avg"));
      assertEquals(RECORDS, value(producer, "records-per-request-avg"), "one request");
      assertEquals(1, value(producer, "compression-rate-avg"));
      assertTrue(value(producer, "metadata-age") < 60);
      assertTrue(value(producer, "flush-time-ns-total") > 0);
      assertTrue(value(producer, "metadata-wait-time-ns-total") > 0);
      BLOCKED.forEach(name -> assertTrue(value(producer, name) >= 0, name));
    }
  }

  @Test
  void aFullBufferIsSeen() {
    Map<String, Object> small =
        Map.of(
            ProducerConfig.BUFFER_MEMORY_CONFIG, 1_000,
            ProducerConfig.BATCH_SIZE_CONFIG, 1_000,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 50);
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic(TOPIC, 2).on(ApiKeys.PRODUCE, request -> Reply.silence());
      Producer<String, String> producer = new BarnabasProducer<>(config(broker, small));
      producer.partitionsFor(TOPIC);
      producer.send(new ProducerRecord<>(TOPIC, 0, "k", "v"));
      producer.send(new ProducerRecord<>(TOPIC, 1, "k", "v"));

      assertEquals(0, value(producer, "buffer-available-bytes"));
      assertEquals(1, value(producer, "buffer-exhausted-total"));
      assertEquals(1, value(producer, "record-error-total"));
      assertTrue(value(producer, "bufferpool-wait-time-ns-total") >= 50_000_000);
      assertTrue(value(producer, "bufferpool-wait-ratio") > 0);
      broker.awaitRequest(ApiKeys.PRODUCE, 1);
      Await.until(
          "a request is in flight",
          Duration.ofSeconds(10),
          () -> value(producer, "requests-in-flight") == 1);

      producer.close(Duration.ZERO);
      assertEquals(0, value(producer, "requests-in-flight"));
      assertEquals(2, value(producer, "record-error-total"));
    }
  }

  @Test
  void retriesAreCounted() {
    try (FakeBroker broker = FakeBroker.start();
        Producer<String, String> producer = new BarnabasProducer<>(config(broker, Map.of()))) {
      broker
          .topic(TOPIC, 1)
          .once(ApiKeys.PRODUCE, request -> Reply.error(Errors.NOT_LEADER_OR_FOLLOWER));
      producer.send(new ProducerRecord<>(TOPIC, "v"));
      producer.send(new ProducerRecord<>(TOPIC, "v"));
      producer.flush();

      assertEquals(2, value(producer, "record-retry-total"));
      assertEquals(2, value(producer, "producer-topic-metrics", "record-retry-total"));
      assertEquals(4, value(producer, "record-send-total"), "each try counts");
      assertEquals(0, value(producer, "record-error-total"));
    }
  }

  @Test
  void beansComeAndGoWithTheProducer() throws Exception {
    ObjectName beans = new ObjectName("kafka.producer:client-id=beans,*");
    try (Producer<String, String> producer = new BarnabasProducer<>(config("beans", Map.of()))) {
      work(producer);
      Set<String> types =
          ManagementFactory.getPlatformMBeanServer().queryNames(beans, null).stream()
              .map(bean -> bean.getKeyProperty("type"))
              .collect(Collectors.toSet());
      assertEquals(
          Set.of(
              "app-info",
              "kafka-metrics-count",
              "producer-metrics",
              "producer-node-metrics",
              "producer-topic-metrics"),
          types);
      ObjectName topic =
          new ObjectName(
              "kafka.producer:type=producer-topic-metrics,client-id=beans,topic=" + TOPIC);
      assertEquals(
          (double) RECORDS,
          ManagementFactory.getPlatformMBeanServer().getAttribute(topic, "record-send-total"));
    }
    assertEquals(Set.of(), ManagementFactory.getPlatformMBeanServer().queryNames(beans, null));
  }
}
