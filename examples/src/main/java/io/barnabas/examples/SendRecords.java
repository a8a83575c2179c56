package io.barnabas.examples;

import io.barnabas.producer.BarnabasProducer;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends ten records and says where each was written: {@code SendRecords HOST:PORT TOPIC}. */
public final class SendRecords {

  public static void main(String[] args) {
    Map<String, Object> config = Map.of("bootstrap.servers", args[0]);
    try (Producer<String, String> producer =
        new BarnabasProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < 10; i++) {
        producer.send(
            new ProducerRecord<>(args[1], "customer-" + i % 3, "invoice " + i),
            (metadata, exception) ->
                System.out.println(exception == null ? "written to " + metadata : exception));
      }
    }
  }

  private SendRecords() {}
}
