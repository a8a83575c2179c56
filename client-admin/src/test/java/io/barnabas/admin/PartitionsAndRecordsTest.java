package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static io.barnabas.admin.BothAdmins.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.barnabas.testkit.KafkaCluster;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.DeletedRecords;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** More partitions and fewer records on a real broker, beside kafka-clients' own admin client. */
class PartitionsAndRecordsTest {

  private static BothAdmins admins;

  @BeforeAll
  static void connect() {
    admins = new BothAdmins(KafkaCluster.shared().bootstrapServers());
  }

  @AfterAll
  static void disconnect() {
    admins.close();
  }

  @Test
  void topicGrowsByPartitions() throws Exception {
    String topic = created();
    get(admins.ours.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all());
    assertEquals(3, partitions(topic));

    int broker = KafkaCluster.shared().brokers().iterator().next().id();
    NewPartitions placed = NewPartitions.increaseTo(4, List.of(List.of(broker)));
    get(admins.ours.createPartitions(Map.of(topic, placed)).all());
    assertEquals(4, partitions(topic));
  }

  @Test
  void growthThatIsOnlyCheckedAddsNothing() throws Exception {
    String topic = created();
    CreatePartitionsOptions dry = new CreatePartitionsOptions().validateOnly(true);
    get(admins.ours.createPartitions(Map.of(topic, NewPartitions.increaseTo(3)), dry).all());

    assertEquals(1, partitions(topic));
  }

  @Test
  void refusedGrowthFailsAsInKafkaClients() throws Exception {
    String topic = created();
    String missing = unique("missing");

    assertInstanceOf(
        InvalidPartitionsException.class,
        admins.sameFailure(
            admin -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(1))).all()));
    admins.sameFailure(
        admin -> admin.createPartitions(Map.of(missing, NewPartitions.increaseTo(2))).all());
    admins.sameFailure(
        admin ->
            admin
                .createPartitions(Map.of(topic, NewPartitions.increaseTo(2, List.of(List.of(99)))))
                .all());
  }

  @Test
  void recordsBeforeAnOffsetAreDeleted() throws Exception {
    TopicPartition partition = new TopicPartition(created(), 0);
    produce(partition, 10);

    var deleted = admins.ours.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(6)));
    assertEquals(6, get(deleted.lowWatermarks().get(partition)).lowWatermark());
    assertEquals(
        6,
        get(admins
                .ours
                .listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition))
            .offset());
    admins.same(
        admin ->
            admin
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(-1)))
                .lowWatermarks()
                .get(partition)
                .thenApply(DeletedRecords::lowWatermark));
  }

  @Test
  void deletionBeyondTheEndFailsAsInKafkaClientsAndAlone() throws Exception {
    TopicPartition good = new TopicPartition(created(), 0);
    TopicPartition bad = new TopicPartition(created(), 0);
    produce(good, 2);

    admins.sameFailure(
        admin -> admin.deleteRecords(Map.of(bad, RecordsToDelete.beforeOffset(5))).all());
    var result =
        admins.ours.deleteRecords(
            Map.of(good, RecordsToDelete.beforeOffset(1), bad, RecordsToDelete.beforeOffset(5)));
    assertEquals(1, get(result.lowWatermarks().get(good)).lowWatermark());
    assertInstanceOf(OffsetOutOfRangeException.class, failureOf(result.lowWatermarks().get(bad)));
  }

  private static String created() throws Exception {
    String topic = unique("growing");
    KafkaCluster.shared().createTopic(topic, 1);
    return topic;
  }

  private static int partitions(String topic) throws Exception {
    return get(admins.ours.describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .size();
  }

  private static void produce(TopicPartition partition, int records) throws Exception {
    Map<String, Object> config =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, KafkaCluster.shared().bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < records; i++) {
        producer
            .send(new ProducerRecord<>(partition.topic(), partition.partition(), null, "v"))
            .get();
      }
    }
  }
}
