package io.barnabas.it.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.consumer.BarnabasConsumer;
import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a consumer makes of replicas, elections and topics that come and go, on three brokers. */
class ReplicatedLogTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static KafkaCluster cluster;
  private static String bootstrap;

  @BeforeAll
  static void start() {
    cluster =
        KafkaCluster.builder()
            .brokers(3)
            .setting("broker.rack", "rack-{id}")
            .setting(
                "replica.selector.class",
                "org.apache.kafka.common.replica.RackAwareReplicaSelector")
            .setting("replica.lag.time.max.ms", "2000")
            .start();
    bootstrap = cluster.bootstrapServers();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** One partition, led by the first of the replicas. */
  private static TopicPartition create(String topic, List<Integer> replicas) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      NewTopic created = new NewTopic(topic, Map.of(0, replicas));
      created.configs(Map.of("unclean.leader.election.enable", "true"));
      admin.createTopics(List.of(created)).all().get();
    }
    return new TopicPartition(topic, 0);
  }

  private static void write(String topic, int first, int count) throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrap, "acks", "1", "enable.idempotence", false);
    try (Producer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int i = first; i < first + count; i++) {
        producer.send(new ProducerRecord<>(topic, "v" + i)).get();
      }
    }
  }

  private static Consumer<String, String> consumer(TopicPartition tp, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrap);
    config.put("auto.offset.reset", "earliest");
    config.put("metadata.max.age.ms", 1_000);
    config.putAll(more);
    Consumer<String, String> consumer =
        new BarnabasConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    consumer.assign(List.of(tp));
    return consumer;
  }

  private static List<String> read(Consumer<String, String> consumer, int count) {
    List<String> values = new ArrayList<>();
    Await.until(
        count + " records",
        LIMIT,
        () -> {
          consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
          return values.size() >= count;
        });
    return values;
  }

  private static List<String> values(int first, int end) {
    return IntStream.range(first, end).mapToObj(i -> "v" + i).toList();
  }

  /** What this consumer has received from a broker. */
  private static double bytesFrom(Consumer<?, ?> consumer, int broker) {
    return consumer.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals("incoming-byte-total"))
        .filter(metric -> ("node-" + broker).equals(metric.getKey().tags().get("node-id")))
        .mapToDouble(metric -> (Double) metric.getValue().metricValue())
        .sum();
  }

  @Test
  void replicaOfTheOwnRackIsReadFrom() throws Exception {
    TopicPartition tp = create("racks", List.of(1, 2, 3));
    write("racks", 0, 20);
    try (Consumer<String, String> consumer = consumer(tp, Map.of("client.rack", "rack-2"))) {
      assertEquals(values(0, 20), read(consumer, 20));
      double fromLeader = bytesFrom(consumer, 1);
      double fromFollower = bytesFrom(consumer, 2);
      write("racks", 20, 500);
      assertEquals(values(20, 520), read(consumer, 500));
      assertTrue(bytesFrom(consumer, 2) - fromFollower > 10_000);
      assertTrue(bytesFrom(consumer, 1) - fromLeader < 5_000);
    }
  }

  @Test
  void truncationByAnUncleanElectionIsDetected() throws Exception {
    TopicPartition tp = create("unclean", List.of(1, 2));
    write("unclean", 0, 50);
    try (Consumer<String, String> consumer = consumer(tp, Map.of("auto.offset.reset", "none"))) {
      consumer.seek(tp, 0);
      assertEquals(values(0, 50), read(consumer, 50));
      cluster.kill(2);
      write("unclean", 50, 50);
      assertEquals(values(50, 100), read(consumer, 50));
      cluster.kill(1);
      cluster.start(2);
      LogTruncationException truncated = truncation(consumer);
      assertEquals(Map.of(tp, 100L), truncated.offsetOutOfRangePartitions());
      assertEquals(50, truncated.divergentOffsets().get(tp).offset());
      consumer.seek(tp, truncated.divergentOffsets().get(tp));
      write("unclean", 1_000, 5);
      assertEquals(values(1_000, 1_005), read(consumer, 5));
    } finally {
      cluster.start(1);
    }
  }

  private static LogTruncationException truncation(Consumer<String, String> consumer) {
    List<LogTruncationException> thrown = new ArrayList<>();
    Await.until(
        "the truncation to be noticed",
        LIMIT,
        () -> {
          try {
            consumer.poll(Duration.ofMillis(100));
          } catch (LogTruncationException e) {
            thrown.add(e);
          }
          return !thrown.isEmpty();
        });
    return thrown.get(0);
  }

  @Test
  void topicThatIsCreatedAnewIsReadFromItsBeginning() throws Exception {
    TopicPartition tp = create("anew", List.of(3));
    write("anew", 0, 10);
    try (Consumer<String, String> consumer = consumer(tp, Map.of())) {
      assertEquals(values(0, 10), read(consumer, 10));
      Uuid former = idOf("anew");
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
        admin.deleteTopics(List.of("anew")).all().get();
      }
      Await.until("the topic to be there again", LIMIT, () -> createdAgain(tp, former));
      write("anew", 100, 20);
      assertEquals(values(100, 120), read(consumer, 20));
    }
  }

  /** A creation whose answer is lost has taken place all the same, and fails when repeated. */
  private static boolean createdAgain(TopicPartition tp, Uuid former) throws Exception {
    try {
      create(tp.topic(), List.of(3));
      return true;
    } catch (ExecutionException e) {
      Uuid present = idOf(tp.topic());
      return present != null && !present.equals(former);
    }
  }

  /** Null if there is no such topic. */
  private static Uuid idOf(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      TopicListing listing = admin.listTopics().namesToListings().get().get(topic);
      return listing == null ? null : listing.topicId();
    }
  }
}
