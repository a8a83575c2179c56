package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static io.barnabas.admin.BothAdmins.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups on a real broker, beside kafka-clients' own admin client. */
class GroupsTest {

  private static BothAdmins admins;
  private static String topic;
  private static TopicPartition partition;

  @BeforeAll
  static void connect() throws Exception {
    admins = new BothAdmins(KafkaCluster.shared().bootstrapServers());
    topic = unique("grouped");
    partition = new TopicPartition(topic, 0);
    KafkaCluster.shared().createTopic(topic, 2);
  }

  @AfterAll
  static void disconnect() {
    admins.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void groupWithAMemberIsDescribedAndListedAsByKafkaClients(String protocol) throws Exception {
    String group = unique(protocol);
    DescribeConsumerGroupsOptions options =
        new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);
    try (KafkaConsumer<byte[], byte[]> member = member(group, protocol)) {
      assertEquals(2, member.assignment().size());

      ConsumerGroupDescription described =
          admins
              .same(admin -> admin.describeConsumerGroups(List.of(group), options).all())
              .get(group);
      assertEquals(
          member.assignment(),
          described.members().iterator().next().assignment().topicPartitions());
      assertEquals(GroupState.STABLE, described.groupState());
      assertEquals(GroupType.parse(protocol), described.type());

      GroupListing listed = listing(admins.ours, group);
      assertEquals(listing(admins.theirs, group), listed);
      assertEquals(GroupType.parse(protocol), listed.type().orElseThrow());
      assertInstanceOf(
          GroupNotEmptyException.class,
          admins.sameFailure(admin -> admin.deleteConsumerGroups(List.of(group)).all()));
      assertInstanceOf(
          UnknownMemberIdException.class,
          failureOf(admins.ours.alterConsumerGroupOffsets(group, offsets(1)).all()));
    }
  }

  @Test
  void groupsAreListedByTypeStateAndProtocol() throws Exception {
    String group = unique("empty");
    get(admins.ours.alterConsumerGroupOffsets(group, offsets(1)).all());
    List<ListGroupsOptions> all =
        List.of(
            new ListGroupsOptions(),
            ListGroupsOptions.forConsumerGroups(),
            ListGroupsOptions.forShareGroups(),
            new ListGroupsOptions().inGroupStates(Set.of(GroupState.EMPTY)),
            new ListGroupsOptions().withTypes(Set.of(GroupType.CONSUMER)));
    for (ListGroupsOptions options : all) {
      assertEquals(
          of(group, get(admins.theirs.listGroups(options).all())),
          of(group, get(admins.ours.listGroups(options).all())));
    }
    assertEquals(1, of(group, get(admins.ours.listGroups().valid())).size());
    assertTrue(get(admins.ours.listGroups().errors()).isEmpty());
  }

  @Test
  @SuppressWarnings({"deprecation", "removal"})
  void consumerGroupsAreListedTheOldWay() throws Exception {
    String group = unique("old-way");
    get(admins.ours.alterConsumerGroupOffsets(group, offsets(1)).all());

    var theirs = new HashSet<>(get(admins.theirs.listConsumerGroups().all()));
    var ours = new HashSet<>(get(admins.ours.listConsumerGroups().all()));
    theirs.removeIf(listing -> !listing.groupId().equals(group));
    ours.removeIf(listing -> !listing.groupId().equals(group));
    assertEquals(1, ours.size());
    assertEquals(theirs, ours);
  }

  @Test
  void alteredOffsetsAreCommittedAndGoneWithTheirGroup() throws Exception {
    String group = unique("altered");
    get(admins.ours.alterConsumerGroupOffsets(group, offsets(42)).partitionResult(partition));

    assertEquals(
        offsets(42),
        admins.same(
            admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
    admins.same(admin -> admin.describeConsumerGroups(List.of(group)).all());
    get(admins.ours.deleteConsumerGroups(List.of(group)).all());
    assertTrue(
        get(admins.ours.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).isEmpty());
    assertTrue(of(group, get(admins.ours.listGroups().all())).isEmpty());
  }

  @Test
  void offsetOfAMissingPartitionFailsAloneAsInKafkaClients() throws Exception {
    String group = unique("partly");
    TopicPartition missing = new TopicPartition(unique("missing"), 0);
    Map<TopicPartition, OffsetAndMetadata> both =
        Map.of(partition, new OffsetAndMetadata(1), missing, new OffsetAndMetadata(1));

    admins.sameFailure(
        admin -> admin.alterConsumerGroupOffsets(group, both).partitionResult(missing));
    admins.sameFailure(admin -> admin.alterConsumerGroupOffsets(group, both).all());
    var result = admins.ours.alterConsumerGroupOffsets(group, both);
    get(result.partitionResult(partition));
    assertInstanceOf(
        UnknownTopicOrPartitionException.class, failureOf(result.partitionResult(missing)));
  }

  @Test
  void missingGroupsFailAsInKafkaClients() {
    String group = unique("missing");

    assertInstanceOf(
        GroupIdNotFoundException.class,
        admins.sameFailure(admin -> admin.describeConsumerGroups(List.of(group)).all()));
    admins.sameFailure(admin -> admin.deleteConsumerGroups(List.of(group)).all());
  }

  @Test
  void oneMissingGroupHidesNoOther() throws Exception {
    String there = unique("there");
    String missing = unique("missing");
    get(admins.ours.alterConsumerGroupOffsets(there, offsets(1)).all());
    Map<String, KafkaFuture<Void>> deleted =
        admins.ours.deleteConsumerGroups(List.of(missing, there)).deletedGroups();

    get(deleted.get(there));
    assertFalse(deleted.get(there).isCompletedExceptionally());
    assertInstanceOf(GroupIdNotFoundException.class, failureOf(deleted.get(missing)));
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(long offset) {
    return Map.of(partition, new OffsetAndMetadata(offset));
  }

  private static GroupListing listing(Admin admin, String group) throws Exception {
    return of(group, get(admin.listGroups().all())).iterator().next();
  }

  private static Set<GroupListing> of(String group, Collection<GroupListing> listings) {
    return listings.stream()
        .filter(listing -> listing.groupId().equals(group))
        .collect(Collectors.toSet());
  }

  /** A consumer that has its partitions. */
  private static KafkaConsumer<byte[], byte[]> member(String group, String protocol) {
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            KafkaCluster.shared().bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG,
            group,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            protocol);
    var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(topic));
    for (int polls = 0; consumer.assignment().isEmpty() && polls < 100; polls++) {
      consumer.poll(Duration.ofMillis(100));
    }
    return consumer;
  }
}
