package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static io.barnabas.admin.BothAdmins.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ClassicGroupDescription;
import org.apache.kafka.clients.admin.DescribeClassicGroupsOptions;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupResult;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members and offsets that are taken from groups, on a real broker beside kafka-clients. */
class GroupMembersTest {

  private static BothAdmins admins;
  private static String topic;
  private static TopicPartition partition;

  @BeforeAll
  static void connect() {
    admins = new BothAdmins(KafkaCluster.shared().bootstrapServers());
    topic = unique("joined");
    partition = new TopicPartition(topic, 0);
    KafkaCluster.shared().createTopic(topic, 2);
  }

  @AfterAll
  static void disconnect() {
    admins.close();
  }

  @Test
  void classicGroupIsDescribedAsByKafkaClients() throws Exception {
    String group = unique("classic");
    DescribeClassicGroupsOptions options =
        new DescribeClassicGroupsOptions().includeAuthorizedOperations(true);
    try (KafkaConsumer<byte[], byte[]> member = member(group, "one")) {
      ClassicGroupDescription described =
          admins
              .same(admin -> admin.describeClassicGroups(List.of(group), options).all())
              .get(group);

      assertEquals(
          member.assignment(),
          described.members().iterator().next().assignment().topicPartitions());
      assertFalse(described.authorizedOperations().isEmpty());
    }
    String missing = unique("missing");
    assertInstanceOf(
        GroupIdNotFoundException.class,
        admins.sameFailure(admin -> admin.describeClassicGroups(List.of(missing)).all()));
  }

  @Test
  void namedMemberIsRemovedAndUnknownOneFailsAlone() throws Exception {
    String group = unique("named");
    MemberToRemove there = new MemberToRemove("there");
    MemberToRemove unknown = new MemberToRemove("unknown");
    try (KafkaConsumer<byte[], byte[]> member = member(group, "there")) {
      assertFalse(member.assignment().isEmpty());
      assertInstanceOf(
          UnknownMemberIdException.class,
          admins.sameFailure(admin -> remove(admin, group, unknown).all()));

      RemoveMembersFromConsumerGroupResult removed = remove(admins.ours, group, there, unknown);
      get(removed.memberResult(there));
      assertInstanceOf(UnknownMemberIdException.class, failureOf(removed.memberResult(unknown)));
      assertInstanceOf(UnknownMemberIdException.class, failureOf(removed.all()));
      assertThrows(
          IllegalArgumentException.class,
          () -> removed.memberResult(new MemberToRemove("not asked for")));
      assertEquals(0, membersOf(group));
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "instance")
  void allMembersAreRemovedAndThenThereAreNone(String instance) throws Exception {
    String group = unique("all");
    RemoveMembersFromConsumerGroupOptions everyone = new RemoveMembersFromConsumerGroupOptions();
    everyone.reason("maintenance".repeat(40));
    try (KafkaConsumer<byte[], byte[]> member = member(group, instance)) {
      assertEquals(2, member.assignment().size());

      var removed = admins.ours.removeMembersFromConsumerGroup(group, everyone);
      get(removed.all());

      assertEquals(0, membersOf(group));
      assertThrows(
          IllegalArgumentException.class,
          () -> removed.memberResult(new MemberToRemove("instance")));
    }
    assertInstanceOf(
        IllegalArgumentException.class,
        failureOf(admins.ours.removeMembersFromConsumerGroup(group, everyone).all()));
    String missing = unique("missing");
    assertInstanceOf(
        KafkaException.class,
        admins.sameFailureType(
            admin -> admin.removeMembersFromConsumerGroup(missing, everyone).all()));
  }

  @Test
  void deletedOffsetsAreGoneAndThoseOfASubscribedTopicStay() throws Exception {
    String group = unique("offsets");
    get(
        admins
            .ours
            .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(7)))
            .all());
    get(admins.ours.deleteConsumerGroupOffsets(group, Set.of(partition)).all());
    assertTrue(
        admins
            .same(admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
            .isEmpty());

    String busy = unique("busy");
    try (KafkaConsumer<byte[], byte[]> member = member(busy, null)) {
      member.commitSync(Map.of(partition, new OffsetAndMetadata(1)));
      assertInstanceOf(
          GroupSubscribedToTopicException.class,
          admins.sameFailure(
              admin ->
                  admin
                      .deleteConsumerGroupOffsets(busy, Set.of(partition))
                      .partitionResult(partition)));
      admins.sameFailure(admin -> admin.deleteConsumerGroupOffsets(busy, Set.of(partition)).all());
    }
  }

  @Test
  void offsetsOfAMissingGroupAndOfOtherPartitionsCannotBeDeleted() {
    String missing = unique("missing");
    assertInstanceOf(
        GroupIdNotFoundException.class,
        admins.sameFailure(
            admin -> admin.deleteConsumerGroupOffsets(missing, Set.of(partition)).all()));
    var result = admins.ours.deleteConsumerGroupOffsets(missing, Set.of(partition));
    assertThrows(
        IllegalArgumentException.class,
        () -> result.partitionResult(new TopicPartition("other", 0)));
  }

  private static RemoveMembersFromConsumerGroupResult remove(
      Admin admin, String group, MemberToRemove... members) {
    return admin.removeMembersFromConsumerGroup(
        group, new RemoveMembersFromConsumerGroupOptions(List.of(members)));
  }

  private static int membersOf(String group) throws Exception {
    return get(admins.theirs.describeClassicGroups(List.of(group)).all())
        .get(group)
        .members()
        .size();
  }

  /**
   * A consumer that is in its group.
   *
   * @param instance null for a dynamic member
   */
  private static KafkaConsumer<byte[], byte[]> member(String group, String instance) {
    Map<String, Object> config =
        new HashMap<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                KafkaCluster.shared().bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                "classic"));
    if (instance != null) {
      config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
    }
    var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(topic));
    for (int polls = 0; consumer.groupMetadata().generationId() < 0 && polls < 100; polls++) {
      consumer.poll(Duration.ofMillis(100));
    }
    return consumer;
  }
}
