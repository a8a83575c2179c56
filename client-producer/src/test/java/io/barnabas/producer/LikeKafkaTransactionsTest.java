package io.barnabas.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same transactional calls to both producers end alike, exception by exception. */
@SuppressWarnings("removal") // there is no other way yet to name a group alone
@Timeout(90)
class LikeKafkaTransactionsTest {
  private static final String TOPIC = "like-kafka-transactions";
  private static final TopicPartition CONSUMED = new TopicPartition(TOPIC, 1);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static KafkaCluster cluster;

  /** What one client does, step by step; each step's end is written down. */
  private static final class Scene {
    private final Function<Map<String, Object>, Producer<String, String>> client;
    private final Map<String, Object> config;
    private final List<String> seen = new ArrayList<>();
    private final Producer<String, String> producer;

    Scene(
        Function<Map<String, Object>, Producer<String, String>> client,
        Map<String, Object> config) {
      this.client = client;
      this.config = config;
      this.producer = client.apply(config);
    }

    Producer<String, String> another(Map<String, Object> more) {
      Map<String, Object> other = new HashMap<>(config);
      other.putAll(more);
      return client.apply(other);
    }

    void step(String name, Runnable call) {
      try {
        call.run();
        seen.add(name + ": fine");
      } catch (Exception e) {
        seen.add(name + ": " + describe(e));
      }
    }

    void init() {
      step("init", producer::initTransactions);
    }

    void begin() {
      step("begin", producer::beginTransaction);
    }

    void commit() {
      step("commit", producer::commitTransaction);
    }

    void abort() {
      step("abort", producer::abortTransaction);
    }

    Future<?> send(String topic) {
      return send(new ProducerRecord<>(topic, 0, null, "v"));
    }

    Future<?> send(ProducerRecord<String, String> record) {
      List<Future<?>> sent = new ArrayList<>();
      step("send", () -> sent.add(producer.send(record)));
      return sent.isEmpty() ? null : sent.get(0);
    }

    void result(Future<?> future) throws InterruptedException {
      try {
        future.get();
        seen.add("result: fine");
      } catch (ExecutionException e) {
        seen.add("result: " + describe(e.getCause()));
      }
    }

    void sendOffsets(ConsumerGroupMetadata group) {
      step(
          "sendOffsets",
          () -> producer.sendOffsetsToTransaction(Map.of(CONSUMED, offset(3)), group));
    }

    private static String describe(Throwable error) {
      StringBuilder text = new StringBuilder();
      for (Throwable cause = error; cause != null; cause = cause.getCause()) {
        text.append(cause.getClass().getName()).append(" '").append(message(cause)).append("' ");
      }
      return text.toString();
    }

    /**
     * Ids differ from run to run. That an epoch is old, a call right after the failed record says
     * with or without the producer's name: kafka-clients hears of the record in another thread.
     */
    private static String message(Throwable error) {
      return String.valueOf(error.getMessage())
          .replaceAll("producerId=\\d+", "producerId=")
          .replaceAll("like-\\d+", "like-")
          .replaceAll("Producer .*attempted to produce with an old epoch.?", "old epoch");
    }
  }

