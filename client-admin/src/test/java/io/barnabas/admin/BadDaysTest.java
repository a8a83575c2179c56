package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.config;
import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Answer;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.Reply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations against brokers that answer late, wrongly, with an error or not at all. */
class BadDaysTest {

  private static final NewTopic TOPIC = new NewTopic("t", 1, (short) 1);
  private static final CreateTopicsOptions NO_RETRY =
      new CreateTopicsOptions().retryOnQuotaViolation(false);

  private final FakeBroker broker = FakeBroker.start();
  private BarnabasAdmin admin;

  @BeforeEach
  void connect() {
    admin = BarnabasAdmin.create(config(broker.address()));
  }

  @AfterEach
  void close() {
    admin.close();
    broker.close();
  }

  @Test
  void creationThatMeetsNoControllerIsTriedAgain() throws Exception {
    broker.once(ApiKeys.CREATE_TOPICS, created(Errors.NOT_CONTROLLER));
    broker.on(ApiKeys.CREATE_TOPICS, created(Errors.NONE));

    get(admin.createTopics(List.of(TOPIC)).all());

    assertEquals(2, broker.requests(ApiKeys.CREATE_TOPICS).size());
  }

  @Test
  void onlyTheItemsWithoutAnOutcomeAreAskedForAgain() throws Exception {
    broker.once(
        ApiKeys.CREATE_TOPICS,
        request ->
            Reply.of(
                new CreateTopicsResponseData()
                    .setTopics(
                        results(
                            result("a", Errors.NONE),
                            result("b", Errors.TOPIC_ALREADY_EXISTS),
                            result("c", Errors.THROTTLING_QUOTA_EXCEEDED)))));
    broker.on(ApiKeys.CREATE_TOPICS, created(Errors.NONE));
    CreateTopicsResult result =
        admin.createTopics(
            List.of(
                new NewTopic("a", 1, (short) 1),
                new NewTopic("b", 1, (short) 1),
                new NewTopic("c", 1, (short) 1)));

    get(result.values().get("a"));
    get(result.values().get("c"));
    assertInstanceOf(TopicExistsException.class, failureOf(result.values().get("b")));
    CreateTopicsRequestData second = broker.awaitRequest(ApiKeys.CREATE_TOPICS, 2).body();
    assertEquals(List.of("c"), second.topics().stream().map(topic -> topic.name()).toList());
  }

  @Test
  void quotaViolationIsTheUsersWhereRetriesAreNotWanted() {
    broker.on(ApiKeys.CREATE_TOPICS, created(Errors.THROTTLING_QUOTA_EXCEEDED));

    Throwable failure = failureOf(admin.createTopics(List.of(TOPIC), NO_RETRY).all());
    assertEquals(
        0, assertInstanceOf(ThrottlingQuotaExceededException.class, failure).throttleTimeMs());
    assertEquals(1, broker.requests(ApiKeys.CREATE_TOPICS).size());
  }

  @Test
  void quotaViolationThatLastsIsToldAtTheDeadline() throws Exception {
    get(admin.listTopics().names()); // so that the time is not spent on connecting
    broker.on(ApiKeys.CREATE_TOPICS, created(Errors.THROTTLING_QUOTA_EXCEEDED));
    CreateTopicsOptions options = new CreateTopicsOptions().timeoutMs(2_000);

    assertInstanceOf(
        ThrottlingQuotaExceededException.class,
        failureOf(admin.createTopics(List.of(TOPIC), options).all()));
    assertTrue(broker.requests(ApiKeys.CREATE_TOPICS).size() > 1);
  }

  @Test
  void itemThatTheAnswerLeavesOutFails() {
    broker.on(ApiKeys.CREATE_TOPICS, new CreateTopicsResponseData());

    Throwable failure = failureOf(admin.createTopics(List.of(TOPIC)).all());
    assertEquals(ApiException.class, failure.getClass());
    assertEquals(
        "The controller response did not contain a result for topic t", failure.getMessage());
  }

  @Test
  void apiTheBrokerLacksFailsThatCallAlone() throws Exception {
    admin.close();
    broker.without(ApiKeys.CREATE_PARTITIONS);
    admin = BarnabasAdmin.create(config(broker.address()));

    assertInstanceOf(
        UnsupportedVersionException.class,
        failureOf(admin.createPartitions(Map.of("t", newPartitions())).all()));
    assertTrue(get(admin.listTopics().names()).isEmpty());
  }

  private static NewPartitions newPartitions() {
    return NewPartitions.increaseTo(2);
  }

