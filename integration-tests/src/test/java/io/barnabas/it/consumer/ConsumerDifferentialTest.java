package io.barnabas.it.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.consumer.BarnabasConsumer;
import io.barnabas.it.ComparedNotes;
import io.barnabas.it.consumer.ConsumerScript.Step;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same random calls on kafka-clients' consumer and on ours: the same answers, the same
 * exceptions. A seed that fails gives the same calls again.
 */
class ConsumerDifferentialTest {
  private static final int CALLS = Integer.getInteger("barnabas.differential.calls", 300);
  private static final long FIRST_SEED = Long.getLong("barnabas.differential.seed", 1);
  private static final long SEEDS = Long.getLong("barnabas.differential.seeds", 3);

  private static final List<String> PROTOCOLS =
      List.of(System.getProperty("barnabas.differential.protocols", "classic,consumer").split(","));
  private static final List<String> RESETS =
      List.of("earliest", "latest", "none", "by_duration:PT80H");

  /** Before that of a run, so that the records of some hours are too old for the strategy. */
  private static final Duration AGE = Duration.ofHours(100);

  private static String bootstrap;
  private static ScriptTopics topics;

  static Stream<Arguments> scripts() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS)
        .boxed()
        .flatMap(seed -> PROTOCOLS.stream().map(protocol -> Arguments.of(protocol, seed)));
  }

  @BeforeAll
  static void writeTopics() throws Exception {
    bootstrap = KafkaCluster.shared().bootstrapServers();
    String prefix = "script-" + UUID.randomUUID().toString().substring(0, 8);
    Map<TopicPartition, Long> ends = new HashMap<>();
    ends.put(new TopicPartition(prefix + "-a", 0), 60L);
    ends.put(new TopicPartition(prefix + "-a", 1), 30L);
    ends.put(new TopicPartition(prefix + "-b", 0), 50L);
    create(Map.of(prefix + "-a", 2, prefix + "-b", 1));
    topics = new ScriptTopics(prefix, ends, System.currentTimeMillis() - AGE.toMillis());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "max.in.flight.requests.per.connection", 1),
            new StringSerializer(),
            new StringSerializer())) {
      ends.forEach(
          (tp, end) ->
              LongStream.range(0, end)
                  .forEach(
                      i ->
                          producer.send(
                              new ProducerRecord<>(
                                  tp.topic(),
                                  tp.partition(),
                                  topics.timestamp(i),
                                  null,
                                  "v" + i))));
    }
  }

  /** Kept for ever, however old the records are. */
  private static void create(Map<String, Integer> partitions) throws Exception {
    List<NewTopic> created = new ArrayList<>();
    partitions.forEach(
        (topic, count) ->
            created.add(
                new NewTopic(topic, count, (short) 1).configs(Map.of("retention.ms", "-1"))));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(created).all().get();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void sameCallsGiveTheSameAnswers(String protocol, long seed) throws Exception {
    ComparedNotes answers = run(protocol, seed).settled(true, () -> run(protocol, seed));
    List<String> theirs = answers.theirs();
    for (int i = 0; i < theirs.size(); i++) {
      int call = i;
      assertEquals(theirs.get(i), answers.ours().get(i), () -> story(seed, call, theirs));
    }
  }

  private static ComparedNotes run(String protocol, long seed) {
    List<Step> script =
        ConsumerScript.draw(seed, CALLS, topics, protocol.equals("consumer"), isStatic(seed));
    CompletableFuture<List<String>> beside =
        CompletableFuture.supplyAsync(
            () -> new ScriptRun(KafkaConsumer::new, config(protocol, seed)).answers(script));
    List<String> ours =
        new ScriptRun(BarnabasConsumer::new, config(protocol, seed)).answers(script);
    return new ComparedNotes(beside.join(), ours);
  }

  private static boolean isStatic(long seed) {
    return seed % 4 == 1;
  }

  private static String story(long seed, int call, List<String> answers) {
    return "seed "
        + seed
        + ", call "
        + call
        + ", after:\n"
        + String.join("\n", answers.subList(Math.max(0, call - 12), call))
        + "\n";
  }

  private static Map<String, Object> config(String protocol, long seed) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrap);
    config.put("group.id", "script-" + UUID.randomUUID());
    config.put("group.protocol", protocol);
    config.put("auto.offset.reset", RESETS.get((int) (seed / 2 % RESETS.size())));
    config.put("isolation.level", seed % 2 == 0 ? "read_committed" : "read_uncommitted");
    config.put("enable.auto.commit", seed % 5 == 0);
    config.put("auto.commit.interval.ms", 3_600_000);
    config.put("allow.auto.create.topics", false);
    config.put("fetch.max.wait.ms", 50);
    config.put("max.poll.records", 17);
    if (protocol.equals("classic") && seed % 3 == 0) {
      config.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    }
    if (isStatic(seed)) {
      config.put("group.instance.id", "script");
    }
    config.put("key.deserializer", StringDeserializer.class);
    config.put("value.deserializer", StringDeserializer.class);
    return config;
  }
}
