package io.barnabas.examples;

import io.barnabas.consumer.BarnabasConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a topic as a member of a group and commits what it has read, until five seconds bring
 * nothing new: {@code ReadInGroup HOST:PORT TOPIC GROUP}.
 */
public final class ReadInGroup {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  public static void main(String[] args) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            args[0],
            "group.id",
            args[2],
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            false);
    try (Consumer<String, String> consumer =
        new BarnabasConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(args[1]));
      ConsumerRecords<String, String> records = consumer.poll(PATIENCE);
      while (!records.isEmpty()) {
        records.forEach(r -> System.out.println("read " + r.key() + ": " + r.value()));
        consumer.commitSync();
        records = consumer.poll(PATIENCE);
      }
    }
  }

  private ReadInGroup() {}
}
