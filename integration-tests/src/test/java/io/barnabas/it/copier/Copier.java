package io.barnabas.it.copier;

import io.barnabas.consumer.BarnabasConsumer;
import io.barnabas.producer.BarnabasProducer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Main of a process that copies {@link #SOURCE} to {@link #COPY} until its input ends, and prints
 * how many records each transaction held. Its successor takes its place in the group at once.
 */
final class Copier {
  static final String SOURCE = "copier-source";
  static final String COPY = "copier-copy";
  static final String NAME = "copier";

  private Copier() {}

  public static void main(String[] args) throws IOException {
    try (Consumer<String, String> consumer = consumer(args[0]);
        BarnabasProducer<String, String> producer = producer(args[0])) {
      producer.initTransactions();
      consumer.subscribe(List.of(SOURCE));
      while (System.in.available() == 0) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
        if (!records.isEmpty()) {
          copy(records, consumer, producer);
          System.out.println(records.count());
        }
      }
    }
  }

  private static void copy(
      ConsumerRecords<String, String> records,
      Consumer<String, String> consumer,
      BarnabasProducer<String, String> producer) {
    producer.inTransaction(
        () -> {
          for (ConsumerRecord<String, String> r : records) {
            producer.send(new ProducerRecord<>(COPY, r.partition(), r.key(), r.value()));
          }
          producer.sendOffsetsToTransaction(records.nextOffsets(), consumer.groupMetadata());
          return null;
        });
  }

  private static Consumer<String, String> consumer(String servers) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            servers,
            "group.id",
            NAME,
            "group.instance.id",
            NAME,
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            false,
            "isolation.level",
            "read_committed",
            "max.poll.records",
            250);
    return new BarnabasConsumer<>(config, new StringDeserializer(), new StringDeserializer());
  }

  private static BarnabasProducer<String, String> producer(String servers) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", servers, "transactional.id", NAME, "request.timeout.ms", 5_000);
    return new BarnabasProducer<>(config, new StringSerializer(), new StringSerializer());
  }
}