  @Test
  void olderBrokerDescribesByItsMetadata() throws Exception {
    admin.close();
    broker.without(ApiKeys.DESCRIBE_TOPIC_PARTITIONS).without(ApiKeys.DESCRIBE_CLUSTER);
    broker.topic("old", 2);
    admin = BarnabasAdmin.create(config(broker.address()));

    var description = get(admin.describeTopics(List.of("old")).allTopicNames()).get("old");
    assertEquals(2, description.partitions().size());
    assertEquals(broker.id(), description.partitions().get(0).leader().id());
    assertEquals(broker.id(), get(admin.describeCluster().controller()).id());
    assertInstanceOf(
        UnsupportedVersionException.class,
        failureOf(
            admin
                .describeCluster(new DescribeClusterOptions().includeFencedBrokers(true))
                .nodes()));
  }

  @Test
  void repeatedDescriptionsDoNotWaitForTheMetadataBackOff() throws Exception {
    admin.close();
    Map<String, Object> config = config(broker.address());
    config.put("retry.backoff.ms", 600_000L);
    config.put("retry.backoff.max.ms", 600_000L);
    admin = BarnabasAdmin.create(config);
    broker.topic("polled", 1);

    for (int i = 0; i < 12; i++) {
      assertEquals(
          Set.of("polled"), get(admin.describeTopics(List.of("polled")).allTopicNames()).keySet());
    }
  }

  @Test
  void offsetsAreAskedForAgainWhenTheLeaderHasMoved() throws Exception {
    broker.topic("moved", 1);
    broker.once(ApiKeys.LIST_OFFSETS, request -> offset(Errors.NOT_LEADER_OR_FOLLOWER, -1));
    broker.on(ApiKeys.LIST_OFFSETS, request -> offset(Errors.NONE, 17));
    TopicPartition partition = new TopicPartition("moved", 0);

    assertEquals(
        17,
        get(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition))
            .offset());
  }

  @Test
  void specTheBrokerIsTooOldForFailsAlone() throws Exception {
    admin.close();
    broker.versions(ApiKeys.LIST_OFFSETS, 1, 6);
    broker.topic("old", 2);
    admin = BarnabasAdmin.create(config(broker.address()));
    TopicPartition tooNew = new TopicPartition("old", 0);
    TopicPartition known = new TopicPartition("old", 1);

    ListOffsetsResult result =
        admin.listOffsets(Map.of(tooNew, OffsetSpec.maxTimestamp(), known, OffsetSpec.latest()));
    assertInstanceOf(UnsupportedVersionException.class, failureOf(result.partitionResult(tooNew)));
    assertEquals(0, get(result.partitionResult(known)).offset());
  }

  @Test
  void silentBrokerIsGivenUpAtTheDeadline() {
    admin.close();
    broker.on(ApiKeys.CREATE_TOPICS, request -> Reply.silence());
    Map<String, Object> config = config(broker.address());
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 200);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 700);
    admin = BarnabasAdmin.create(config);

    assertInstanceOf(TimeoutException.class, failureOf(admin.createTopics(List.of(TOPIC)).all()));
    assertTrue(broker.requests(ApiKeys.CREATE_TOPICS).size() > 1);
  }

  @Test
  void retriesEndAsOftenAsConfigured() {
    admin.close();
    broker.on(ApiKeys.CREATE_TOPICS, created(Errors.NOT_CONTROLLER));
    Map<String, Object> config = config(broker.address());
    config.put(AdminClientConfig.RETRIES_CONFIG, 2);
    admin = BarnabasAdmin.create(config);

    assertInstanceOf(TimeoutException.class, failureOf(admin.createTopics(List.of(TOPIC)).all()));
    assertEquals(3, broker.requests(ApiKeys.CREATE_TOPICS).size());
  }

  @Test
  void brokerThatRestartsIsAskedAgain() throws Exception {
    broker.on(ApiKeys.CREATE_TOPICS, created(Errors.NONE));
    get(admin.listTopics().names());
    broker.stop();
    var result = admin.createTopics(List.of(TOPIC)).all();
    broker.restart();

    get(result);
  }

  private static Reply offset(Errors error, long offset) {
    return Reply.of(
        new ListOffsetsResponseData()
            .setTopics(
                List.of(
                    new ListOffsetsTopicResponse()
                        .setName("moved")
                        .setPartitions(
                            List.of(
                                new ListOffsetsPartitionResponse()
                                    .setPartitionIndex(0)
                                    .setErrorCode(error.code())
                                    .setOffset(offset))))));
  }

  /** The same for every topic of the request. */
  private static Answer created(Errors error) {
    return request -> {
      CreateTopicsRequestData data = request.body();
      return Reply.of(
          new CreateTopicsResponseData()
              .setTopics(
                  results(
                      data.topics().stream()
                          .map(topic -> result(topic.name(), error))
                          .toArray(CreatableTopicResult[]::new))));
    };
  }

  private static CreateTopicsResponseData.CreatableTopicResultCollection results(
      CreatableTopicResult... results) {
    return new CreateTopicsResponseData.CreatableTopicResultCollection(List.of(results).iterator());
  }

  private static CreatableTopicResult result(String topic, Errors error) {
    return new CreatableTopicResult().setName(topic).setErrorCode(error.code());
  }
}
