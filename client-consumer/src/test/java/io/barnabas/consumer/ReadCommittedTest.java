package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Transactions of several producers, some aborted, in one partition. */
class ReadCommittedTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int TRANSACTIONS = 60;

  @Test
  void exactlyTheCommittedRecordsComeInOrder() {
    KafkaCluster cluster = KafkaCluster.shared();
    String topic = Records.uniqueName("committed");
    cluster.createTopic(topic, 1);
    int committed = write(cluster.bootstrapServers(), topic);
    List<String> theirs;
    List<String> ours;
    Map<String, Object> configs =
        new HashMap<>(Records.consumerConfig(cluster.bootstrapServers(), null));
    configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configs.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "4096");
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(configs)) {
      theirs = read(consumer, topic, committed);
    }
    try (BarnabasConsumer<String, String> consumer = new BarnabasConsumer<>(configs)) {
      ours = read(consumer, topic, committed);
    }
    assertEquals(theirs, ours);
    assertFalse(ours.stream().anyMatch(line -> line.contains("aborted")));
  }

  /** Returns how many records were committed. */
  private static int write(String bootstrap, String topic) {
    Random random = new Random(7);
    int committed = 0;
    try (KafkaProducer<String, String> first = producer(bootstrap, "none");
        KafkaProducer<String, String> second = producer(bootstrap, "lz4")) {
      List<KafkaProducer<String, String>> producers = List.of(first, second);
      for (int i = 0; i < TRANSACTIONS; i++) {
        boolean aborts = i % 3 == 0;
        int records = 1 + random.nextInt(50);
        // the transactions of both overlap
        producers.forEach(KafkaProducer::beginTransaction);
        for (int r = 0; r < records; r++) {
          first.send(new ProducerRecord<>(topic, (aborts ? "aborted-" : "kept-") + i + "-" + r));
          second.send(new ProducerRecord<>(topic, (aborts ? "kept-" : "aborted-") + i + "-" + r));
          if (r % 10 == 0) {
            producers.forEach(KafkaProducer::flush);
          }
        }
        if (aborts) {
          first.abortTransaction();
          second.commitTransaction();
        } else {
          first.commitTransaction();
          second.abortTransaction();
        }
        committed += records;
      }
    }
    return committed;
  }

  private static KafkaProducer<String, String> producer(String bootstrap, String codec) {
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                codec,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                Records.uniqueName("transactional")),
            new StringSerializer(),
            new StringSerializer());
    producer.initTransactions();
    return producer;
  }

  /** The records, then the position and the end as the consumer sees them. */
  private static List<String> read(Consumer<String, String> consumer, String topic, int count) {
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    List<ConsumerRecord<String, String>> records = Records.consume(consumer, count, LIMIT);
    assertEquals(List.of(), Records.drain(consumer));
    List<String> lines = new java.util.ArrayList<>(records.stream().map(Object::toString).toList());
    lines.add("position " + consumer.position(partition));
    lines.add("end " + consumer.endOffsets(List.of(partition)));
    lines.add("lag " + consumer.currentLag(partition));
    return lines;
  }
}
