package io.barnabas.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.Direction;
import io.barnabas.testkit.FaultProxy;
import io.barnabas.testkit.KafkaBroker;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Producer and consumer behind a network that misbehaves: what was acknowledged is there. */
class BadNetworkTest {

  private static final int STEP_BYTES = 50;

  /** More than the longest frame of the exchange has; behind its end a reset hits the idle line. */
  private static final int FRAME_BYTES = 600;

  /** No answer without records: a reset of an answer shall hit them. */
  private static final Map<String, Object> WAIT_FOR_RECORDS =
      Map.of("fetch.min.bytes", 200, "fetch.max.wait.ms", 10_000);

  private static KafkaCluster cluster;
  private static KafkaBroker broker;

  private final FaultProxy proxy = broker.proxy();
  private final String servers = broker.proxiedAddress();

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.start();
    broker = cluster.brokers().iterator().next();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void closeProxy() {
    proxy.close();
  }

  @Test
  void everyAcknowledgedRecordSurvivesSlicesOfOneByte() {
    proxy.slice(1);
    produceAndConsume("slices", 200, Map.of());
  }

  @Test
  void everyAcknowledgedRecordSurvivesTwoHundredMillisecondsOfLatency() {
    proxy.latency(Duration.ofMillis(200));
    produceAndConsume("latency", 2_000, Map.of());
  }

  @Test
  void everyAcknowledgedRecordSurvivesAResetAtEveryFiftiethByteOfAProduceExchange() {
    NumberedRecords records = topic("produce-resets");
    try (Producer<Integer, String> producer = NumberedRecords.producer(servers, Map.of())) {
      for (int at = 0; at <= FRAME_BYTES; at += STEP_BYTES) {
        produceThroughReset(records, producer, Direction.REQUESTS, at);
      }
      for (int at = 0; at <= FRAME_BYTES; at += STEP_BYTES) {
        produceThroughReset(records, producer, Direction.RESPONSES, at);
      }
    }
    records.assertNoneFailed();
    records.assertAllInTheLog(broker.address());
  }

  @Test
  void everyAcknowledgedRecordIsReadThroughAResetAtEveryFiftiethByteOfAFetchExchange() {
    NumberedRecords records = topic("fetch-resets");
    try (Producer<Integer, String> producer = NumberedRecords.producer(broker.address(), Map.of());
        Consumer<Integer, String> consumer = records.consumer(servers, WAIT_FOR_RECORDS)) {
      for (int at = 0; at <= FRAME_BYTES; at += STEP_BYTES) {
        consumeThroughReset(records, producer, consumer, Direction.REQUESTS, at);
      }
      for (int at = 0; at <= FRAME_BYTES; at += STEP_BYTES) {
        consumeThroughReset(records, producer, consumer, Direction.RESPONSES, at);
      }
    }
  }

  @Test
  void everyAcknowledgedRecordSurvivesHalfOpenConnectionsLongerThanTheRequestTimeout() {
    NumberedRecords records = topic("half-open");
    Map<String, Object> impatient = Map.of("request.timeout.ms", 1500);
    try (Producer<Integer, String> producer = NumberedRecords.producer(servers, impatient);
        Consumer<Integer, String> consumer = records.consumer(servers, impatient)) {
      records.send(producer, 100);
      producer.flush();
      records.assertAllRead(consumer);

      int before = proxy.connections();
      proxy.halfOpen();
      records.send(producer, 100);
      Await.until(
          "producer and consumer to give their half-open connections up",
          NumberedRecords.PATIENCE,
          () -> {
            records.poll(consumer);
            return proxy.connections() >= before + 3;
          });
      proxy.heal();

      producer.flush();
      records.assertNoneFailed();
      records.assertAllRead(consumer);
    }
    records.assertAllInTheLog(broker.address());
  }

  private void produceAndConsume(String topic, int count, Map<String, Object> config) {
    NumberedRecords records = topic(topic);
    try (Producer<Integer, String> producer = NumberedRecords.producer(servers, config);
        Consumer<Integer, String> consumer = records.consumer(servers, config)) {
      records.send(producer, count);
      producer.flush();
      records.assertNoneFailed();
      records.assertAllRead(consumer);
    }
    records.assertAllInTheLog(broker.address());
  }

  private void produceThroughReset(
      NumberedRecords records, Producer<Integer, String> producer, Direction direction, int at) {
    int before = proxy.connections();
    proxy.resetIn(direction, ApiKeys.PRODUCE, at);
    records.send(producer, 5);
    producer.flush();
    Await.until(
        "a new connection after the reset at byte " + at,
        NumberedRecords.PATIENCE,
        () -> {
          records.send(producer, 1);
          producer.flush();
          return proxy.connections() > before;
        });
  }

  private void consumeThroughReset(
      NumberedRecords records,
      Producer<Integer, String> producer,
      Consumer<Integer, String> consumer,
      Direction direction,
      int at) {
    int before = proxy.connections();
    proxy.resetIn(direction, ApiKeys.FETCH, at);
    records.send(producer, 5);
    producer.flush();
    records.assertAllRead(consumer);
    Await.until(
        "a new connection after the reset at byte " + at,
        NumberedRecords.PATIENCE,
        () -> {
          records.poll(consumer);
          return proxy.connections() > before;
        });
  }

  private static NumberedRecords topic(String name) {
    cluster.createTopic(name, 1);
    assertTrue(broker.isRunning());
    return new NumberedRecords(name);
  }
}
