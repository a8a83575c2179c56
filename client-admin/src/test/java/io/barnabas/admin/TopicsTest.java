package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static io.barnabas.admin.BothAdmins.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DeleteTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Operations on topics against a real broker, beside kafka-clients' own admin client. */
class TopicsTest {

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
  void createdTopicIsDescribedAsByKafkaClients() throws Exception {
    String topic = created(unique("described"), 3);

    Map<String, TopicDescription> described =
        admins.same(admin -> admin.describeTopics(List.of(topic)).allTopicNames());
    assertEquals(3, described.get(topic).partitions().size());
    Uuid id = described.get(topic).topicId();
    admins.same(
        admin -> admin.describeTopics(TopicCollection.ofTopicIds(List.of(id))).allTopicIds());
  }

  @Test
  void authorizedOperationsAreTold() throws Exception {
    String topic = created(unique("authorized"), 1);
    DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);

    Map<String, TopicDescription> described =
        admins.same(admin -> admin.describeTopics(List.of(topic), options).allTopicNames());
    assertFalse(described.get(topic).authorizedOperations().isEmpty());
    Uuid id = described.get(topic).topicId();
    admins.same(
        admin ->
            admin.describeTopics(TopicCollection.ofTopicIds(List.of(id)), options).allTopicIds());
  }

  @Test
  void descriptionsLongerThanAPageAreComplete() throws Exception {
    List<String> topics = IntStream.range(0, 4).mapToObj(i -> unique("paged" + i)).toList();
    for (String topic : topics) {
      created(topic, 5);
    }
    for (int limit : new int[] {1, 3, 5, 7}) {
      DescribeTopicsOptions options =
          new DescribeTopicsOptions().partitionSizeLimitPerResponse(limit);
      Map<String, TopicDescription> described =
          admins.same(admin -> admin.describeTopics(topics, options).allTopicNames());
      described.values().forEach(topic -> assertEquals(5, topic.partitions().size()));
    }
  }

  @Test
  void creationTellsIdPartitionsAndConfigs() throws Exception {
    String topic = unique("told");
    CreateTopicsResult result =
        admins.ours.createTopics(
            List.of(new NewTopic(topic, 2, (short) 1).configs(Map.of("retention.ms", "12345"))));

    assertEquals(2, get(result.numPartitions(topic)));
    assertEquals(1, get(result.replicationFactor(topic)));
    assertEquals("12345", get(result.config(topic)).get("retention.ms").value());
    TopicDescription described =
        get(admins.ours.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    assertEquals(described.topicId(), get(result.topicId(topic)));
  }

  @Test
  void creationTellsTheSameConfigsAsKafkaClients() throws Exception {
    CreateTopicsOptions dry = new CreateTopicsOptions().validateOnly(true);
    NewTopic topic = new NewTopic(unique("dry"), Optional.empty(), Optional.empty());

    admins.same(admin -> admin.createTopics(List.of(topic), dry).config(topic.name()));
    admins.same(admin -> admin.createTopics(List.of(topic), dry).numPartitions(topic.name()));
    assertFalse(get(admins.ours.listTopics().names()).contains(topic.name()));
  }

  @Test
  void replicaAssignmentIsCarried() throws Exception {
    int broker = KafkaCluster.shared().brokers().iterator().next().id();
    NewTopic topic =
        new NewTopic(unique("assigned"), Map.of(0, List.of(broker), 1, List.of(broker)));

    get(admins.ours.createTopics(List.of(topic)).all());

    assertEquals(
        2,
        get(admins.ours.describeTopics(List.of(topic.name())).allTopicNames())
            .get(topic.name())
            .partitions()
            .size());
  }

  @Test
  void oneBadTopicNeitherFailsNorHidesTheOthers() throws Exception {
    String existing = created(unique("existing"), 1);
    String good = unique("good");
    CreateTopicsResult result =
        admins.ours.createTopics(
            List.of(
                new NewTopic(existing, 1, (short) 1),
                new NewTopic("no spaces", 1, (short) 1),
                new NewTopic(good, 1, (short) 1),
                new NewTopic("", 1, (short) 1),
                new NewTopic(unique("many"), 1, (short) 9)));

    get(result.values().get(good));
    assertInstanceOf(TopicExistsException.class, failureOf(result.values().get(existing)));
    assertInstanceOf(InvalidTopicException.class, failureOf(result.values().get("no spaces")));
    assertInstanceOf(InvalidTopicException.class, failureOf(result.values().get("")));
    Await.until(
        "the broker has heard of it",
        Duration.ofSeconds(20),
        () -> get(admins.ours.listTopics().names()).contains(good));
  }

  @Test
  void refusedCreationsFailAsInKafkaClients() throws Exception {
    String existing = created(unique("twice"), 1);
    List<NewTopic> bad = new ArrayList<>();
    bad.add(new NewTopic(existing, 1, (short) 1));
    bad.add(new NewTopic("a/b", 1, (short) 1));
    bad.add(new NewTopic("", 1, (short) 1));
    bad.add(new NewTopic("x".repeat(250), 1, (short) 1));
    bad.add(new NewTopic("none", 0, (short) 1));
    bad.add(new NewTopic("many", 1, (short) 9));
    bad.add(new NewTopic("gap", Map.of(1, List.of(1))));
    bad.add(new NewTopic("config", 1, (short) 1).configs(Map.of("no.such.key", "1")));
    bad.add(new NewTopic("value", 1, (short) 1).configs(Map.of("retention.ms", "soon")));

    for (NewTopic topic : bad) {
      admins.sameFailure(admin -> admin.createTopics(List.of(topic)).all());
    }
    assertInstanceOf(
        InvalidReplicationFactorException.class,
        failureOf(admins.ours.createTopics(List.of(bad.get(5))).all()));
  }

  @Test
  void deletedByNameOrIdTopicsAreGone() throws Exception {
    String byName = created(unique("by-name"), 1);
    String byId = created(unique("by-id"), 1);
    Uuid id = get(admins.ours.describeTopics(List.of(byId)).allTopicNames()).get(byId).topicId();

    get(admins.ours.deleteTopics(List.of(byName)).all());
    get(admins.ours.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all());

    assertInstanceOf(
        UnknownTopicOrPartitionException.class,
        admins.sameFailure(admin -> admin.describeTopics(List.of(byName)).allTopicNames()));
    assertInstanceOf(
        UnknownTopicIdException.class,
        admins.sameFailure(
            admin -> admin.describeTopics(TopicCollection.ofTopicIds(List.of(id))).allTopicIds()));
  }

  @Test
  void missingTopicsFailAsInKafkaClients() {
    String missing = unique("missing");
    Uuid id = Uuid.randomUuid();

    admins.sameFailure(admin -> admin.describeTopics(List.of(missing)).allTopicNames());
    admins.sameFailure(admin -> admin.describeTopics(List.of("")).allTopicNames());
    admins.sameFailure(admin -> admin.describeTopics(List.of("a/b")).allTopicNames());
    admins.sameFailure(
        admin -> admin.describeTopics(TopicCollection.ofTopicIds(List.of(id))).allTopicIds());
    admins.sameFailure(admin -> admin.deleteTopics(List.of(missing)).all());
    admins.sameFailure(admin -> admin.deleteTopics(List.of("")).all());
    admins.sameFailure(admin -> admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all());
    admins.sameFailure(
        admin -> admin.deleteTopics(TopicCollection.ofTopicIds(List.of(Uuid.ZERO_UUID))).all());
  }

  @Test
  void missingTopicDoesNotHideTheOthersOfADeletion() throws Exception {
    String there = created(unique("there"), 1);
    String missing = unique("missing");
    DeleteTopicsResult result = admins.ours.deleteTopics(List.of(missing, there));

    get(result.topicNameValues().get(there));
    assertInstanceOf(
        UnknownTopicOrPartitionException.class, failureOf(result.topicNameValues().get(missing)));
  }

  @Test
  void topicsAreListedAsByKafkaClients() throws Exception {
    String topic = created(unique("listed"), 1);

    assertTrue(admins.same(admin -> admin.listTopics().names()).contains(topic));
    assertEquals(topic, get(admins.ours.listTopics().namesToListings()).get(topic).name());
    admins.same(admin -> admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
  }

  @Test
  void clusterIsDescribedAsByKafkaClients() throws Exception {
    assertEquals(
        KafkaCluster.shared().clusterId(),
        admins.same(admin -> admin.describeCluster().clusterId()));
    admins.same(admin -> admin.describeCluster().controller());
    assertEquals(
        List.copyOf(get(admins.theirs.describeCluster().nodes())),
        List.copyOf(get(admins.ours.describeCluster().nodes())));
  }

  @Test
  void nothingAskedForIsNothingAnswered() throws Exception {
    assertTrue(admins.ours.createTopics(List.of()).values().isEmpty());
    assertTrue(get(admins.ours.describeTopics(List.of()).allTopicNames()).isEmpty());
    assertThrows(
        IllegalArgumentException.class, () -> admins.ours.describeTopics((TopicCollection) null));
  }

  private static String created(String topic, int partitions) throws Exception {
    KafkaCluster.shared().createTopic(topic, partitions);
    return topic;
  }
}
