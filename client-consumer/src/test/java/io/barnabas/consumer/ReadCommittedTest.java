package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Transactions of several producers, some aborted, in one partition. */
class ReadCommittedTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");
  private static final int RECORDS = Integer.getInteger("barnabas.committed.records", 20_000);
  private static final int RECORDS_IN_ROUND = 2_000;

  @Test
  void exactlyTheCommittedRecordsComeInOrder() throws Exception {
    KafkaCluster cluster = KafkaCluster.shared();
    String topic = Records.uniqueName("committed");
    cluster.createTopic(topic, 1);
    List<String> committed = write(cluster.bootstrapServers(), topic);
    Map<String, Object> configs =
        new HashMap<>(Records.consumerConfig(cluster.bootstrapServers(), null));
    configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configs.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "20000");
    try (KafkaConsumer<String, String> kafka = new KafkaConsumer<>(configs);
        BarnabasConsumer<String, String> barnabas = new BarnabasConsumer<>(configs)) {
      List<ConsumerRecord<String, String>> ours = read(barnabas, topic, committed.size());
      assertEquals(committed, ours.stream().map(ConsumerRecord::value).toList());
      assertEquals(texts(read(kafka, topic, committed.size())), texts(ours));
      assertEquals(end(kafka, topic), end(barnabas, topic));
    }
  }

  /**
   * Overlapping transactions of one producer for each codec; returns the committed values in the
   * order of the log.
   */
  private static List<String> write(String bootstrap, String topic) throws Exception {
    Random random = new Random(7);
    List<KafkaProducer<String, String>> producers =
        CODECS.stream().map(codec -> producer(bootstrap, codec)).toList();
    Map<String, Future<RecordMetadata>> committed = new HashMap<>();
    try {
      for (int written = 0; written < RECORDS; written += RECORDS_IN_ROUND) {
        boolean[] aborts = new boolean[CODECS.size()];
        for (int p = 0; p < aborts.length; p++) {
          aborts[p] = random.nextInt(3) == 0;
          producers.get(p).beginTransaction();
        }
        for (int i = written; i < written + RECORDS_IN_ROUND; i++) {
          int p = random.nextInt(CODECS.size());
          String value = (aborts[p] ? "aborted-" : "committed-") + i;
          Future<RecordMetadata> sent = producers.get(p).send(new ProducerRecord<>(topic, value));
          if (!aborts[p]) {
            committed.put(value, sent);
          }
          if (random.nextInt(50) == 0) {
            producers.get(p).flush();
          }
        }
        for (int p = 0; p < aborts.length; p++) {
          end(producers.get(p), aborts[p]);
        }
      }
    } finally {
      producers.forEach(KafkaProducer::close);
    }
    return inOrderOfTheLog(committed);
  }

  private static List<String> inOrderOfTheLog(Map<String, Future<RecordMetadata>> sent)
      throws Exception {
    SortedMap<Long, String> byOffset = new TreeMap<>();
    for (Map.Entry<String, Future<RecordMetadata>> record : sent.entrySet()) {
      byOffset.put(record.getValue().get().offset(), record.getKey());
    }
    return List.copyOf(byOffset.values());
  }

  private static void end(KafkaProducer<String, String> producer, boolean abort) {
    if (abort) {
      producer.abortTransaction();
    } else {
      producer.commitTransaction();
    }
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

  private static List<ConsumerRecord<String, String>> read(
      Consumer<String, String> consumer, String topic, int count) {
    consumer.assign(List.of(new TopicPartition(topic, 0)));
    List<ConsumerRecord<String, String>> records = Records.consume(consumer, count, LIMIT);
    assertEquals(List.of(), Records.drain(consumer));
    return records;
  }

  /** All that there is to see of them. */
  private static List<String> texts(List<ConsumerRecord<String, String>> records) {
    return records.stream().map(ConsumerRecord::toString).toList();
  }

  private static List<Object> end(Consumer<String, String> consumer, String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    return List.of(
        consumer.position(partition),
        consumer.endOffsets(List.of(partition)),
        consumer.currentLag(partition));
  }
}
