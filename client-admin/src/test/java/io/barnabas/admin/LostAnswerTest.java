package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.config;
import static io.barnabas.admin.BothAdmins.get;
import static io.barnabas.admin.BothAdmins.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.testkit.Direction;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FaultProxy;
import io.barnabas.testkit.KafkaCluster;
import io.barnabas.testkit.Reply;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.token.delegation.DelegationToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls that change something, whose answer is lost after the broker has done it: they go out
 * again, and end as the second request does. With kafka-clients they end in the same.
 */
class LostAnswerTest {

  /** Sets up what the call needs, and gives the call. {@code name} is new to the cluster. */
  private interface Change {
    Function<Admin, KafkaFuture<?>> prepare(Admin admin, String name) throws Exception;
  }

  /**
   * @param outcome what the call ends in
   */
  private record Lost(ApiKeys api, Change change, String outcome) {
    @Override
    public String toString() {
      return api + " -> " + outcome;
    }
  }

  private static KafkaCluster cluster;
  private static FaultProxy proxy;

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.builder().authorizer().start();
    proxy = cluster.broker(1).proxy();
  }

  @AfterAll
  static void stop() {
    proxy.close();
    cluster.close();
  }

  static Stream<Lost> changes() {
    return Stream.of(
        new Lost(ApiKeys.CREATE_TOPICS, LostAnswerTest::createTopic, "!TopicExistsException"),
        new Lost(
            ApiKeys.DELETE_TOPICS,
            LostAnswerTest::deleteTopic,
            "!UnknownTopicOrPartitionException"),
        new Lost(
            ApiKeys.DELETE_TOPICS, LostAnswerTest::deleteTopicById, "!UnknownTopicIdException"),
        new Lost(
            ApiKeys.CREATE_PARTITIONS,
            LostAnswerTest::createPartitions,
            "!InvalidPartitionsException"),
        new Lost(ApiKeys.CREATE_ACLS, LostAnswerTest::createAcl, "null"),
        new Lost(ApiKeys.DELETE_ACLS, LostAnswerTest::deleteAcl, "[]"),
        new Lost(ApiKeys.INCREMENTAL_ALTER_CONFIGS, LostAnswerTest::appendConfig, "null"),
        new Lost(ApiKeys.ALTER_USER_SCRAM_CREDENTIALS, LostAnswerTest::addCredential, "null"),
        new Lost(
            ApiKeys.ALTER_USER_SCRAM_CREDENTIALS,
            LostAnswerTest::deleteCredential,
            "!ResourceNotFoundException"),
        new Lost(ApiKeys.DELETE_GROUPS, LostAnswerTest::deleteGroup, "!GroupIdNotFoundException"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void endsAsTheSecondRequestDoes(Lost lost) throws Exception {
    try (BothAdmins admins = new BothAdmins(proxy.address())) {
      assertEquals(lost.outcome(), outcome(lost, admins.theirs), "kafka-clients");
      assertEquals(lost.outcome(), outcome(lost, admins.ours), "Barnabas");
    }
  }

  private static String outcome(Lost lost, Admin admin) throws Exception {
    try (Admin helper = Admin.create(config(cluster.bootstrapServers()))) {
      Function<Admin, KafkaFuture<?>> call = lost.change().prepare(helper, unique("lost"));
      get(admin.listTopics().names());
      proxy.resetIn(Direction.RESPONSES, lost.api(), 0);
      return ResultView.of(() -> call.apply(admin));
    }
  }

  /** Brokers that hand out tokens want SASL; a scripted one does not. */
  @Test
  void tokenIsThatOfTheSecondRequest() throws Exception {
    try (FakeBroker broker = ScriptedAdminBroker.start();
        BothAdmins admins = new BothAdmins(broker.address())) {
      broker.once(ApiKeys.CREATE_DELEGATION_TOKEN, request -> Reply.disconnect());
      DelegationToken theirs = get(admins.theirs.createDelegationToken().delegationToken());
      broker.once(ApiKeys.CREATE_DELEGATION_TOKEN, request -> Reply.disconnect());
      DelegationToken ours = get(admins.ours.createDelegationToken().delegationToken());

      assertEquals(theirs, ours);
      assertEquals(4, broker.requests(ApiKeys.CREATE_DELEGATION_TOKEN).size());
    }
  }

  private static Function<Admin, KafkaFuture<?>> createTopic(Admin helper, String name) {
    return admin -> admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all();
  }

  private static Function<Admin, KafkaFuture<?>> deleteTopic(Admin helper, String name) {
    cluster.createTopic(name, 1);
    return admin -> admin.deleteTopics(List.of(name)).all();
  }

  private static Function<Admin, KafkaFuture<?>> deleteTopicById(Admin helper, String name)
      throws Exception {
    cluster.createTopic(name, 1);
    Uuid id = get(helper.describeTopics(List.of(name)).allTopicNames()).get(name).topicId();
    return admin -> admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all();
  }

  private static Function<Admin, KafkaFuture<?>> createPartitions(Admin helper, String name) {
    cluster.createTopic(name, 1);
    return admin -> admin.createPartitions(Map.of(name, NewPartitions.increaseTo(3))).all();
  }

  private static Function<Admin, KafkaFuture<?>> createAcl(Admin helper, String name) {
    return admin -> admin.createAcls(List.of(acl(name))).all();
  }

  private static Function<Admin, KafkaFuture<?>> deleteAcl(Admin helper, String name)
      throws Exception {
    get(helper.createAcls(List.of(acl(name))).all());
    return admin -> admin.deleteAcls(List.of(acl(name).toFilter())).all();
  }

  private static AclBinding acl(String topic) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry("User:a", "*", AclOperation.READ, AclPermissionType.ALLOW));
  }

  /** Appended twice, a value is there once. */
  private static Function<Admin, KafkaFuture<?>> appendConfig(Admin helper, String name) {
    cluster.createTopic(name, 1);
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
    Collection<AlterConfigOp> append =
        List.of(
            new AlterConfigOp(
                new ConfigEntry("cleanup.policy", "compact"), AlterConfigOp.OpType.APPEND));
    return admin -> admin.incrementalAlterConfigs(Map.of(topic, append)).all();
  }

  private static Function<Admin, KafkaFuture<?>> addCredential(Admin helper, String name) {
    ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);
    return admin ->
        admin
            .alterUserScramCredentials(
                List.of(new UserScramCredentialUpsertion(name, info, "secret")))
            .all();
  }

  private static Function<Admin, KafkaFuture<?>> deleteCredential(Admin helper, String name)
      throws Exception {
    get(addCredential(helper, name).apply(helper));
    return admin ->
        admin
            .alterUserScramCredentials(
                List.of(new UserScramCredentialDeletion(name, ScramMechanism.SCRAM_SHA_256)))
            .all();
  }

  private static Function<Admin, KafkaFuture<?>> deleteGroup(Admin helper, String name)
      throws Exception {
    cluster.createTopic(name, 1);
    get(
        helper
            .alterConsumerGroupOffsets(
                name, Map.of(new TopicPartition(name, 0), new OffsetAndMetadata(0)))
            .all());
    return admin -> admin.deleteConsumerGroups(List.of(name)).all();
  }
}
