package io.barnabas.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.testkit.KafkaCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions against a real broker, read back by kafka-clients' read_committed consumer. */
@Timeout(120)
class TransactionsTest {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static KafkaCluster cluster;

  private final int number = NUMBERS.incrementAndGet();
  private final String topic = "transactions-" + number;

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.shared();
  }

  @Test
  void whatIsCommittedIsReadAndWhatIsAbortedIsNot() throws Exception {
    cluster.createTopic(topic, 3);
    try (BarnabasProducer<String, String> producer = producer()) {
      producer.initTransactions();
      for (int transaction = 0; transaction < 20; transaction++) {
        producer.beginTransaction();
        boolean commit = transaction % 2 == 0;
        for (int i = 0; i < 10; i++) {
          producer.send(
              new ProducerRecord<>(topic, "k" + i, (commit ? "c" : "a") + transaction + "-" + i));
        }
        if (commit) {
          producer.commitTransaction();
        } else {
          producer.flush();
          producer.abortTransaction();
        }
      }
    }
    List<String> read = ReadBack.committed(cluster.bootstrapServers(), topic);
    assertEquals(100, read.size());
    assertEquals(100, read.stream().distinct().filter(value -> value.startsWith("c")).count());
  }

  private BarnabasProducer<String, String> producer() {
    return new BarnabasProducer<>(config(Map.of()));
  }

  private Map<String, Object> config(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "payments-" + number);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
    config.putAll(more);
    return config;
  }
}
