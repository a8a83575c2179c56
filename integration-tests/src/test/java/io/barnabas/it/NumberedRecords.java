package io.barnabas.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.consumer.BarnabasConsumer;
import io.barnabas.producer.BarnabasProducer;
import io.barnabas.testkit.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Records numbered from 0 in one topic: which were sent, acknowledged, read. */
final class NumberedRecords {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String topic;
  private final AtomicInteger next = new AtomicInteger();
  private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Exception> failed = new ConcurrentHashMap<>();

  /** Touched by the reading test thread only. */
  private final Set<Integer> read = new HashSet<>();

  NumberedRecords(String topic) {
    this.topic = topic;
  }

  static Producer<Integer, String> producer(String servers, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", servers));
    config.putAll(more);
    return new BarnabasProducer<>(config, new IntegerSerializer(), new StringSerializer());
  }

  /** A member of a group named after the topic, which commits itself. */
  Consumer<Integer, String> consumer(String servers, Map<String, Object> more) {
    Map<String, Object> config = consumerConfig(servers);
    config.putAll(more);
    Consumer<Integer, String> consumer =
        new BarnabasConsumer<>(config, new IntegerDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(topic));
    return consumer;
  }

  void send(Producer<Integer, String> producer, int count) {
    for (int i = 0; i < count; i++) {
      int number = next.getAndIncrement();
      producer.send(
          new ProducerRecord<>(topic, number, "value of record number " + number),
          (metadata, e) -> {
            if (e == null) {
              acknowledged.add(number);
            } else {
              failed.put(number, e);
            }
          });
    }
  }

  int acknowledged() {
    return acknowledged.size();
  }

  int read() {
    return read.size();
  }

  void poll(Consumer<Integer, String> consumer) {
    consumer.poll(Duration.ofMillis(100)).forEach(r -> read.add(r.key()));
  }

  void assertNoneFailed() {
    assertEquals(Map.of(), failed);
    assertEquals(next.get(), acknowledged.size());
  }

  /** Polls until every acknowledged record was read. */
  void assertAllRead(Consumer<Integer, String> consumer) {
    Await.until(
        "all " + acknowledged.size() + " acknowledged records to be read",
        PATIENCE,
        () -> {
          poll(consumer);
          return read.containsAll(acknowledged);
        });
  }

  /** Reads the topic from its beginning with kafka-clients, straight from the broker. */
  void assertAllInTheLog(String servers) {
    Set<Integer> log = new HashSet<>();
    try (Consumer<Integer, String> oracle =
        new KafkaConsumer<>(
            consumerConfig(servers), new IntegerDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          oracle.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      oracle.assign(partitions);
      oracle.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = oracle.endOffsets(partitions);
      Await.until(
          "the log to be read",
          PATIENCE,
          () -> {
            oracle.poll(Duration.ofMillis(100)).forEach(r -> log.add(r.key()));
            return ends.entrySet().stream()
                .allMatch(e -> oracle.position(e.getKey()) >= e.getValue());
          });
    }
    Set<Integer> lost = new HashSet<>(acknowledged);
    lost.removeAll(log);
    assertEquals(Set.of(), lost);
  }

  private Map<String, Object> consumerConfig(String servers) {
    return new HashMap<>(
        Map.of("bootstrap.servers", servers, "group.id", topic, "auto.offset.reset", "earliest"));
  }
}
