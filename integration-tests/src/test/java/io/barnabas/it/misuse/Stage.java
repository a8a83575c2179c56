package io.barnabas.it.misuse;

import io.barnabas.testkit.KafkaCluster;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics that all misuses are about; their records do not change. */
record Stage(String bootstrap, String topic, String otherTopic, Admin admin)
    implements AutoCloseable {
  /** In each partition of {@link #topic}, valued by their numbers. */
  static final int RECORDS = 30;

  static Stage set() throws Exception {
    KafkaCluster cluster = KafkaCluster.shared();
    String name = "misuse-" + UUID.randomUUID().toString().substring(0, 8);
    cluster.createTopic(name, 2);
    cluster.createTopic(name + "-other", 1);
    String bootstrap = cluster.bootstrapServers();
    write(bootstrap, name);
    return new Stage(
        bootstrap, name, name + "-other", Admin.create(Map.of("bootstrap.servers", bootstrap)));
  }

  private static void write(String bootstrap, String topic) throws Exception {
    Future<?> last = null;
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "max.in.flight.requests.per.connection", 1),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < 2 * RECORDS; i++) {
        last = producer.send(new ProducerRecord<>(topic, i % 2, "k" + i / 2, "v" + i / 2));
      }
      producer.flush();
      last.get(30, TimeUnit.SECONDS);
    }
  }

  /** Of all partitions. */
  Map<TopicPartition, Long> ends() {
    return Map.of(
        new TopicPartition(topic, 0), (long) RECORDS,
        new TopicPartition(topic, 1), (long) RECORDS,
        new TopicPartition(otherTopic, 0), 0L);
  }

  @Override
  public void close() {
    admin.close();
  }
}
