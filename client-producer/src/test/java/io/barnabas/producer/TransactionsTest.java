package io.barnabas.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.KafkaCluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions against a real broker, read back by kafka-clients' read_committed consumer. */
@Timeout(120)
class TransactionsTest {
  private static final int TRANSACTIONS = 20;

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final int number = NUMBERS.incrementAndGet();
  private final String topic = "transactions-" + number;

  @Test
  void whatIsCommittedIsReadAndWhatIsAbortedIsNot() throws Exception {
    KafkaCluster cluster = KafkaCluster.shared();
    runTransactions(cluster);
    try (Admin admin = admin(cluster)) {
      requireOneCopy(cluster, admin);
      assertTrue(epoch(admin) >= TRANSACTIONS, "Each end brings an epoch");
    }
  }

  @Test
  void theSameByTheFirstVersionOfTheProtocol() throws Exception {
    try (KafkaCluster cluster = KafkaCluster.builder().start();
        Admin admin = admin(cluster)) {
      FeatureUpdate first = new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
      admin
          .updateFeatures(Map.of("transaction.version", first), new UpdateFeaturesOptions())
          .all()
          .get();
      runTransactions(cluster);
      requireOneCopy(cluster, admin);
      assertEquals(0, epoch(admin), "The epoch stays");
    }
  }

  @SuppressWarnings("removal") // there is no other way yet to name a group alone
  private void runTransactions(KafkaCluster cluster) throws Exception {
    cluster.createTopic(topic, 3);
    try (BarnabasProducer<String, String> producer = producer(cluster)) {
      producer.initTransactions();
      for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
        producer.beginTransaction();
        boolean commit = transaction % 2 == 0;
        for (int i = 0; i < 10; i++) {
          producer.send(
              new ProducerRecord<>(topic, "k" + i, (commit ? "c" : "a") + transaction + "-" + i));
        }
        producer.sendOffsetsToTransaction(
            Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(transaction)),
            new ConsumerGroupMetadata(topic));
        if (commit) {
          producer.commitTransaction();
        } else {
          producer.flush();
          producer.abortTransaction();
        }
      }
    }
  }

  private void requireOneCopy(KafkaCluster cluster, Admin admin) throws Exception {
    List<String> read = ReadBack.committed(cluster.bootstrapServers(), topic);
    assertEquals(100, read.size());
    assertEquals(100, read.stream().distinct().filter(value -> value.startsWith("c")).count());
    assertEquals(
        Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(TRANSACTIONS - 2)),
        admin.listConsumerGroupOffsets(topic).partitionsToOffsetAndMetadata().get());
  }

  private int epoch(Admin admin) throws Exception {
    return admin
        .describeTransactions(List.of(transactionalId()))
        .description(transactionalId())
        .get()
        .producerEpoch();
  }

  private static Admin admin(KafkaCluster cluster) {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()));
  }

  private String transactionalId() {
    return "payments-" + number;
  }

  private BarnabasProducer<String, String> producer(KafkaCluster cluster) {
    return new BarnabasProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            cluster.bootstrapServers(),
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            StringSerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            StringSerializer.class,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            transactionalId(),
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            20_000));
  }
}
