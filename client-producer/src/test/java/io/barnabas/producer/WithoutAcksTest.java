package io.barnabas.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeRequest;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WithoutAcksTest {

  private static final int LAST_METADATA_WITHOUT_TOPIC_IDS = 9;
  private static final int LAST_PRODUCE_WITH_TOPIC_NAMES = 12;

  /** Amid an upgrade: with acks=0 nobody says that a topic's id is missing. */
  @Test
  void topicsWhoseIdIsNotKnownGoByTheirName() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.topic("t", 1);
      broker.versions(ApiKeys.METADATA, 0, LAST_METADATA_WITHOUT_TOPIC_IDS);
      Map<String, Object> config =
          Map.of(
              "bootstrap.servers",
              broker.address(),
              "acks",
              "0",
              "key.serializer",
              StringSerializer.class,
              "value.serializer",
              StringSerializer.class);
      try (Producer<String, String> producer = new BarnabasProducer<>(config)) {
        producer.send(new ProducerRecord<>("t", "v")).get(20, TimeUnit.SECONDS);
      }
      FakeRequest request = broker.awaitRequest(ApiKeys.PRODUCE, 1);
      assertTrue(
          request.version() <= LAST_PRODUCE_WITH_TOPIC_NAMES, "version " + request.version());
      ProduceRequestData produce = request.body();
      assertEquals("t", produce.topicData().iterator().next().name());
    }
  }
}