  private interface Script {
    void run(Scene scene) throws Exception;
  }

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.shared();
    cluster.createTopic(TOPIC, 2);
  }

  static Stream<Arguments> misuse() {
    return Stream.of(
        script("begin before init", Scene::begin),
        script("commit before init", Scene::commit),
        script("abort before init", Scene::abort),
        script("send before init", s -> s.send(TOPIC)),
        script("offsets before init", s -> s.sendOffsets(new ConsumerGroupMetadata("g"))),
        script(
            "init twice",
            s -> {
              s.init();
              s.init();
              s.begin();
              s.abort();
            }),
        script(
            "begin twice",
            s -> {
              s.init();
              s.begin();
              s.begin();
              s.send(TOPIC);
              s.commit();
            }),
        script(
            "calls without a transaction",
            s -> {
              s.init();
              s.commit();
              s.abort();
              s.sendOffsets(new ConsumerGroupMetadata("g"));
              s.begin();
              s.commit();
              s.commit();
            }));
  }

  static Stream<Arguments> moreMisuse() {
    return Stream.of(
        script(
            "group metadata that cannot be",
            s -> {
              s.init();
              s.begin();
              s.sendOffsets(null);
              s.sendOffsets(new ConsumerGroupMetadata("g", 3, "", java.util.Optional.empty()));
              s.commit();
            }),
        script(
            "calls after close",
            s -> {
              s.init();
              s.begin();
              s.producer.close();
              s.commit();
              s.begin();
            }),
        script(
            "init while in a transaction",
            s -> {
              s.init();
              s.begin();
              s.init();
              s.commit();
            }));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        script(
            "empty transactions",
            s -> {
              s.init();
              s.begin();
              s.commit();
              s.begin();
              s.abort();
            }),
        script(
            "a topic that is not there makes the transaction abortable",
            Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3000),
            s -> {
              s.init();
              s.begin();
              s.result(s.send("bad topic!"));
              s.send(TOPIC);
              s.commit();
              s.commit();
              s.begin();
              s.abort();
              s.begin();
              s.result(s.send(TOPIC));
              s.commit();
            }),
        script(
            "a record that is too large",
            Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 500),
            s -> {
              s.init();
              s.send(new ProducerRecord<>(TOPIC, "x".repeat(1000)));
              s.begin();
              s.result(s.send(new ProducerRecord<>(TOPIC, "x".repeat(1000))));
              s.commit();
              s.abort();
            }));
  }

  static Stream<Arguments> ends() {
    return Stream.of(
        script(
            "abort fails what was not sent",
            Map.of(ProducerConfig.LINGER_MS_CONFIG, 10_000),
            s -> {
              s.init();
              s.begin();
              Future<?> sent = s.send(TOPIC);
              s.abort();
              s.result(sent);
            }),
        script(
            "a second producer fences the first",
            s -> {
              s.init();
              s.begin();
              s.result(s.send(TOPIC));
              try (Producer<String, String> second = s.another(Map.of())) {
                second.initTransactions();
              }
              s.commit();
              s.abort();
              s.begin();
              s.init();
              s.sendOffsets(new ConsumerGroupMetadata("g"));
            }),
        script(
            "a fenced producer sends",
            s -> {
              s.init();
              s.begin();
              try (Producer<String, String> second = s.another(Map.of())) {
                second.initTransactions();
              }
              s.result(s.send(TOPIC));
              s.commit();
              s.abort();
            }));
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        script(
            "a transaction timeout that the broker does not allow",
            Map.of(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 100_000_000),
            s -> {
              s.init();
              s.init();
              s.begin();
              s.abort();
            }),
        script(
            "offsets of a member that is not in the group",
            s -> {
              s.init();
              s.begin();
              s.sendOffsets(
                  new ConsumerGroupMetadata(
                      "nobody-" + s.hashCode(), 5, "member", java.util.Optional.empty()));
              s.commit();
              s.abort();
              s.begin();
              s.sendOffsets(new ConsumerGroupMetadata("anybody"));
              s.commit();
            }),
        script(
            "no offsets at all",
            s -> {
              s.init();
              s.step(
                  "sendOffsets",
                  () ->
                      s.producer.sendOffsetsToTransaction(
                          Map.of(), new ConsumerGroupMetadata("g")));
            }));
  }

  static Stream<Arguments> closes() {
    return Stream.of(
        script(
            "close aborts",
            s -> {
              s.init();
              s.begin();
              Future<?> sent = s.send(TOPIC);
              s.producer.close(Duration.ofSeconds(20));
              s.result(sent);
            }),
        script(
            "close at once",
            Map.of(ProducerConfig.LINGER_MS_CONFIG, 10_000),
            s -> {
              s.init();
              s.begin();
              Future<?> sent = s.send(TOPIC);
              s.producer.close(Duration.ZERO);
              s.result(sent);
            }));
  }

  static Stream<Arguments> configurations() {
    return Stream.of(
        Arguments.of(Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false)),
        Arguments.of(Map.of(ProducerConfig.ACKS_CONFIG, "1")),
        Arguments.of(
            Map.of(
                ProducerConfig.TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG,
                true,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                1000)));
  }

  @ParameterizedTest
  @MethodSource({"misuse", "moreMisuse", "faults", "ends", "limits", "closes"})
  void bothEndAlike(Script script, Map<String, Object> config) throws Exception {
    assertEquals(
        String.join("\n", run(KafkaProducer::new, script, config)),
        String.join("\n", run(BarnabasProducer::new, script, config)));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void bothRefuseTheSameConfigurations(Map<String, Object> config) {
    assertEquals(refusal(KafkaProducer::new, config), refusal(BarnabasProducer::new, config));
  }

  private static String refusal(
      Function<Map<String, Object>, Producer<String, String>> client, Map<String, Object> config) {
    try {
      client.apply(config(config)).close();
      return "made";
    } catch (RuntimeException e) {
      return Scene.describe(e);
    }
  }

  private static List<String> run(
      Function<Map<String, Object>, Producer<String, String>> client,
      Script script,
      Map<String, Object> config)
      throws Exception {
    Scene scene = new Scene(client, config(config));
    try {
      script.run(scene);
    } finally {
      scene.producer.close(Duration.ofSeconds(10));
    }
    assertFalse(scene.seen.isEmpty());
    return scene.seen;
  }

  private static Map<String, Object> config(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "like-" + NUMBERS.incrementAndGet());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
    config.putAll(more);
    return config;
  }

  private static Arguments script(String name, Script script) {
    return script(name, Map.of(), script);
  }

  private static Arguments script(String name, Map<String, Object> config, Script script) {
    return Arguments.of(Named.of(name, script), config);
  }

  private static OffsetAndMetadata offset(long offset) {
    return new OffsetAndMetadata(offset);
  }
}
