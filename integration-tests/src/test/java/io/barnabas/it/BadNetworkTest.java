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

  /** Records of one exchange stay together: one batch, sealed by flush. */
  private static final Map<String, Object> ONE_BATCH = Map.of("linger.ms", 1_000);

  /** The least that an answer with records has. */
  private static final int ANSWER_BYTES = 1_000;

  private static final Map<String, Object> WAIT_FOR_RECORDS =
      Map.of("fetch.min.bytes", ANSWER_BYTES, "fetch.max.wait.ms", 2_000);

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
    try (Producer<Integer, String> producer = NumberedRecords.producer(servers, ONE_BATCH)) {
      int requestResets =
          resets(Direction.REQUESTS, ApiKeys.PRODUCE, () -> produce(records, producer, 5));
      int answerResets =
          resets(Direction.RESPONSES, ApiKeys.PRODUCE, () -> produce(records, producer, 5));
      assertTrue(requestResets >= 5, requestResets + " resets of requests");
      assertTrue(answerResets >= 2, answerResets + " resets of answers");
    }
    records.assertNoneFailed();
    records.assertAllInTheLog(broker.address());
  }

  @Test
  void everyAcknowledgedRecordIsReadThroughAResetAtEveryFiftiethByteOfAFetchExchange() {
    NumberedRecords records = topic("fetch-resets");
    try (Producer<Integer, String> producer =
            NumberedRecords.producer(broker.address(), ONE_BATCH);
        Consumer<Integer, String> consumer = records.consumer(servers, WAIT_FOR_RECORDS)) {
      Runnable exchange =
          () -> {
            produce(records, producer, 30);
            records.assertAllRead(consumer);
          };
      exchange.run();
      int requestResets = resets(Direction.REQUESTS, ApiKeys.FETCH, exchange);
      int answerResets = resets(Direction.RESPONSES, ApiKeys.FETCH, exchange);
      assertTrue(requestResets >= 2, requestResets + " resets of requests");
      assertTrue(answerResets >= ANSWER_BYTES / STEP_BYTES, answerResets + " resets of answers");
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

  private static void produce(
      NumberedRecords records, Producer<Integer, String> producer, int count) {
    records.send(producer, count);
    producer.flush();
  }

  /**
   * Runs exchanges, each reset 50 bytes further on, until a frame has passed whole.
   *
   * @return how many were reset
   */
  private int resets(Direction direction, ApiKeys api, Runnable exchange) {
    int resets = 0;
    while (isReset(direction, api, resets * STEP_BYTES, exchange)) {
      resets++;
    }
    return resets;
  }

  /** The second exchange takes a frame of that API in any case: the next request goes out early. */
  private boolean isReset(Direction direction, ApiKeys api, int at, Runnable exchange) {
    int before = proxy.connections();
    proxy.resetIn(direction, api, at);
    exchange.run();
    exchange.run();
    return proxy.connections() > before;
  }

  private static NumberedRecords topic(String name) {
    cluster.createTopic(name, 1);
    assertTrue(broker.isRunning());
    return new NumberedRecords(name);
  }
}
