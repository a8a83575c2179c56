package io.barnabas.examples.quickstart;

import io.barnabas.producer.BarnabasProducer;
import io.barnabas.serde.json.JsonSerializer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends the flights, keyed by the airport they leave from. */
final class FlightProducer {

  private final String bootstrapServers;
  private final String topic;

  FlightProducer(String bootstrapServers, String topic) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
  }

  /**
   * Returns when the cluster has confirmed every flight.
   *
   * @return how many were confirmed
   */
  int produce(List<Flight> flights) {
    AtomicInteger confirmed = new AtomicInteger();
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (Producer<String, Flight> producer =
        new BarnabasProducer<>(config(), new StringSerializer(), new JsonSerializer<>())) {
      for (Flight flight : flights) {
        producer.send(
            new ProducerRecord<>(topic, flight.origin(), flight),
            (metadata, exception) -> {
              if (exception == null) {
                confirmed.incrementAndGet();
              } else {
                failure.compareAndSet(null, exception);
              }
            });
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new KafkaException("A flight could not be produced", failure.get());
    }
    return confirmed.get();
  }

  private Map<String, Object> config() {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.ACKS_CONFIG,
        "all");
  }
}
