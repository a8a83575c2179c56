package io.barnabas.examples.quickstart;

import io.barnabas.consumer.BarnabasConsumer;
import io.barnabas.serde.json.JsonDeserializer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** One member of the group on a thread of its own: polls, counts, commits, until told to leave. */
final class FlightConsumer {

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

  private final String name;
  private final Map<String, Object> config;
  private final String topic;
  private final Tally tally;
  private final Console console;
  private final Thread thread;

  /** Completes when the member has left, with the failure that ended it if there was one. */
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  private volatile boolean leaving;
  private volatile int partitions;

  FlightConsumer(
      String name,
      String bootstrapServers,
      String groupId,
      String topic,
      Tally tally,
      Console console) {
    this.name = name;
    this.config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.GROUP_ID_CONFIG,
            groupId,
            ConsumerConfig.CLIENT_ID_CONFIG,
            name,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false);
    this.topic = topic;
    this.tally = tally;
    this.console = console;
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  FlightConsumer start() {
    thread.start();
    return this;
  }

  String name() {
    return name;
  }

  /** How many partitions the member holds. */
  int partitions() {
    return partitions;
  }

  /** Makes the member commit and leave; the future completes when it has. */
  CompletableFuture<Void> leave() {
    leaving = true;
    return left;
  }

  /** Completes early only if the member fails. */
  CompletableFuture<Void> left() {
    return left;
  }

  private void run() {
    try (Consumer<String, Flight> consumer =
        new BarnabasConsumer<>(
            config, new StringDeserializer(), new JsonDeserializer<>(Flight.class))) {
      consumer.subscribe(List.of(topic), new ShowAssignment());
      while (!leaving) {
        process(consumer.poll(POLL_TIMEOUT));
        consumer.commitSync();
      }
    } catch (RuntimeException | Error e) {
      left.completeExceptionally(e);
      return;
    }
    partitions = 0;
    left.complete(null);
  }

  private void process(ConsumerRecords<String, Flight> flights) {
    for (ConsumerRecord<String, Flight> flight : flights) {
      tally.add(name, flight);
    }
  }

  private final class ShowAssignment implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      partitions = assigned.size();
      console.line("%s now reads partitions %s", name, numbers(assigned));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      partitions = 0;
    }

    private List<Integer> numbers(Collection<TopicPartition> of) {
      return of.stream().map(TopicPartition::partition).sorted().toList();
    }
  }
}
