package io.barnabas.examples;

import io.barnabas.consumer.BarnabasConsumer;
import io.barnabas.producer.BarnabasProducer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Copies a topic in capitals, each record exactly once, until five seconds bring nothing new:
 * {@code CopyInTransactions HOST:PORT FROM TO GROUP}. What is written and how far was read stand in
 * one transaction: both hold or neither, also if the copier is killed and started again.
 */
public final class CopyInTransactions {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  public static void main(String[] args) {
    Map<String, Object> reading =
        Map.of(
            "bootstrap.servers",
            args[0],
            "group.id",
            args[3],
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            false,
            "isolation.level",
            "read_committed");
    Map<String, Object> writing =
        Map.of("bootstrap.servers", args[0], "transactional.id", args[3] + "-copier");
    try (Consumer<String, String> consumer =
            new BarnabasConsumer<>(reading, new StringDeserializer(), new StringDeserializer());
        BarnabasProducer<String, String> producer =
            new BarnabasProducer<>(writing, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      consumer.subscribe(List.of(args[1]));
      ConsumerRecords<String, String> records = consumer.poll(PATIENCE);
      while (!records.isEmpty()) {
        copy(records, consumer, producer, args[2]);
        records = consumer.poll(PATIENCE);
      }
    }
  }

  private static void copy(
      ConsumerRecords<String, String> records,
      Consumer<String, String> consumer,
      BarnabasProducer<String, String> producer,
      String topic) {
    producer.inTransaction(
        () -> {
          for (ConsumerRecord<String, String> r : records) {
            producer.send(new ProducerRecord<>(topic, r.key(), r.value().toUpperCase(Locale.ROOT)));
          }
          producer.sendOffsetsToTransaction(records.nextOffsets(), consumer.groupMetadata());
          return null;
        });
    records.forEach(r -> System.out.println("copied " + r.key() + ": " + r.value()));
  }

  private CopyInTransactions() {}
}
