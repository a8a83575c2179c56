package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static io.barnabas.admin.BothAdmins.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Offsets of partitions and of groups against a real broker, beside kafka-clients' own admin
 * client.
 */
class OffsetsTest {

  private static final long FIRST_TIMESTAMP = 1_700_000_000_000L;
  private static final int RECORDS = 10;

  private static BothAdmins admins;
  private static String topic;
  private static TopicPartition full;
  private static TopicPartition empty;

  @BeforeAll
  static void produce() throws Exception {
    admins = new BothAdmins(KafkaCluster.shared().bootstrapServers());
    topic = unique("offsets");
    full = new TopicPartition(topic, 0);
    empty = new TopicPartition(topic, 1);
    KafkaCluster.shared().createTopic(topic, 2);
    Map<String, Object> config =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, KafkaCluster.shared().bootstrapServers());
    byte[] value = "v".getBytes(StandardCharsets.UTF_8);
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>(topic, 0, FIRST_TIMESTAMP + i, null, value)).get();
      }
    }
  }

  @AfterAll
  static void disconnect() {
    admins.close();
  }

  @Test
  void offsetsOfEverySpecAreThoseOfKafkaClients() throws Exception {
    List<OffsetSpec> specs =
        List.of(
            OffsetSpec.earliest(),
            OffsetSpec.latest(),
            OffsetSpec.maxTimestamp(),
            OffsetSpec.earliestLocal(),
            OffsetSpec.latestTiered(),
            OffsetSpec.earliestPendingUpload(),
            OffsetSpec.forTimestamp(FIRST_TIMESTAMP + 4),
            OffsetSpec.forTimestamp(FIRST_TIMESTAMP + RECORDS));
    for (OffsetSpec spec : specs) {
      for (TopicPartition partition : List.of(full, empty)) {
        assertSameOffset(partition, spec, new ListOffsetsOptions());
        assertSameOffset(partition, spec, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
      }
    }
    assertEquals(
        RECORDS, get(admins.ours.listOffsets(Map.of(full, specs.get(1))).all()).get(full).offset());
    assertEquals(
        4, get(admins.ours.listOffsets(Map.of(full, specs.get(6))).partitionResult(full)).offset());
  }

  private static void assertSameOffset(
      TopicPartition partition, OffsetSpec spec, ListOffsetsOptions options) throws Exception {
    Map<TopicPartition, OffsetSpec> asked = Map.of(partition, spec);
    assertEquals(
        get(admins.theirs.listOffsets(asked, options).partitionResult(partition)).toString(),
        get(admins.ours.listOffsets(asked, options).partitionResult(partition)).toString());
  }

  @Test
  void missingTopicFailsAtOnceAndHidesNoOther() throws Exception {
    TopicPartition missing = new TopicPartition(unique("missing"), 0);
    Map<TopicPartition, OffsetSpec> asked =
        Map.of(missing, OffsetSpec.latest(), full, OffsetSpec.latest());
    var result = admins.ours.listOffsets(asked);

    assertEquals(RECORDS, get(result.partitionResult(full)).offset());
    assertInstanceOf(
        UnknownTopicOrPartitionException.class, failureOf(result.partitionResult(missing)));
    assertInstanceOf(
        UnknownTopicOrPartitionException.class,
        failureOf(admins.theirs.listOffsets(asked).partitionResult(missing)));
  }

  @Test
  void committedOffsetsAndLagAreKnown() throws Exception {
    String group = unique("group");
    commit(group, Map.of(full, new OffsetAndMetadata(7, "seven")));

    Map<TopicPartition, OffsetAndMetadata> committed =
        admins.same(admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    long end =
        get(admins.ours.listOffsets(Map.of(full, OffsetSpec.latest())).partitionResult(full))
            .offset();
    assertEquals(3, end - committed.get(full).offset());
    assertEquals("seven", committed.get(full).metadata());
  }

  @Test
  void partitionsAskedForAreThereEvenIfNothingWasCommitted() throws Exception {
    String group = unique("group");
    commit(group, Map.of(full, new OffsetAndMetadata(2)));
    Map<String, ListConsumerGroupOffsetsSpec> specs = new HashMap<>();
    specs.put(group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(full, empty)));
    specs.put(unique("no-such-group"), new ListConsumerGroupOffsetsSpec());

    Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets =
        admins.same(admin -> admin.listConsumerGroupOffsets(specs).all());
    assertEquals(Set.of(full, empty), offsets.get(group).keySet());
    assertNull(offsets.get(group).get(empty));
  }

  @Test
  void stableOffsetsAreListedOnDemand() throws Exception {
    String group = unique("group");
    commit(group, Map.of(full, new OffsetAndMetadata(2)));
    ListConsumerGroupOffsetsOptions options =
        new ListConsumerGroupOffsetsOptions().requireStable(true);

    assertTrue(
        admins
            .same(
                admin ->
                    admin.listConsumerGroupOffsets(group, options).partitionsToOffsetAndMetadata())
            .containsKey(full));
  }

  private static void commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            KafkaCluster.shared().bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG,
            group);
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(offsets.keySet());
      consumer.commitSync(offsets);
    }
  }
}
