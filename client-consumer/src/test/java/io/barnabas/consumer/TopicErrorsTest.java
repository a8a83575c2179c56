package io.barnabas.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What brokers say against topics when they are asked for metadata: our consumer must tell the
 * application as kafka-clients' does, by both protocols of groups.
 */
class TopicErrorsTest extends GroupScenarios {
  private static final TopicPartition SECRET = new TopicPartition("secret", 0);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The parameter of each test says it. */
  @Override
  Map<String, Object> protocol() {
    return Map.of();
  }

  /** Metadata is asked for ten times a second, so that errors may come again. */
  private void bothEnd(String protocol, Scenario scenario) {
    bothEnd(protocol, 100, scenario);
  }

  private void bothEnd(String protocol, int metadataMaxAgeMs, Scenario scenario) {
    alike(
        Map.of(
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            protocol,
            ConsumerConfig.METADATA_MAX_AGE_CONFIG,
            metadataMaxAgeMs),
        (broker, group, consumer) -> {
          FakeConsumerGroup.on(broker);
          try {
            return scenario.run(broker, group, consumer);
          } finally {
            // what is assigned meanwhile depends on which topics are known by then
            told.clear();
          }
        });
  }

  /** What a call that a topic's error ends has thrown, with the topics that it names. */
  private static String thrownBy(Runnable call) {
    try {
      call.run();
      return "returned";
    } catch (TopicAuthorizationException e) {
      return e + " " + e.unauthorizedTopics();
    } catch (InvalidTopicException e) {
      return e + " " + e.invalidTopics();
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  private static String thrownByPolls(Consumer<String, String> consumer) {
    return thrownBy(() -> pollUntil(consumer, () -> false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void subscriptionToWhatMayNotBeReadIsToldWithEachMetadataUntilItMayBe(String protocol) {
    bothEnd(
        protocol,
        (broker, group, consumer) -> {
          broker.refuseTopic("secret", Errors.TOPIC_AUTHORIZATION_FAILED);
          consumer.subscribe(List.of("t", "secret"), listener);
          List<String> thrown = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            thrown.add(thrownByPolls(consumer));
          }
          broker.topic("secret", 1);
          pollPatiently(consumer, () -> consumer.assignment().contains(PARTITION));
          return thrown + " " + consumer.subscription();
        });
  }

  /** Errors may still be on their way. */
  private static void pollPatiently(Consumer<String, String> consumer, BooleanSupplier condition) {
    String outcome;
    do {
      outcome = thrownBy(() -> pollUntil(consumer, condition));
    } while (!outcome.equals("returned"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void nameThatNoTopicCanHaveIsTold(String protocol) {
    bothEnd(
        protocol,
        (broker, group, consumer) -> {
          broker.refuseTopic("no/name", Errors.INVALID_TOPIC_EXCEPTION);
          consumer.subscribe(List.of("t", "no/name"), listener);
          return thrownByPolls(consumer) + thrownByPolls(consumer);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void whatMayNotBeReadComesBeforeNamesThatNoTopicCanHave(String protocol) {
    bothEnd(
        protocol,
        (broker, group, consumer) -> {
          broker.refuseTopic("secret", Errors.TOPIC_AUTHORIZATION_FAILED);
          broker.refuseTopic("no/name", Errors.INVALID_TOPIC_EXCEPTION);
          consumer.subscribe(List.of("t", "no/name", "secret"), listener);
          return thrownByPolls(consumer) + thrownByPolls(consumer);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void sameMetadataIsNotToldForEver(String protocol) {
    bothEnd(
        protocol,
        300_000,
        (broker, group, consumer) -> {
          broker.refuseTopic("secret", Errors.TOPIC_AUTHORIZATION_FAILED);
          consumer.subscribe(List.of("t", "secret"), listener);
          String thrown = thrownByPolls(consumer);
          // joining may ask for metadata once more
          int more = 0;
          while (more < 5 && !isQuiet(consumer)) {
            more++;
          }
          return thrown + (more < 5);
        });
  }

  private static boolean isQuiet(Consumer<String, String> consumer) {
    return thrownBy(() -> consumer.poll(Duration.ofMillis(300))).equals("returned");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void memberThatMayNotReadItsTopicAnyMoreIsTold(String protocol) {
    bothEnd(
        protocol,
        (broker, group, consumer) -> {
          join(consumer);
          broker.refuseTopic("t", Errors.TOPIC_AUTHORIZATION_FAILED);
          return thrownByPolls(consumer) + thrownByPolls(consumer);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void assignedPartitionOfWhatMayNotBeReadIsTold(String protocol) {
    for (Errors error :
        List.of(Errors.TOPIC_AUTHORIZATION_FAILED, Errors.INVALID_TOPIC_EXCEPTION)) {
      bothEnd(
          protocol,
          (broker, group, consumer) -> {
            broker.refuseTopic("secret", error);
            consumer.assign(List.of(SECRET, PARTITION));
            return thrownByPolls(consumer) + thrownByPolls(consumer);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void topicThatIsGivenUpIsToldNoMore(String protocol) {
    bothEnd(
        protocol,
        (broker, group, consumer) -> {
          broker.refuseTopic("secret", Errors.TOPIC_AUTHORIZATION_FAILED);
          consumer.assign(List.of(SECRET));
          String thrown = thrownByPolls(consumer);
          consumer.assign(List.of(PARTITION));
          pollPatiently(consumer, () -> consumer.position(PARTITION, PATIENCE) == 0);
          return thrown + isQuiet(consumer);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void patternThatMatchesWhatIsNotShown(String protocol) {
    bothEnd(
        protocol,
        (broker, group, consumer) -> {
          broker.refuseTopic("t2", Errors.TOPIC_AUTHORIZATION_FAILED);
          consumer.subscribe(Pattern.compile("t.*"), listener);
          pollUntil(consumer, () -> consumer.assignment().contains(PARTITION));
          return consumer.subscription() + " " + isQuiet(consumer);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void questionsAboutWhatMayNotBeReadFailUntilItMayBe(String protocol) {
    for (Errors error :
        List.of(Errors.TOPIC_AUTHORIZATION_FAILED, Errors.INVALID_TOPIC_EXCEPTION)) {
      bothEnd(
          protocol,
          300_000,
          (broker, group, consumer) -> {
            broker.refuseTopic("secret", error);
            List<String> thrown = questions(consumer);
            broker.topic("secret", 1);
            thrown.addAll(questions(consumer));
            return thrown;
          });
    }
  }

  private static List<String> questions(Consumer<String, String> consumer) {
    List<String> thrown = new ArrayList<>();
    thrown.add(thrownBy(() -> consumer.partitionsFor("secret", PATIENCE)));
    thrown.add(thrownBy(() -> consumer.endOffsets(Set.of(SECRET), PATIENCE)));
    thrown.add(thrownBy(() -> consumer.beginningOffsets(Set.of(SECRET), PATIENCE)));
    thrown.add(thrownBy(() -> consumer.offsetsForTimes(Map.of(SECRET, 1L), PATIENCE)));
    thrown.add(thrownBy(() -> consumer.listTopics(PATIENCE)));
    return thrown;
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void positionInWhatMayNotBeReadIsNotKnownUntilItMayBe(String protocol) {
    bothEnd(
        protocol,
        (broker, group, consumer) -> {
          broker.refuseTopic("secret", Errors.TOPIC_AUTHORIZATION_FAILED);
          consumer.assign(List.of(SECRET));
          String thrown = thrownBy(() -> consumer.position(SECRET, PATIENCE));
          thrown += thrownBy(() -> consumer.position(SECRET, PATIENCE));
          broker.topic("secret", 1);
          thrownBy(() -> consumer.position(SECRET, PATIENCE));
          return thrown + consumer.position(SECRET, PATIENCE);
        });
  }
}
