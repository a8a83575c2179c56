package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading from a real broker, in a group and without. */
class ConsumeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static String bootstrap;
  private static KafkaCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = KafkaCluster.shared();
    bootstrap = cluster.bootstrapServers();
  }

  @Test
  void subscribedConsumerReadsAllCommitsAndResumes() {
    String topic = Records.uniqueName("resume");
    String group = Records.uniqueName("group");
    cluster.createTopic(topic, 3);
    Records.produce(bootstrap, topic, 0, 1_000, Map.of());
    try (BarnabasConsumer<String, String> consumer = Records.consumer(bootstrap, group)) {
      consumer.subscribe(List.of(topic));
      assertEquals(values(0, 1_000), valuesOf(Records.consume(consumer, 1_000, LIMIT)));
      assertEquals(3, consumer.assignment().size());
      consumer.commitSync();
    }
    Records.produce(bootstrap, topic, 1_000, 500, Map.of());
    try (BarnabasConsumer<String, String> consumer = Records.consumer(bootstrap, group)) {
      consumer.subscribe(List.of(topic));
      assertEquals(values(1_000, 500), valuesOf(Records.consume(consumer, 500, LIMIT)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void readsWhatKafkaConsumerReads(String codec) {
    String topic = Records.uniqueName("codec-" + codec);
    cluster.createTopic(topic, 4);
    Records.produce(
        bootstrap, topic, 0, 20_000, Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, codec));
    Set<TopicPartition> partitions =
        IntStream.range(0, 4)
            .mapToObj(p -> new TopicPartition(topic, p))
            .collect(Collectors.toSet());
    Map<TopicPartition, List<String>> ours;
    Map<TopicPartition, List<String>> theirs;
    try (BarnabasConsumer<String, String> consumer = Records.consumer(bootstrap, null)) {
      consumer.assign(partitions);
      ours = linesOf(Records.consume(consumer, 20_000, LIMIT));
    }
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(Records.consumerConfig(bootstrap, null))) {
      consumer.assign(partitions);
      theirs = linesOf(Records.consume(consumer, 20_000, LIMIT));
    }
    assertEquals(theirs, ours);
  }

  @Test
  void autoCommitsWhatWasReturnedWhenClosing() {
    String topic = Records.uniqueName("auto");
    String group = Records.uniqueName("group");
    cluster.createTopic(topic, 2);
    Records.produce(bootstrap, topic, 0, 300, Map.of());
    Map<String, Object> configs = new HashMap<>(Records.consumerConfig(bootstrap, group));
    configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "true");
    configs.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "100");
    try (BarnabasConsumer<String, String> consumer = new BarnabasConsumer<>(configs)) {
      consumer.subscribe(List.of(topic));
      Records.consume(consumer, 100, LIMIT);
    }
    try (BarnabasConsumer<String, String> consumer = new BarnabasConsumer<>(configs)) {
      consumer.subscribe(List.of(topic));
      List<ConsumerRecord<String, String>> rest = Records.consume(consumer, 200, LIMIT);
      assertEquals(200, rest.size());
      assertTrue(consumer.poll(Duration.ofMillis(200)).isEmpty());
    }
  }

  private static Set<String> values(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(i -> "value-" + i)
        .collect(Collectors.toSet());
  }

  private static Set<String> valuesOf(List<ConsumerRecord<String, String>> records) {
    return records.stream().map(ConsumerRecord::value).collect(Collectors.toSet());
  }

  private static Map<TopicPartition, List<String>> linesOf(
      List<ConsumerRecord<String, String>> records) {
    return records.stream()
        .collect(
            Collectors.groupingBy(
                r -> new TopicPartition(r.topic(), r.partition()),
                Collectors.mapping(ConsumerRecord::toString, Collectors.toList())));
  }
}
