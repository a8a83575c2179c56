package io.barnabas.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.settings.ClientSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of every option of {@code ProducerConfig}. */
class OptionsTest {

  /** Read into the settings: by name, a value that is not the default. */
  private static final Map<String, Object> READ =
      Map.ofEntries(
          Map.entry("bootstrap.servers", "other:9"),
          Map.entry("client.dns.lookup", "resolve_canonical_bootstrap_servers_only"),
          Map.entry("buffer.memory", 1_000_000),
          Map.entry("retries", 7),
          Map.entry("acks", "0"),
          Map.entry("compression.type", "gzip"),
          Map.entry("batch.size", 100),
          Map.entry("partitioner.adaptive.partitioning.enable", false),
          Map.entry("partitioner.availability.timeout.ms", 9),
          Map.entry("partitioner.ignore.keys", true),
          Map.entry("linger.ms", 77),
          Map.entry("delivery.timeout.ms", 99_000),
          Map.entry("client.id", "me"),
          Map.entry("send.buffer.bytes", 9_999),
          Map.entry("receive.buffer.bytes", 9_999),
          Map.entry("max.request.size", 9_999),
          Map.entry("reconnect.backoff.ms", 9),
          Map.entry("reconnect.backoff.max.ms", 9_999),
          Map.entry("retry.backoff.ms", 9),
          Map.entry("retry.backoff.max.ms", 9_999),
          Map.entry("max.block.ms", 9),
          Map.entry("request.timeout.ms", 9_999),
          Map.entry("metadata.max.age.ms", 9_999),
          Map.entry("metadata.max.idle.ms", 9_999),
          Map.entry("max.in.flight.requests.per.connection", 2),
          Map.entry("socket.connection.setup.timeout.ms", 99),
          Map.entry("socket.connection.setup.timeout.max.ms", 9_999),
          Map.entry("connections.max.idle.ms", 9_999),
          Map.entry("enable.idempotence", false),
          Map.entry("metadata.recovery.strategy", "none"),
          Map.entry("metadata.recovery.rebootstrap.trigger.ms", 9_999));

  /** Read into the settings when the codec is theirs. */
  private static final Map<String, Object> LEVELS =
      Map.of("compression.gzip.level", 3, "compression.lz4.level", 3, "compression.zstd.level", 4);

  /** Classes of users and what they are made with; parsed by {@code ProducerConfig} itself. */
  private static final Set<String> PLUGGED =
      Set.of(
          "key.serializer",
          "value.serializer",
          "partitioner.class",
          "interceptor.classes",
          "metric.reporters",
          "config.providers");

  /** Read where the registry of metrics is made. */
  private static final Set<String> METRICS =
      Set.of("metrics.num.samples", "metrics.sample.window.ms", "metrics.recording.level");

  private static final Set<String> TRANSACTIONS =
      Set.of("transactional.id", "transaction.timeout.ms", "transaction.two.phase.commit.enable");

  /** Of no effect with {@code security.protocol=PLAINTEXT}, the only one there is. */
  private static boolean isSecurity(String option) {
    return option.startsWith("ssl.")
        || option.startsWith("sasl.")
        || option.equals("security.providers")
        || option.equals("security.protocol");
  }

  @Test
  void everyOptionHasItsPlace() {
    Set<String> unknown = new TreeSet<>(ProducerConfig.configNames());
    unknown.removeAll(READ.keySet());
    unknown.removeAll(LEVELS.keySet());
    unknown.removeAll(PLUGGED);
    unknown.removeAll(METRICS);
    unknown.removeAll(TRANSACTIONS);
    unknown.removeIf(OptionsTest::isSecurity);
    unknown.remove("enable.metrics.push");
    assertEquals(Set.of(), unknown);
  }

