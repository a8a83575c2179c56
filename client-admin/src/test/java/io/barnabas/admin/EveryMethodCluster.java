package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.get;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Three brokers with an authorizer, and on them all that the test of all methods works on: what is
 * only read once, what is changed once for each of the two clients.
 */
final class EveryMethodCluster implements AutoCloseable {

  static final List<String> CLIENTS = List.of("xours", "xtheirs");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Cluster actions are the brokers' own: they are the same principal as the clients. */
  private static final List<AclOperation> DENIED_ON_CLUSTER =
      List.of(
          AclOperation.ALTER,
          AclOperation.DESCRIBE,
          AclOperation.CREATE,
          AclOperation.DESCRIBE_CONFIGS,
          AclOperation.ALTER_CONFIGS,
          AclOperation.IDEMPOTENT_WRITE);

  private final KafkaCluster cluster;
  private final Admin root;
  private final List<Runnable> members = new ArrayList<>();

  EveryMethodCluster() throws Exception {
    // records with timestamps of 1970 are to stay, however long the test takes
    cluster =
        KafkaCluster.builder().brokers(3).authorizer().setting("log.retention.ms", "-1").start();
    root = Admin.create(BothAdmins.config(bootstrapServers()));
    createTopics();
    joinGroups();
    commitOffsets();
    beginTransactions();
    addRest();
  }

  String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  private void createTopics() {
    cluster.createTopic("read", 3);
    cluster.createTopic("open", 1);
    for (String me : CLIENTS) {
      cluster.createTopic("alter-" + me, 1);
      cluster.createTopic("delete-" + me, 1);
      cluster.createTopic("hang-" + me, 1);
    }
  }

  private void joinGroups() throws Exception {
    members.add(consumer("live", "classic", "there")::close);
    members.add(consumer("modern", "consumer", null)::close);
    for (String me : CLIENTS) {
      members.add(consumer("members-" + me, "classic", "there")::close);
    }
    for (String group : List.of("share", "share-xours", "share-xtheirs")) {
      try (var member = shareConsumer(group)) {
        Await.until(
            group + " has partitions",
            PATIENCE,
            () -> {
              member.poll(Duration.ofMillis(100));
              return shares(group);
            });
      }
    }
  }

  private boolean shares(String group) throws Exception {
    return get(root.listGroups().all()).stream().anyMatch(each -> each.groupId().equals(group))
        && get(root.describeShareGroups(List.of(group)).all()).get(group).members().stream()
            .anyMatch(member -> !member.assignment().topicPartitions().isEmpty());
  }

  private KafkaConsumer<byte[], byte[]> consumer(String group, String protocol, String instance) {
    Map<String, Object> config = new HashMap<>(groupConfig(group));
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
    if (instance != null) {
      config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
    }
    var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of("read"));
    Await.until(
        group + " has partitions",
        PATIENCE,
        () -> {
          consumer.poll(Duration.ofMillis(50));
          return !consumer.assignment().isEmpty();
        });
    return consumer;
  }

  private KafkaShareConsumer<byte[], byte[]> shareConsumer(String group) {
    var consumer =
        new KafkaShareConsumer<>(
            groupConfig(group), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of("read"));
    return consumer;
  }

  private Map<String, Object> groupConfig(String group) {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers(),
        ConsumerConfig.GROUP_ID_CONFIG,
        group);
  }

  private void commitOffsets() throws Exception {
    List<String> groups = new ArrayList<>(List.of("committed"));
    for (String me : CLIENTS) {
      groups.addAll(List.of("delete-" + me, "streams-delete-" + me));
    }
    for (String group : groups) {
      get(
          root.alterConsumerGroupOffsets(
                  group, Map.of(new TopicPartition("read", 0), new OffsetAndMetadata(3, "note")))
              .all());
    }
  }

  private void beginTransactions() throws Exception {
    begin("open", "open");
    for (String me : CLIENTS) {
      begin("hang-" + me, "hang-" + me);
      begin("fence-" + me, "open");
      begin("terminate-" + me, "open");
    }
  }

  private void begin(String id, String topic) throws Exception {
    Map<String, Object> config =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            id,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            600_000);
    var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(topic, new byte[] {1})).get();
    members.add(() -> producer.close(Duration.ZERO));
  }

  private void addRest() throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String topic : List.of("read", "alter-xours", "alter-xtheirs")) {
        for (int i = 0; i < 5; i++) {
          producer.send(new ProducerRecord<>(topic, 0, 1_000L + i, null, new byte[] {1})).get();
        }
      }
    }
    List<AclBinding> acls = new ArrayList<>(List.of(SecurityCalls.described()));
    CLIENTS.forEach(me -> acls.add(SecurityCalls.listed(me)));
    get(root.createAcls(acls).all());
    get(
        root.alterUserScramCredentials(
                List.of(
                    new UserScramCredentialUpsertion(
                        "alice",
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                        "secret")))
            .all());
    get(
        root.incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "pushed"),
                    List.of(
                        new AlterConfigOp(
                            new ConfigEntry("interval.ms", "60000"), AlterConfigOp.OpType.SET))))
            .all());
  }

  /** From now on clients may do nothing; there is no way back. */
  void denyAll() throws Exception {
    List<AclBinding> acls = new ArrayList<>();
    acls.add(acl(ResourceType.CLUSTER, AclOperation.CLUSTER_ACTION, AclPermissionType.ALLOW));
    for (ResourceType type :
        List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)) {
      acls.add(acl(type, AclOperation.ALL, AclPermissionType.DENY));
    }
    DENIED_ON_CLUSTER.forEach(
        operation -> acls.add(acl(ResourceType.CLUSTER, operation, AclPermissionType.DENY)));
    get(root.createAcls(acls).all());
    Await.until(
        "all brokers refuse",
        PATIENCE,
        () -> get(root.listTopics().names()).isEmpty() && refusedByEachBroker());
  }

  private boolean refusedByEachBroker() {
    return cluster.brokers().stream()
        .allMatch(
            broker -> {
              try (Admin admin = Admin.create(BothAdmins.config(broker.address()))) {
                return get(admin.listTopics().names()).isEmpty();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private static AclBinding acl(
      ResourceType type, AclOperation operation, AclPermissionType permission) {
    String name = type == ResourceType.CLUSTER ? "kafka-cluster" : "*";
    return new AclBinding(
        new ResourcePattern(type, name, PatternType.LITERAL),
        new AccessControlEntry("User:ANONYMOUS", "*", operation, permission));
  }

  @Override
  public void close() {
    members.forEach(Runnable::run);
    root.close();
    cluster.close();
  }
}
