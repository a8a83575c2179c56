package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.get;
import static io.barnabas.admin.BothAdmins.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.DescribeShareGroupsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Share groups on a real broker, beside kafka-clients' own admin client. */
class ShareGroupsTest {

  private static BothAdmins admins;
  private static String topic;
  private static TopicPartition partition;

  @BeforeAll
  static void connect() {
    admins = new BothAdmins(KafkaCluster.shared().bootstrapServers());
    topic = unique("shared");
    partition = new TopicPartition(topic, 0);
    KafkaCluster.shared().createTopic(topic, 1);
  }

  @AfterAll
  static void disconnect() {
    admins.close();
  }

  @Test
  void shareGroupIsDescribedAlteredAndDeletedAsByKafkaClients() throws Exception {
    String group = unique("share");
    try (KafkaShareConsumer<byte[], byte[]> member = joined(group)) {
      assertEquals(Set.of(topic), member.subscription());
      ShareGroupDescription described =
          admins
              .same(
                  admin ->
                      admin
                          .describeShareGroups(
                              List.of(group),
                              new DescribeShareGroupsOptions().includeAuthorizedOperations(true))
                          .all())
              .get(group);
      assertEquals(
          Set.of(partition), described.members().iterator().next().assignment().topicPartitions());
      assertInstanceOf(
          GroupNotEmptyException.class,
          admins.sameFailure(admin -> admin.deleteShareGroups(List.of(group)).all()));
      assertInstanceOf(
          GroupNotEmptyException.class,
          admins.sameFailure(
              admin ->
                  admin
                      .alterShareGroupOffsets(group, Map.of(partition, 0L))
                      .partitionResult(partition)));
    }

    get(admins.ours.alterShareGroupOffsets(group, Map.of(partition, 0L)).all());
    assertOffsetsAreListedAlike(group);
    get(admins.ours.deleteShareGroupOffsets(group, Set.of(topic)).topicResult(topic));
    assertOffsetsAreListedAlike(group);
    get(admins.ours.deleteShareGroups(List.of(group)).all());
    assertTrue(
        get(admins.theirs.listGroups().all()).stream()
            .noneMatch(listing -> listing.groupId().equals(group)));
  }

  private static void assertOffsetsAreListedAlike(String group) throws Exception {
    ListShareGroupOffsetsSpec one =
        new ListShareGroupOffsetsSpec().topicPartitions(List.of(partition));
    admins.same(
        admin ->
            admin
                .listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group));
    assertEquals(
        Set.of(group),
        admins.same(admin -> admin.listShareGroupOffsets(Map.of(group, one)).all()).keySet());
  }

  @Test
  void missingShareGroupsFailAsInKafkaClients() {
    String group = unique("missing");
    assertInstanceOf(
        GroupIdNotFoundException.class,
        admins.sameFailure(admin -> admin.describeShareGroups(List.of(group)).all()));
    admins.sameFailure(admin -> admin.deleteShareGroups(List.of(group)).all());
    admins.sameFailure(
        admin -> admin.deleteShareGroupOffsets(group, Set.of(topic)).topicResult(topic));
    admins.sameFailure(
        admin ->
            admin.alterShareGroupOffsets(group, Map.of(new TopicPartition("none", 0), 0L)).all());
  }

  private static KafkaShareConsumer<byte[], byte[]> joined(String group) throws Exception {
    var consumer =
        new KafkaShareConsumer<>(
            Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                KafkaCluster.shared().bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG,
                group),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of(topic));
    boolean assigned = false;
    for (int polls = 0; !assigned && polls < 100; polls++) {
      consumer.poll(Duration.ofMillis(100));
      assigned =
          get(admins.theirs.listGroups().all()).stream()
                  .anyMatch(listing -> listing.groupId().equals(group))
              && get(admins.theirs.describeShareGroups(List.of(group)).all())
                  .get(group)
                  .members()
                  .stream()
                  .anyMatch(member -> !member.assignment().topicPartitions().isEmpty());
    }
    return consumer;
  }
}