  static Stream<String> read() {
    return READ.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("read")
  void changesTheSettings(String option) {
    Map<String, Object> plain = withBasics(Map.of());
    assertNotEquals(settings(plain), settings(withBasics(Map.of(option, READ.get(option)))));
    assertEquals(settings(plain), settings(plain), "nothing else changes");
  }

  @Test
  void levelsAreThoseOfTheCodec() {
    LEVELS.forEach(
        (option, level) -> {
          String codec = option.split("\\.")[1];
          Map<String, Object> config = withBasics(Map.of("compression.type", codec, option, level));
          assertEquals(level, ProducerSettings.from(new ProducerConfig(config)).compressionLevel());
        });
  }

  private static Map<String, Object> withBasics(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", "localhost:1");
    config.put("client.id", "basic");
    config.put("key.serializer", StringSerializer.class);
    config.put("value.serializer", StringSerializer.class);
    // Set so that what is asked for is not refused for the sake of another.
    config.put("reconnect.backoff.max.ms", 1_000L);
    config.put("socket.connection.setup.timeout.max.ms", 30_000L);
    config.put("delivery.timeout.ms", 100_000);
    config.putAll(more);
    return config;
  }

  private static Set<Object> settings(Map<String, Object> options) {
    ProducerConfig config = new ProducerConfig(options);
    ProducerSettings own = ProducerSettings.from(config);
    return Set.of(
        own, ClientSettings.from(config, own.clientId(), own.threadName(), own.logPrefix()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSL", "SASL_PLAINTEXT", "SASL_SSL"})
  void otherProtocolsAreRefused(String protocol) {
    KafkaException refused =
        assertThrows(
            KafkaException.class,
            () -> new BarnabasProducer<>(withBasics(Map.of("security.protocol", protocol))));
    assertInstanceOf(ConfigException.class, refused.getCause());
    assertTrue(refused.getCause().getMessage().contains("not supported yet"));
  }

  static Stream<Map<String, Object>> conflicts() {
    return Stream.of(
        Map.of("enable.idempotence", true, "acks", "1"),
        Map.of("enable.idempotence", true, "retries", 0),
        Map.of("max.in.flight.requests.per.connection", 6),
        Map.of("enable.idempotence", false, "transactional.id", "t"),
        Map.of("acks", "1", "transactional.id", "t"),
        Map.of("transaction.two.phase.commit.enable", true, "transaction.timeout.ms", 9),
        Map.of("delivery.timeout.ms", 10, "linger.ms", 5, "request.timeout.ms", 10),
        Map.of("acks", "2"),
        Map.of("batch.size", -1),
        Map.of("compression.type", "best"),
        Map.of("compression.gzip.level", 99),
        Map.of("client.dns.lookup", "default"),
        Map.of("metadata.recovery.strategy", "hope"),
        Map.of("bootstrap.servers", "nonsense"),
        Map.of("partitioner.class", "no.such.Class"),
        Map.of("security.protocol", "CARRIER_PIGEON"));
  }

  @ParameterizedTest
  @MethodSource("conflicts")
  void whatTheyRefuseIsRefusedInTheSameWords(Map<String, Object> options) {
    assertEquals(
        refusal(() -> new KafkaProducer<>(withBasics(options))),
        refusal(() -> new BarnabasProducer<>(withBasics(options))));
  }

  private interface Constructor {
    Producer<Object, Object> make();
  }

  private static String refusal(Constructor constructor) {
    RuntimeException refused =
        assertThrows(RuntimeException.class, () -> constructor.make().close());
    return refused + " because of " + refused.getCause();
  }

  @Test
  void idempotenceGivesWayWhereNobodyAskedForIt() {
    assertTrue(idempotence(Map.of()));
    assertFalse(idempotence(Map.of("acks", "1")));
    assertFalse(idempotence(Map.of("retries", 0)));
    assertFalse(idempotence(Map.of("enable.idempotence", false)));
  }

  private static boolean idempotence(Map<String, Object> options) {
    return ProducerSettings.from(new ProducerConfig(withBasics(options))).idempotence();
  }

  @Test
  void clientsWithoutAnIdGetDifferentOnes() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      Map<String, Object> config = withBasics(Map.of());
      config.remove("client.id");
      ids.add(ProducerSettings.from(new ProducerConfig(config)).clientId());
    }
    assertEquals(3, ids.size());
    assertTrue(ids.stream().allMatch(id -> id.matches("producer-\\d+")), ids.toString());
  }
}
