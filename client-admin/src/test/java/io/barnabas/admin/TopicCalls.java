package io.barnabas.admin;

import static io.barnabas.admin.AdminCall.change;
import static io.barnabas.admin.AdminCall.read;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DeleteRecordsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;

/** The methods on topics and configurations, for the test of all methods. */
final class TopicCalls {

  private static final int SOON_MS = 1_500;
  private static final TopicPartition NOWHERE = new TopicPartition("nowhere", 0);
  private static final ConfigResource BROKER = new ConfigResource(ConfigResource.Type.BROKER, "1");

  private TopicCalls() {}

  static List<AdminCall> all() {
    return List.of(
        read(
            "listTopics",
            (admin, me) -> admin.listTopics(new ListTopicsOptions().listInternal(true)),
            null),
        read("describeTopics", TopicCalls::describe, TopicCalls::describeBad),
        read("listOffsets", TopicCalls::listOffsets, TopicCalls::listOffsetsOfNothing),
        read("describeConfigs", TopicCalls::describeConfigs, TopicCalls::describeBadConfigs),
        read(
            "listConfigResources",
            (admin, me) -> configResources(admin, ConfigResource.Type.TOPIC),
            (admin, me) -> configResources(admin, ConfigResource.Type.UNKNOWN)),
        read("listClientMetricsResources", TopicCalls::listClientMetrics, null),
        change("createTopics", TopicCalls::create, TopicCalls::createBad),
        change(
            "createPartitions",
            (admin, me) ->
                admin.createPartitions(Map.of("alter-" + me, NewPartitions.increaseTo(4))),
            (admin, me) ->
                admin.createPartitions(
                    Map.of(
                        "read",
                        NewPartitions.increaseTo(1),
                        "nowhere",
                        NewPartitions.increaseTo(5)))),
        change(
            "deleteRecords",
            (admin, me) -> deleteRecords(admin, new TopicPartition("alter-" + me, 0), 2),
            (admin, me) ->
                List.of(
                    deleteRecords(admin, new TopicPartition("read", 0), 1_000),
                    deleteRecords(admin, NOWHERE, 1))),
        change(
            "incrementalAlterConfigs",
            (admin, me) -> alterConfig(admin, topic("alter-" + me), "max.message.bytes", "60000"),
            (admin, me) ->
                List.of(
                    alterConfig(admin, topic("read"), "no.such.key", "1"),
                    alterConfig(admin, topic("read"), "retention.ms", "soon"),
                    alterConfig(admin, topic("nowhere"), "retention.ms", "1"))),
        change(
            "deleteTopics",
            (admin, me) -> admin.deleteTopics(List.of("delete-" + me)),
            (admin, me) ->
                List.of(
                    admin.deleteTopics(List.of("nowhere", "")),
                    admin.deleteTopics(
                        TopicCollection.ofTopicIds(List.of(new Uuid(1, 2), Uuid.ZERO_UUID))))));
  }

  private static Object configResources(Admin admin, ConfigResource.Type type) {
    return admin.listConfigResources(Set.of(type), new ListConfigResourcesOptions());
  }

  private static Object describe(Admin admin, String me) {
    DescribeTopicsOptions options =
        new DescribeTopicsOptions()
            .includeAuthorizedOperations(true)
            .partitionSizeLimitPerResponse(2);
    return admin.describeTopics(List.of("read"), options);
  }

  private static Object describeBad(Admin admin, String me) {
    return List.of(
        admin.describeTopics(List.of("read", "nowhere", "")),
        admin.describeTopics(TopicCollection.ofTopicIds(List.of(new Uuid(1, 2), Uuid.ZERO_UUID))));
  }

  private static Object listOffsets(Admin admin, String me) {
    return List.of(
        offsets(admin, OffsetSpec.earliest()),
        offsets(admin, OffsetSpec.latest()),
        offsets(admin, OffsetSpec.maxTimestamp()),
        offsets(admin, OffsetSpec.forTimestamp(1)),
        offsets(admin, OffsetSpec.forTimestamp(Long.MAX_VALUE)),
        offsets(admin, OffsetSpec.earliestLocal()));
  }

  private static Object offsets(Admin admin, OffsetSpec spec) {
    return admin.listOffsets(
        Map.of(new TopicPartition("read", 0), spec, new TopicPartition("read", 2), spec));
  }

  private static Object listOffsetsOfNothing(Admin admin, String me) {
    ListOffsetsOptions options = new ListOffsetsOptions();
    options.timeoutMs(SOON_MS);
    return admin.listOffsets(Map.of(NOWHERE, OffsetSpec.latest()), options);
  }

  private static Object describeConfigs(Admin admin, String me) {
    DescribeConfigsOptions options =
        new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true);
    return admin.describeConfigs(List.of(topic("read"), BROKER), options);
  }

  private static Object describeBadConfigs(Admin admin, String me) {
    return List.of(
        admin.describeConfigs(List.of(topic("nowhere"), topic("read"))),
        ResultView.of(
            () ->
                admin.describeConfigs(
                    List.of(new ConfigResource(ConfigResource.Type.BROKER, "one")))));
  }

  @SuppressWarnings({"deprecation", "removal"})
  private static Object listClientMetrics(Admin admin, String me) {
    return admin.listClientMetricsResources();
  }

  private static Object create(Admin admin, String me) {
    String topic = "create-" + me;
    NewTopic small = new NewTopic(topic, 2, (short) 3).configs(Map.of("retention.ms", "60000"));
    NewTopic assigned = new NewTopic("assign-" + me, Map.of(0, List.of(2, 1)));
    var result = admin.createTopics(List.of(small, assigned));
    return List.of(
        result, result.numPartitions(topic), result.replicationFactor(topic), result.config(topic));
  }

  private static Object createBad(Admin admin, String me) {
    return admin.createTopics(
        List.of(
            new NewTopic("read", 1, (short) 1),
            new NewTopic("too-many-replicas", 1, (short) 9),
            new NewTopic("no-partitions", 0, (short) 1),
            new NewTopic("bad-key", 1, (short) 1).configs(Map.of("no.such.key", "1")),
            new NewTopic("bad name", 1, (short) 1),
            new NewTopic("", 1, (short) 1)));
  }

  private static Object deleteRecords(Admin admin, TopicPartition partition, long before) {
    DeleteRecordsOptions options = new DeleteRecordsOptions();
    options.timeoutMs(SOON_MS);
    return admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)), options);
  }

  private static Object alterConfig(
      Admin admin, ConfigResource resource, String key, String value) {
    Collection<AlterConfigOp> change =
        List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
    return admin.incrementalAlterConfigs(Map.of(resource, change));
  }

  private static ConfigResource topic(String name) {
    return new ConfigResource(ConfigResource.Type.TOPIC, name);
  }
}
