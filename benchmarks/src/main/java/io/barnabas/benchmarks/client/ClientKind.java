package io.barnabas.benchmarks.client;

import io.barnabas.consumer.BarnabasConsumer;
import io.barnabas.producer.BarnabasProducer;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The clients that are compared, made alike. */
enum ClientKind {
  BARNABAS {
    @Override
    Producer<byte[], byte[]> producer(Map<String, Object> config) {
      return new BarnabasProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
      return new BarnabasConsumer<>(
          config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
  },

  KAFKA_CLIENTS {
    @Override
    Producer<byte[], byte[]> producer(Map<String, Object> config) {
      return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
      return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
  };

  abstract Producer<byte[], byte[]> producer(Map<String, Object> config);

  abstract Consumer<byte[], byte[]> consumer(Map<String, Object> config);
}
