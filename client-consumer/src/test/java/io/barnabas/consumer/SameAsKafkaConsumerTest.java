package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each call is made on our consumer and on kafka-clients', and must end alike. */
class SameAsKafkaConsumerTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static String bootstrap;
  private static String topic;
  private static TopicPartition partition;

  @BeforeAll
  static void produce() {
    KafkaCluster cluster = KafkaCluster.shared();
    bootstrap = cluster.bootstrapServers();
    topic = Records.uniqueName("alike");
    partition = new TopicPartition(topic, 0);
    cluster.createTopic(topic, 1);
    Records.produce(bootstrap, topic, 0, 100, Map.of());
  }

  private interface Scenario {
    Object run(Consumer<String, String> consumer) throws Exception;
  }

  private static void alike(Map<String, Object> more, Scenario scenario) {
    assertEquals(
        outcome(configs -> new KafkaConsumer<>(configs), more, scenario),
        outcome(configs -> new BarnabasConsumer<>(configs), more, scenario));
  }

  /** The result, or the chain of exceptions with their messages. */
  private static String outcome(
      Function<Map<String, Object>, Consumer<String, String>> make,
      Map<String, Object> more,
      Scenario scenario) {
    Map<String, Object> configs =
        new HashMap<>(Records.consumerConfig(bootstrap, Records.uniqueName("alike")));
    configs.put(ConsumerConfig.CLIENT_ID_CONFIG, "alike");
    configs.putAll(more);
    configs.values().removeIf(""::equals);
    try (Consumer<String, String> consumer = make.apply(configs)) {
      return String.valueOf(scenario.run(consumer));
    } catch (Exception e) {
      return chain(e);
    }
  }

  private static String chain(Throwable e) {
    String own = e.getClass().getName() + ": " + e.getMessage();
    return e.getCause() == null ? own : own + "\n  " + chain(e.getCause());
  }

  private static final Map<String, Object> NO_GROUP = Map.of(ConsumerConfig.GROUP_ID_CONFIG, "");

  @Test
  void pollWithoutSubscription() {
    alike(Map.of(), consumer -> consumer.poll(Duration.ZERO));
  }

  @Test
  void subscribeAndAssignMixed() {
    alike(
        Map.of(),
        consumer -> {
          consumer.subscribe(List.of(topic));
          consumer.assign(List.of(partition));
          return "mixed";
        });
  }

  @Test
  void subscribeToNullAndBlank() {
    alike(Map.of(), consumer -> run(() -> consumer.subscribe((Collection<String>) null)));
    alike(Map.of(), consumer -> run(() -> consumer.subscribe(List.of(" "))));
    alike(
        Map.of(),
        consumer ->
            run(() -> consumer.subscribe(List.of(topic), (ConsumerRebalanceListener) null)));
  }

  @Test
  void assignNullAndBlank() {
    alike(Map.of(), consumer -> run(() -> consumer.assign(null)));
    alike(Map.of(), consumer -> run(() -> consumer.assign(List.of(new TopicPartition("", 0)))));
  }

  @Test
  void groupCallsWithoutGroup() {
    alike(NO_GROUP, consumer -> run(() -> consumer.subscribe(List.of(topic))));
    alike(NO_GROUP, consumer -> run(consumer::commitSync));
    alike(NO_GROUP, consumer -> run(consumer::commitAsync));
    alike(NO_GROUP, consumer -> consumer.committed(Set.of(partition)));
    alike(NO_GROUP, Consumer::groupMetadata);
    alike(NO_GROUP, consumer -> run(consumer::enforceRebalance));
  }

  @Test
  void positionsOfWhatIsNotAssigned() {
    alike(Map.of(), consumer -> consumer.position(partition));
    alike(Map.of(), consumer -> run(() -> consumer.seek(partition, 3)));
    alike(Map.of(), consumer -> run(() -> consumer.seek(partition, -1)));
    alike(Map.of(), consumer -> run(() -> consumer.pause(List.of(partition))));
    alike(Map.of(), consumer -> run(() -> consumer.seekToEnd(null)));
  }

  @Test
  void positionInDoubtIsNotCommitted() {
    alike(
        Map.of(),
        consumer -> {
          consumer.assign(List.of(partition));
          consumer.position(partition);
          consumer.seek(partition, new OffsetAndMetadata(40, Optional.of(0), ""));
          return committedNow(consumer);
        });
  }

  /** The offsets that a commit without offsets is about. */
  private static Object committedNow(Consumer<String, String> consumer) {
    List<Object> committed = new ArrayList<>();
    consumer.commitAsync((offsets, failure) -> committed.add(offsets));
    long end = System.nanoTime() + LIMIT.toNanos();
    while (committed.isEmpty() && System.nanoTime() < end) {
      consumer.commitSync(Map.of(), LIMIT);
    }
    return committed;
  }

  @Test
  void noOffsetAndNoResetPolicy() {
    alike(
        Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"),
        consumer -> {
          consumer.assign(List.of(partition));
          return Records.consume(consumer, 1, LIMIT);
        });
  }

  @Test
  void outOfRangeAndNoResetPolicy() {
    alike(
        Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"),
        consumer -> {
          consumer.assign(List.of(partition));
          consumer.seek(partition, 1_000_000);
          try {
            return Records.consume(consumer, 1, LIMIT);
          } catch (org.apache.kafka.clients.consumer.OffsetOutOfRangeException e) {
            // kafka-clients' message tells of its own classes
            return e.offsetOutOfRangePartitions();
          }
        });
  }

  @Test
  void outOfRangeIsReset() {
    alike(
        Map.of(),
        consumer -> {
          consumer.assign(List.of(partition));
          consumer.seek(partition, 1_000_000);
          return Records.consume(consumer, 100, LIMIT).get(0).offset();
        });
  }

  @Test
  void offsetsByTime() {
    Set<TopicPartition> one = Set.of(partition);
    alike(NO_GROUP, consumer -> consumer.beginningOffsets(one));
    alike(NO_GROUP, consumer -> consumer.endOffsets(one));
    alike(NO_GROUP, consumer -> consumer.offsetsForTimes(Map.of(partition, 0L)).keySet());
    alike(NO_GROUP, consumer -> consumer.offsetsForTimes(Map.of(partition, Long.MAX_VALUE)));
    alike(NO_GROUP, consumer -> consumer.offsetsForTimes(Map.of(partition, -1L)));
    TopicPartition missing = new TopicPartition(Records.uniqueName("missing"), 0);
    alike(
        Map.of(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"),
        consumer -> {
          try {
            return consumer.endOffsets(Set.of(missing), Duration.ofMillis(300));
          } catch (org.apache.kafka.common.errors.TimeoutException e) {
            return e.getClass();
          }
        });
  }

  @Test
  void seeksAndLag() {
    alike(
        Map.of(),
        consumer -> {
          consumer.assign(List.of(partition));
          consumer.seekToEnd(List.of());
          long end = consumer.position(partition);
          consumer.seekToBeginning(List.of(partition));
          long beginning = consumer.position(partition);
          consumer.seek(partition, new OffsetAndMetadata(40, Optional.empty(), "note"));
          long first = Records.consume(consumer, 1, LIMIT).get(0).offset();
          return List.of(end, beginning, first, consumer.position(partition));
        });
  }

  @Test
  void committedOffsetsAndTheirMetadata() {
    alike(
        Map.of(),
        consumer -> {
          TopicPartition other = new TopicPartition(topic, 1);
          consumer.assign(List.of(partition));
          consumer.commitSync(
              Map.of(partition, new OffsetAndMetadata(7, Optional.of(0), "a note")));
          return consumer.committed(Set.of(partition, other)).get(partition);
        });
  }

  @Test
  void commitOfANegativeOffset() {
    alike(
        Map.of(),
        consumer -> run(() -> consumer.commitSync(Map.of(partition, new OffsetAndMetadata(-1)))));
  }

  @Test
  void partitionsOfATopic() {
    alike(Map.of(), consumer -> consumer.partitionsFor(topic));
    alike(
        Map.of(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"),
        consumer -> consumer.partitionsFor(topic + "-missing"));
    alike(Map.of(), consumer -> consumer.partitionsFor("no/such"));
    alike(Map.of(), consumer -> consumer.listTopics().get(topic));
  }

  @Test
  void callsAfterClose() {
    alike(
        Map.of(),
        consumer -> {
          consumer.close();
          consumer.close();
          consumer.wakeup();
          return consumer.poll(Duration.ZERO);
        });
  }

  @Test
  void wakeupEndsOnePoll() {
    alike(
        Map.of(),
        consumer -> {
          consumer.assign(List.of(partition));
          consumer.wakeup();
          consumer.wakeup();
          String first = chainOf(() -> consumer.poll(LIMIT));
          return first + Records.consume(consumer, 100, LIMIT).size();
        });
  }

  @Test
  void interruptedPoll() {
    alike(
        Map.of(),
        consumer -> {
          consumer.assign(List.of(partition));
          Thread.currentThread().interrupt();
          String failure = chainOf(() -> consumer.poll(LIMIT));
          return failure + Thread.interrupted();
        });
  }

  @Test
  void deserializerThatThrows() {
    alike(
        Map.of(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, PickyDeserializer.class),
        consumer -> {
          consumer.assign(List.of(partition));
          int before = Records.consume(consumer, 50, LIMIT).size();
          String first = chainOf(() -> consumer.poll(LIMIT));
          String again = chainOf(() -> consumer.poll(LIMIT));
          long position = consumer.position(partition);
          consumer.seek(partition, position + 1);
          return before + first + again + position + Records.consume(consumer, 49, LIMIT).size();
        });
  }

  @Test
  void listenerThatThrows() {
    alike(
        Map.of(),
        consumer -> {
          consumer.subscribe(
              List.of(topic),
              new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                  // only the assignment fails
                }

                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                  throw new IllegalStateException("not these");
                }
              });
          // kafka-clients calls the listener once more, without partitions; we do not
          return chainOf(() -> Records.consume(consumer, 1, LIMIT));
        });
  }

  @Test
  void interceptorsSeeRecordsAndCommits() {
    alike(
        Map.of(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, KeepingInterceptor.class.getName()),
        consumer -> {
          KeepingInterceptor.SEEN.clear();
          consumer.assign(List.of(partition));
          Records.consume(consumer, 100, LIMIT);
          consumer.commitSync();
          consumer.close();
          return KeepingInterceptor.SEEN;
        });
  }

  /** Keeps what it is told, and throws on top. */
  public static final class KeepingInterceptor implements ConsumerInterceptor<String, String> {
    static final List<String> SEEN = new ArrayList<>();

    @Override
    public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
      SEEN.add("records " + records.count() + " " + records.nextOffsets());
      throw new IllegalStateException("of no consequence");
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      SEEN.add("committed " + offsets);
    }

    @Override
    public void configure(Map<String, ?> configs) {
      SEEN.clear();
    }

    @Override
    public void close() {
      SEEN.add("closed");
    }
  }

  @Test
  void badConfiguration() {
    alike(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "-3"), consumer -> "made");
    alike(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "host:port"), consumer -> "made");
    alike(
        Map.of(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, "no.such.Class"), consumer -> "made");
    alike(
        Map.of(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, "no.such.Assignor"),
        consumer -> "made");
  }

  private static Object run(Runnable call) {
    call.run();
    return "done";
  }

  private static String chainOf(Runnable call) {
    try {
      call.run();
      return "no exception";
    } catch (RuntimeException e) {
      return chain(e);
    }
  }

  /** Refuses one of the values. */
  public static final class PickyDeserializer implements Deserializer<String> {
    private final StringDeserializer strings = new StringDeserializer();

    @Override
    public String deserialize(String topic, byte[] data) {
      String value = strings.deserialize(topic, data);
      if (value.equals("value-50")) {
        throw new IllegalArgumentException("not this one");
      }
      return value;
    }
  }
}
