package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.testkit.FakeBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The same scenario for our consumer and for kafka-clients', each with a scripted coordinator. */
abstract class GroupScenarios {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  static final TopicPartition PARTITION = new TopicPartition("t", 0);

  /** What the listener was told. */
  final List<String> told = new ArrayList<>();

  final ConsumerRebalanceListener listener =
      new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
          told.add("revoked " + partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
          told.add("assigned " + partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
          told.add("lost " + partitions);
        }
      };

  /** What the configuration says about the group. */
  abstract Map<String, Object> protocol();

  interface Scenario {
    Object run(FakeBroker broker, FakeGroup group, Consumer<String, String> consumer)
        throws Exception;
  }

  void alike(Map<String, Object> more, Scenario scenario) {
    String theirs = outcome(configs -> new KafkaConsumer<>(configs), more, scenario);
    String ours = outcome(configs -> new BarnabasConsumer<>(configs), more, scenario);
    assertEquals(theirs, ours);
  }

  private String outcome(
      Function<Map<String, Object>, Consumer<String, String>> make,
      Map<String, Object> more,
      Scenario scenario) {
    told.clear();
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic("t", 1);
      FakeGroup group = FakeGroup.on(broker);
      Map<String, Object> configs = new HashMap<>(Records.consumerConfig(broker.address(), "g"));
      configs.putAll(protocol());
      configs.put(ConsumerConfig.CLIENT_ID_CONFIG, "alike");
      configs.putAll(more);
      try (Consumer<String, String> consumer = make.apply(configs)) {
        Object result = scenario.run(broker, group, consumer);
        return result + " " + told;
      } catch (Exception e) {
        return e.getClass().getName() + ": " + e.getMessage() + " " + told;
      }
    }
  }

  /** What a poll throws is thrown on. */
  static void pollUntil(Consumer<String, String> consumer, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    do {
      consumer.poll(Duration.ofMillis(10));
      if (System.nanoTime() > end) {
        throw new AssertionError("The group did not get there within " + LIMIT);
      }
    } while (!condition.getAsBoolean());
  }

  /** A listener that throws when it is told of an assignment for the first time. */
  static ConsumerRebalanceListener failingOnce(List<String> calls) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        calls.add("revoked " + partitions);
      }

      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        calls.add("assigned " + partitions);
        if (calls.size() == 1) {
          throw new IllegalArgumentException("not yet");
        }
      }
    };
  }

  void join(Consumer<String, String> consumer) {
    consumer.subscribe(List.of("t"), listener);
    pollUntil(consumer, () -> consumer.assignment().contains(PARTITION));
  }
}
