package io.barnabas.it;

import io.barnabas.admin.BarnabasAdmin;
import io.barnabas.consumer.BarnabasConsumer;
import io.barnabas.producer.BarnabasProducer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One of each: creates a topic, fills it, reads it in a group, deletes it. Also a main of its own.
 */
final class ThreeClients {

  private static final int RECORDS = 100;

  private final String servers;
  private final String topic;

  ThreeClients(String servers, String topic) {
    this.servers = servers;
    this.topic = topic;
  }

  /** Ends the JVM with 0 if all went well. */
  public static void main(String[] args) throws Exception {
    int read = new ThreeClients(args[0], args[1]).run();
    System.exit(read == RECORDS ? 0 : 1);
  }

  /**
   * @return how many records were read, of {@value #RECORDS}
   */
  int run() throws Exception {
    try (Admin admin = new BarnabasAdmin(Map.of("bootstrap.servers", servers))) {
      get(admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all());
      produce();
      int read = consume();
      get(admin.deleteTopics(List.of(topic)).all());
      return read;
    }
  }

  private void produce() throws Exception {
    try (Producer<String, String> producer =
        new BarnabasProducer<>(
            Map.of("bootstrap.servers", servers, "compression.type", "zstd"),
            new StringSerializer(),
            new StringSerializer())) {
      Future<RecordMetadata> last = null;
      for (int i = 0; i < RECORDS; i++) {
        last = producer.send(new ProducerRecord<>(topic, "key-" + i, "value-" + i));
      }
      producer.flush();
      get(last);
    }
  }

  private int consume() {
    Map<String, Object> config =
        Map.of("bootstrap.servers", servers, "group.id", topic, "auto.offset.reset", "earliest");
    int read = 0;
    try (Consumer<String, String> consumer =
        new BarnabasConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (read < RECORDS && System.nanoTime() < deadline) {
        read += consumer.poll(Duration.ofMillis(200)).count();
      }
      consumer.commitSync();
    }
    return read;
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
