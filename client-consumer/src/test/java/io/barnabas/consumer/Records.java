package io.barnabas.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes records with kafka-clients' producer and reads them with whatever consumer. */
final class Records {
  private Records() {}

  static String uniqueName(String prefix) {
    return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Writes {@code count} records, keyed and valued by their number from {@code first} on. */
  static void produce(
      String bootstrap, String topic, int first, int count, Map<String, Object> more) {
    Map<String, Object> configs = new HashMap<>(more);
    configs.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    // with several batches in flight to a new topic the first may be refused and then expire
    configs.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(configs, new StringSerializer(), new StringSerializer())) {
      for (int i = first; i < first + count; i++) {
        sent.add(producer.send(new ProducerRecord<>(topic, "key-" + i, "value-" + i)));
      }
      producer.flush();
      for (Future<RecordMetadata> acknowledged : sent) {
        acknowledged.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("The records could not be written", e);
    }
  }

  /** One batch for a scripted broker. */
  static MemoryRecords batch(String... values) {
    SimpleRecord[] records = new SimpleRecord[values.length];
    for (int i = 0; i < values.length; i++) {
      records[i] = new SimpleRecord(values[i].getBytes());
    }
    return MemoryRecords.withRecords(Compression.NONE, records);
  }

  static Map<String, Object> consumerConfig(String bootstrap, String groupId) {
    Map<String, Object> configs = new HashMap<>();
    configs.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    configs.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    configs.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    configs.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    if (groupId != null) {
      configs.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    }
    return configs;
  }

  static BarnabasConsumer<String, String> consumer(String bootstrap, String groupId) {
    return new BarnabasConsumer<>(consumerConfig(bootstrap, groupId));
  }

  /** Polls until so many records have come, or fails. */
  static <K, V> List<ConsumerRecord<K, V>> consume(
      Consumer<K, V> consumer, int count, Duration limit) {
    List<ConsumerRecord<K, V>> records = new ArrayList<>();
    long end = System.nanoTime() + limit.toNanos();
    while (records.size() < count) {
      consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      if (System.nanoTime() > end) {
        throw new AssertionError("Only " + records.size() + " of " + count + " records came");
      }
    }
    return records;
  }

  /** What still comes in half a second. */
  static <K, V> List<ConsumerRecord<K, V>> drain(Consumer<K, V> consumer) {
    List<ConsumerRecord<K, V>> records = new ArrayList<>();
    long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
    while (System.nanoTime() < end) {
      consumer.poll(Duration.ofMillis(50)).forEach(records::add);
    }
    return records;
  }
}
