package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.Reply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DeleteTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResultCollection;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResultCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that exceed a quota (KIP-599), scripted the same for both clients. */
class QuotaTest {

  private static final String TOPIC = "t";
  private static final Uuid ID = new Uuid(1, 2);
  private static final String WORDS = "too much at once";
  private static final boolean RETRY = true;
  private static final int LONG_MS = 30_000;

  /** What controllers have quotas for. */
  enum Change {
    CREATE_TOPICS {
      @Override
      KafkaFuture<?> call(Admin admin, boolean retry, int timeoutMs) {
        return admin
            .createTopics(
                List.of(new NewTopic(TOPIC, 1, (short) 1)),
                new CreateTopicsOptions().retryOnQuotaViolation(retry).timeoutMs(timeoutMs))
            .values()
            .get(TOPIC);
      }

      @Override
      ApiMessage answer(Errors error, String words, int throttleTimeMs) {
        var results = new CreatableTopicResultCollection();
        results.add(
            new CreatableTopicResult()
                .setName(TOPIC)
                .setErrorCode(error.code())
                .setErrorMessage(words));
        return new CreateTopicsResponseData().setTopics(results).setThrottleTimeMs(throttleTimeMs);
      }
    },

    CREATE_PARTITIONS {
      @Override
      KafkaFuture<?> call(Admin admin, boolean retry, int timeoutMs) {
        return admin
            .createPartitions(
                Map.of(TOPIC, NewPartitions.increaseTo(2)),
                new CreatePartitionsOptions().retryOnQuotaViolation(retry).timeoutMs(timeoutMs))
            .values()
            .get(TOPIC);
      }

      @Override
      ApiMessage answer(Errors error, String words, int throttleTimeMs) {
        return new CreatePartitionsResponseData()
            .setResults(
                List.of(
                    new CreatePartitionsTopicResult()
                        .setName(TOPIC)
                        .setErrorCode(error.code())
                        .setErrorMessage(words)))
            .setThrottleTimeMs(throttleTimeMs);
      }
    },

    DELETE_TOPICS {
      @Override
      KafkaFuture<?> call(Admin admin, boolean retry, int timeoutMs) {
        return admin
            .deleteTopics(List.of(TOPIC), options(retry, timeoutMs))
            .topicNameValues()
            .get(TOPIC);
      }
    },

    DELETE_TOPICS_BY_ID {
      @Override
      KafkaFuture<?> call(Admin admin, boolean retry, int timeoutMs) {
        return admin
            .deleteTopics(TopicCollection.ofTopicIds(List.of(ID)), options(retry, timeoutMs))
            .topicIdValues()
            .get(ID);
      }
    };

    abstract KafkaFuture<?> call(Admin admin, boolean retry, int timeoutMs);

    ApiMessage answer(Errors error, String words, int throttleTimeMs) {
      var results = new DeletableTopicResultCollection();
      results.add(
          new DeletableTopicResult()
              .setName(TOPIC)
              .setTopicId(ID)
              .setErrorCode(error.code())
              .setErrorMessage(words));
      return new DeleteTopicsResponseData().setResponses(results).setThrottleTimeMs(throttleTimeMs);
    }

    ApiKeys api() {
      return ApiKeys.valueOf(name().replace("_BY_ID", ""));
    }

    private static DeleteTopicsOptions options(boolean retry, int timeoutMs) {
      return new DeleteTopicsOptions().retryOnQuotaViolation(retry).timeoutMs(timeoutMs);
    }
  }

  /**
   * @param words null to leave them to the client
   */
  private record Violations(int times, String words, int throttleTimeMs) {

    /** Answers that many requests with the violation, and what follows with success. */
    void script(FakeBroker broker, Change change) {
      AtomicInteger asked = new AtomicInteger();
      broker.on(
          change.api(),
          request ->
              Reply.of(
                  asked.getAndIncrement() < times
                      ? change.answer(Errors.THROTTLING_QUOTA_EXCEEDED, words, throttleTimeMs)
                      : change.answer(Errors.NONE, null, 0)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void callIsRepeatedUntilTheQuotaAllowsIt(Change change) throws Exception {
    assertEquals(2, requestsUntilDone(change, new Violations(1, WORDS, 50), Map.of()));
  }

  @ParameterizedTest
  @EnumSource
  void violationsAreNoneOfTheRetriesThatAreConfigured(Change change) throws Exception {
    Map<String, Object> config = Map.of(AdminClientConfig.RETRIES_CONFIG, 1);
    assertEquals(4, requestsUntilDone(change, new Violations(3, WORDS, 1), config));
  }

  /** How many requests both clients have needed. */
  private static int requestsUntilDone(
      Change change, Violations violations, Map<String, Object> config) throws Exception {
    try (FakeBroker broker = FakeBroker.start();
        BothAdmins admins = new BothAdmins(broker.address(), config)) {
      violations.script(broker, change);
      get(change.call(admins.theirs, RETRY, LONG_MS));
      int theirs = broker.requests(change.api()).size();

      violations.script(broker, change);
      get(change.call(admins.ours, RETRY, LONG_MS));
      assertEquals(2 * theirs, broker.requests(change.api()).size());
      return theirs;
    }
  }

  @ParameterizedTest
  @EnumSource
  void callThatIsNotToBeRepeatedTellsHowLongToWait(Change change) {
    for (String words : new String[] {WORDS, null}) {
      try (FakeBroker broker = FakeBroker.start();
          BothAdmins admins = new BothAdmins(broker.address())) {
        new Violations(Integer.MAX_VALUE, words, 7_000).script(broker, change);

        var failure =
            assertInstanceOf(
                ThrottlingQuotaExceededException.class,
                admins.sameFailure(admin -> change.call(admin, !RETRY, LONG_MS)));
        assertEquals(7_000, failure.throttleTimeMs());
        assertEquals(2, broker.requests(change.api()).size());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void callWhoseTimeIsOverTellsHowLongIsLeftToWait(Change change) throws Exception {
    int timeoutMs = 1_000;
    int throttleTimeMs = 60_000;
    try (FakeBroker broker = FakeBroker.start();
        BothAdmins admins = new BothAdmins(broker.address())) {
      new Violations(Integer.MAX_VALUE, WORDS, throttleTimeMs).script(broker, change);
      for (Admin admin : List.of(admins.theirs, admins.ours)) {
        get(admin.describeCluster().nodes()); // so that the time is not spent on connecting
        long startMs = System.nanoTime() / 1_000_000;
        Throwable failure = failureOf(change.call(admin, RETRY, timeoutMs));
        long tookMs = System.nanoTime() / 1_000_000 - startMs;

        var violation = assertInstanceOf(ThrottlingQuotaExceededException.class, failure);
        assertEquals(WORDS, violation.getMessage());
        int waitedMs = throttleTimeMs - violation.throttleTimeMs();
        assertTrue(0 < waitedMs && waitedMs <= tookMs, waitedMs + " of " + tookMs + " ms");
      }
    }
  }
}
