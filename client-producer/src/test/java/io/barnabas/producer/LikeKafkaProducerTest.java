package io.barnabas.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same misuse of both producers ends in the same exceptions at the same places. */
@Timeout(60)
class LikeKafkaProducerTest {
  private static final String TOPIC = "like-kafka-producer";

  private static KafkaCluster cluster;

  private interface Scenario {
    void run(Producer<Object, Object> producer, List<String> seen) throws Exception;
  }

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.shared();
    cluster.createTopic(TOPIC, 2);
  }

  static Stream<Arguments> records() {
    return Stream.of(
        scenario("a good record", Map.of(), (p, seen) -> send(p, record("v"), seen)),
        scenario(
            "an invalid topic name",
            Map.of(),
            (p, seen) -> send(p, new ProducerRecord<>("bad topic!", "v"), seen)),
        scenario(
            "the invalid topic again",
            Map.of(),
            (p, seen) -> {
              send(p, new ProducerRecord<>("bad topic!", "v"), seen);
              send(p, new ProducerRecord<>("bad topic!", "v"), seen);
            }),
        scenario(
            "a partition that is not there",
            Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500),
            (p, seen) -> send(p, new ProducerRecord<>(TOPIC, 7, null, "v"), seen)),
        scenario(
            "a record larger than max.request.size",
            Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 500),
            (p, seen) -> send(p, record("x".repeat(1000)), seen)),
        scenario(
            "a record larger than buffer.memory",
            Map.of(ProducerConfig.BUFFER_MEMORY_CONFIG, 500, ProducerConfig.BATCH_SIZE_CONFIG, 100),
            (p, seen) -> send(p, record("x".repeat(1000)), seen)),
        scenario("a value of the wrong class", Map.of(), (p, seen) -> send(p, record(42), seen)),
        scenario("null", Map.of(), (p, seen) -> send(p, null, seen)),
        scenario(
            "an empty header key and a null value",
            Map.of(),
            (p, seen) -> {
              ProducerRecord<Object, Object> record = record(null);
              record.headers().add("", null);
              send(p, record, seen);
            }));
  }

  static Stream<Arguments> pluggedCode() {
    return Stream.of(
        scenario(
            "interceptors see what is sent and what became of it",
            Map.of(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, Plugged.Witness.class),
            (p, seen) -> {
              Plugged.witness = seen;
              send(p, record("v"), seen);
              send(p, record(42), seen);
              send(p, new ProducerRecord<>("bad topic!", "v"), seen);
            }),
        scenario(
            "an interceptor that throws",
            Map.of(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, Plugged.Saboteur.class),
            (p, seen) -> send(p, record("v"), seen)),
        scenario(
            "a partitioner of the user's",
            Map.of(ProducerConfig.PARTITIONER_CLASS_CONFIG, Plugged.ByValue.class),
            (p, seen) -> {
              send(p, record("1"), seen);
              send(p, record("-1"), seen);
              send(p, record("not a number"), seen);
            }),
        scenario(
            "a serializer that throws",
            Map.of(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, Plugged.Unwilling.class),
            (p, seen) -> send(p, record("v"), seen)));
  }

  static Stream<Arguments> lifecycles() {
    return Stream.of(
        scenario(
            "send after close",
            Map.of(),
            (p, seen) -> {
              p.close();
              send(p, record("v"), seen);
            }),
        scenario(
            "close twice",
            Map.of(),
            (p, seen) -> {
              p.close();
              p.close();
              p.flush();
            }),
        scenario(
            "a negative time limit",
            Map.of(),
            (p, seen) -> attempt("close", seen, () -> p.close(Duration.ofMillis(-1)))),
        scenario(
            "an interrupt while waiting for metadata",
            Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000),
            (p, seen) -> {
              Thread.currentThread().interrupt();
              send(p, new ProducerRecord<>(TOPIC, 7, null, "v"), seen);
              seen.add("interrupted: " + Thread.interrupted());
            }),
        scenario(
            "partitionsFor a topic that cannot be",
            Map.of(),
            (p, seen) -> attempt("partitionsFor", seen, () -> p.partitionsFor("bad topic!"))),
        scenario(
            "close without time",
            Map.of(ProducerConfig.LINGER_MS_CONFIG, 20_000),
            (p, seen) -> {
              p.partitionsFor(TOPIC);
              Future<RecordMetadata> future =
                  p.send(new ProducerRecord<>(TOPIC, 0, null, "v"), note(seen));
              p.close(Duration.ZERO);
              result(future, seen);
            }),
        scenario(
            "flush in a callback",
            Map.of(),
            (p, seen) -> p.send(record("v"), (m, e) -> attempt("flush", seen, p::flush)).get()));
  }

  private static Arguments scenario(String name, Map<String, Object> config, Scenario scenario) {
    return Arguments.of(Named.of(name, scenario), config);
  }

  @ParameterizedTest
  @MethodSource({"records", "pluggedCode", "lifecycles"})
  void bothProducersDoTheSame(Scenario scenario, Map<String, Object> config) throws Exception {
    List<String> theirs = run(KafkaProducer::new, scenario, config);
    List<String> ours = run(BarnabasProducer::new, scenario, config);

    assertEquals(theirs, ours);
  }

  static Stream<Arguments> badConfigs() {
    return Stream.of(
        Arguments.of(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "nohost")),
        Arguments.of(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "")),
        Arguments.of(Map.of(ProducerConfig.ACKS_CONFIG, "2")),
        Arguments.of(Map.of(ProducerConfig.BATCH_SIZE_CONFIG, -1)),
        Arguments.of(Map.of(ProducerConfig.LINGER_MS_CONFIG, "abc")),
        Arguments.of(
            Map.of(
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true, ProducerConfig.ACKS_CONFIG, "1")),
        Arguments.of(Map.of(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10)),
        Arguments.of(Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, "brotli")),
        Arguments.of(Map.of(ProducerConfig.PARTITIONER_CLASS_CONFIG, "no.such.Class")),
        Arguments.of(Map.of(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, "no.such.Class")),
        Arguments.of(Map.of(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, String.class)));
  }

  @ParameterizedTest
  @MethodSource("badConfigs")
  void bothRefuseABadConfiguration(Map<String, Object> config) throws Exception {
    Scenario nothing = (producer, seen) -> {};
    assertEquals(
        run(KafkaProducer::new, nothing, config), run(BarnabasProducer::new, nothing, config));
  }

  private static List<String> run(
      Function<Map<String, Object>, Producer<Object, Object>> constructor,
      Scenario scenario,
      Map<String, Object> config)
      throws Exception {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    all.putAll(config);
    List<String> seen = new CopyOnWriteArrayList<>();
    Producer<Object, Object> producer;
    try {
      producer = constructor.apply(all);
    } catch (Exception e) {
      return List.of(describe(e), describe(e.getCause()));
    }
    try (producer) {
      scenario.run(producer, seen);
    }
    return new ArrayList<>(seen);
  }

  private static ProducerRecord<Object, Object> record(Object value) {
    return new ProducerRecord<>(TOPIC, value);
  }

  private static void send(
      Producer<Object, Object> producer, ProducerRecord<Object, Object> record, List<String> seen) {
    Future<RecordMetadata> future;
    try {
      future = producer.send(record, note(seen));
    } catch (Exception e) {
      seen.add("send threw " + describe(e));
      return;
    }
    result(future, seen);
  }

  private static Callback note(List<String> seen) {
    return (metadata, error) ->
        seen.add(
            "callback: "
                + (error == null
                    ? metadata.hasOffset() + " " + metadata.serializedValueSize()
                    : metadata + " " + describe(error)));
  }

  private static void result(Future<RecordMetadata> future, List<String> seen) {
    try {
      RecordMetadata metadata = future.get();
      seen.add("result: " + metadata.serializedValueSize() + " " + metadata.hasTimestamp());
    } catch (ExecutionException e) {
      seen.add("result: " + describe(e.getCause()));
    } catch (InterruptedException e) {
      seen.add("interrupted");
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private static void attempt(String what, List<String> seen, Action action) {
    try {
      action.run();
      seen.add(what + " returned");
    } catch (Exception e) {
      seen.add(what + " threw " + e.getClass().getName());
    }
  }

  private static String describe(Throwable error) {
    if (error == null) {
      return "null";
    }
    String message = String.valueOf(error.getMessage());
    return error.getClass().getName()
        + (error instanceof NullPointerException ? "" : ": " + message);
  }
}
