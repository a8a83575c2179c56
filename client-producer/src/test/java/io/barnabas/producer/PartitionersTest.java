package io.barnabas.producer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.producer.partition.KeyHashPartitioner;
import io.barnabas.producer.partition.RoundRobinPartitioner;
import io.barnabas.producer.partition.StickyPartitioner;
import io.barnabas.testkit.KafkaCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our partitioners, configured by class in our producer and in kafka-clients'. */
@Timeout(60)
class PartitionersTest {
  private static final String TOPIC = "partitioners";
  private static final int PARTITIONS = 3;

  private static KafkaCluster cluster;

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.shared();
    cluster.createTopic(TOPIC, PARTITIONS);
  }

  static Stream<Named<Function<Map<String, Object>, Producer<String, String>>>> producers() {
    Function<Map<String, Object>, Producer<String, String>> ours = BarnabasProducer::new;
    Function<Map<String, Object>, Producer<String, String>> theirs = KafkaProducer::new;
    return Stream.of(Named.of("BarnabasProducer", ours), Named.of("KafkaProducer", theirs));
  }

  /** With so small batches, nearly each record opens one. */
  @ParameterizedTest
  @MethodSource("producers")
  void roundRobinIsEvenThoughEachRecordOpensABatch(
      Function<Map<String, Object>, Producer<String, String>> constructor) throws Exception {
    assertArrayEquals(
        new int[] {100, 100, 100},
        counts(constructor, RoundRobinPartitioner.class, "k", "v".repeat(100)));
  }

  @ParameterizedTest
  @MethodSource("producers")
  void aKeyHasOnePartition(Function<Map<String, Object>, Producer<String, String>> constructor)
      throws Exception {
    int[] counts = counts(constructor, KeyHashPartitioner.class, "k", "v");

    assertEquals(300, Math.max(counts[0], Math.max(counts[1], counts[2])));
  }

  @ParameterizedTest
  @MethodSource("producers")
  void stickyMovesOn(Function<Map<String, Object>, Producer<String, String>> constructor)
      throws Exception {
    int[] counts = counts(constructor, StickyPartitioner.class, "k", "v".repeat(100));

    for (int count : counts) {
      assertEquals(100, count, 60);
    }
  }

  /** How many of 300 records came to each partition. */
  private static int[] counts(
      Function<Map<String, Object>, Producer<String, String>> constructor,
      Class<? extends Partitioner> partitioner,
      String key,
      String value)
      throws Exception {
    Map<String, Object> config =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            cluster.bootstrapServers(),
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            StringSerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            StringSerializer.class,
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            partitioner,
            ProducerConfig.BATCH_SIZE_CONFIG,
            100);
    int[] counts = new int[PARTITIONS];
    try (Producer<String, String> producer = constructor.apply(config)) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        sent.add(producer.send(new ProducerRecord<>(TOPIC, key, value)));
      }
      for (Future<RecordMetadata> result : sent) {
        counts[result.get(20, TimeUnit.SECONDS).partition()]++;
      }
    }
    return counts;
  }
}
