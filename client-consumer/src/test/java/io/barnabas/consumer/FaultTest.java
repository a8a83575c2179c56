package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.Direction;
import io.barnabas.testkit.FaultProxy;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Consuming through a bad network and past a broker's death. */
class FaultTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String BUFFER_BYTES = "barnabas.fetch.buffer.bytes";

  private static KafkaCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = KafkaCluster.builder().name("consumer-faults").start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  private static String topicOf(int records) {
    String topic = Records.uniqueName("faults");
    cluster.createTopic(topic, 2);
    Records.produce(cluster.bootstrapServers(), topic, 0, records, Map.of());
    return topic;
  }

  private static Set<String> valuesUpTo(int count) {
    return IntStream.range(0, count).mapToObj(i -> "value-" + i).collect(Collectors.toSet());
  }

  private static void consumesAll(String topic, int count) {
    try (BarnabasConsumer<String, String> consumer =
        Records.consumer(cluster.proxiedBootstrapServers(), Records.uniqueName("group"))) {
      consumer.subscribe(List.of(topic));
      List<ConsumerRecord<String, String>> records = Records.consume(consumer, count, LIMIT);
      assertEquals(count, records.size());
      assertEquals(
          valuesUpTo(count),
          records.stream().map(ConsumerRecord::value).collect(Collectors.toSet()));
      consumer.commitSync();
    }
  }

  @Test
  void singleByteSlicesBothWays() {
    String topic = topicOf(200);
    try (FaultProxy proxy = cluster.broker(1).proxy()) {
      proxy.slice(1);
      consumesAll(topic, 200);
    }
  }

  @Test
  void latencyOfTwoHundredMs() {
    String topic = topicOf(500);
    try (FaultProxy proxy = cluster.broker(1).proxy()) {
      proxy.latency(Duration.ofMillis(200));
      consumesAll(topic, 500);
    }
  }

  @Test
  void resetAtManyPlacesOfAFetch() {
    String topic = topicOf(500);
    try (FaultProxy proxy = cluster.broker(1).proxy();
        BarnabasConsumer<String, String> consumer =
            Records.consumer(cluster.proxiedBootstrapServers(), null)) {
      TopicPartition first = new TopicPartition(topic, 0);
      consumer.assign(List.of(first));
      long end = consumer.endOffsets(List.of(first)).get(first);
      for (int at = 0; at <= 400; at += 50) {
        Direction direction = at % 100 == 0 ? Direction.REQUESTS : Direction.RESPONSES;
        proxy.resetIn(direction, ApiKeys.FETCH, at);
        consumer.seek(first, 0);
        List<ConsumerRecord<String, String>> records = Records.consume(consumer, (int) end, LIMIT);
        assertEquals(
            IntStream.range(0, (int) end).mapToObj(Long::valueOf).toList(),
            records.stream().map(ConsumerRecord::offset).toList());
      }
    }
  }

  @Test
  void halfOpenForLongerThanTheRequestTimeout() {
    String topic = topicOf(300);
    Map<String, Object> configs =
        new HashMap<>(
            Records.consumerConfig(cluster.proxiedBootstrapServers(), Records.uniqueName("group")));
    configs.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "1500");
    configs.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "50");
    configs.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1024");
    configs.put(BUFFER_BYTES, "4096");
    try (FaultProxy proxy = cluster.broker(1).proxy();
        BarnabasConsumer<String, String> consumer = new BarnabasConsumer<>(configs)) {
      consumer.subscribe(List.of(topic));
      List<ConsumerRecord<String, String>> records =
          new ArrayList<>(Records.consume(consumer, 50, LIMIT));
      proxy.halfOpen();
      long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
      while (System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      proxy.heal();
      records.addAll(Records.consume(consumer, 300 - records.size(), LIMIT));
      assertEquals(300, records.size());
      assertEquals(
          valuesUpTo(300), records.stream().map(ConsumerRecord::value).collect(Collectors.toSet()));
    }
  }

  @Test
  void brokerIsKilledAndComesBack() {
    String topic = topicOf(100);
    ConcurrentLinkedQueue<String> values = new ConcurrentLinkedQueue<>();
    String group = Records.uniqueName("group");
    try (PollingMember member =
        new PollingMember(
            () -> Records.consumer(cluster.bootstrapServers(), group), topic, values)) {
      Await.until("the first records", LIMIT, () -> values.size() >= 100);
      cluster.kill(1);
      cluster.start(1);
      Records.produce(cluster.bootstrapServers(), topic, 100, 100, Map.of());
      Await.until("the records after", LIMIT, () -> Set.copyOf(values).size() >= 200);
      assertNull(member.failure());
    }
    assertEquals(valuesUpTo(200), Set.copyOf(values));
  }
}
