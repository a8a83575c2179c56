package io.barnabas.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the cluster is asked when a producer turns to many new topics. */
@Timeout(60)
class NewTopicsTest {

  private static final int TOPICS = 200;

  /** How many requests, and how many topics in all of them. */
  private record Asked(int requests, int topics) {}

  @Test
  void eachNewTopicIsAskedForAloneAsKafkaProducerDoes() {
    Asked ours = oneAfterTheOther(BarnabasProducer::new);
    Asked theirs = oneAfterTheOther(KafkaProducer::new);

    assertEquals(TOPICS, theirs.topics());
    assertTrue(ours.topics() <= theirs.topics(), ours + ", kafka-clients " + theirs);
    assertTrue(ours.requests() <= theirs.requests() + 1, ours + ", kafka-clients " + theirs);
  }

  private static Asked oneAfterTheOther(
      Function<Map<String, Object>, Producer<String, String>> library) {
    try (FakeBroker broker = FakeBroker.start();
        Producer<String, String> producer = library.apply(config(broker))) {
      for (int i = 0; i < TOPICS; i++) {
        broker.topic("new-" + i, 1);
      }
      for (int i = 0; i < TOPICS; i++) {
        producer.partitionsFor("new-" + i);
      }
      List<FakeRequest> requests = broker.requests(ApiKeys.METADATA);
      return new Asked(requests.size(), requests.stream().mapToInt(NewTopicsTest::topicsIn).sum());
    }
  }

  private static int topicsIn(FakeRequest request) {
    MetadataRequestData metadata = request.body();
    return metadata.topics() == null ? 0 : metadata.topics().size();
  }

  private static Map<String, Object> config(FakeBroker broker) {
    return Map.of(
        "bootstrap.servers",
        broker.address(),
        "key.serializer",
        StringSerializer.class,
        "value.serializer",
        StringSerializer.class);
  }
}
