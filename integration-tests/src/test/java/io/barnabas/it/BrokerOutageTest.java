package io.barnabas.it;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

/** The only broker is killed, stays away, and comes back. */
class BrokerOutageTest {

  private static final Duration OUTAGE = Duration.ofSeconds(10);

  @Test
  void producerAndConsumerGoOnByThemselves() {
    try (KafkaCluster cluster = KafkaCluster.start()) {
      cluster.createTopic("outage", 3);
      String servers = cluster.bootstrapServers();
      NumberedRecords records = new NumberedRecords("outage");
      try (Producer<Integer, String> producer = NumberedRecords.producer(servers, Map.of());
          Consumer<Integer, String> consumer = records.consumer(servers, Map.of())) {
        records.send(producer, 500);
        records.assertAllRead(consumer);

        cluster.kill(1);
        long back = System.nanoTime() + OUTAGE.toNanos();
        Await.until(
            "the outage to be over",
            OUTAGE.plusSeconds(10),
            () -> {
              records.send(producer, 1);
              records.poll(consumer);
              return System.nanoTime() >= back;
            });
        cluster.start(1);

        records.send(producer, 500);
        producer.flush();
        records.assertNoneFailed();
        records.assertAllRead(consumer);
      }
      records.assertAllInTheLog(servers);
    }
  }
}
