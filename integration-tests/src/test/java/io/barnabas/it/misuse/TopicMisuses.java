package io.barnabas.it.misuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;

/** Topics that are not there, come, go and grow. */
final class TopicMisuses {
  private static final Map<String, Object> WATCHFUL = Map.of("metadata.max.age.ms", 300);

  private TopicMisuses() {}

  static List<Misuse> all() {
    return List.of(
        Misuse.of("questions about a topic that is not there", TopicMisuses::ask),
        Misuse.of("a topic without a legal name", TopicMisuses::illegalName),
        new Misuse("a topic that comes after its subscription", WATCHFUL, TopicMisuses::comesLate),
        new Misuse("a topic that grows", WATCHFUL, TopicMisuses::grows),
        Misuse.of("a pattern before all topics are known", TopicMisuses::patternOfTheKnown),
        new Misuse("a pattern that matches more and more", WATCHFUL, TopicMisuses::pattern),
        new Misuse("a pattern for the coordinator", WATCHFUL, TopicMisuses::serverPattern),
        Misuse.of(
            "an illegal pattern for the coordinator",
            (consumer, scene) -> {
              scene.attempt("subscribe", () -> consumer.subscribe(new SubscriptionPattern("(")));
              scene.attempt("poll", () -> pollFor(consumer, Duration.ofSeconds(5)));
            }),
        Misuse.of("a position of what is still held", TopicMisuses::positionOfWhatIsHeld),
        new Misuse("a topic that is deleted", WATCHFUL, TopicMisuses::deleted));
  }

  private static void pollFor(Consumer<String, String> consumer, Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end) {
      consumer.poll(Duration.ofMillis(50));
    }
  }

  private static void ask(Consumer<String, String> consumer, Scene scene) {
    TopicPartition nowhere = new TopicPartition("misuse-nowhere", 0);
    TopicPartition beyond = new TopicPartition(scene.topic(), 99);
    Duration patience = Duration.ofMillis(500);
    for (TopicPartition tp : List.of(nowhere, beyond)) {
      Set<TopicPartition> one = Set.of(tp);
      scene.attempt("endOffsets", () -> consumer.endOffsets(one, patience));
      scene.attempt("beginningOffsets", () -> consumer.beginningOffsets(one, patience));
      scene.attempt("offsetsForTimes", () -> consumer.offsetsForTimes(Map.of(tp, 1L), patience));
      scene.attempt("committed", () -> scene.add("" + consumer.committed(one, Scene.LIMIT)));
      consumer.assign(one);
      scene.attempt("position", () -> consumer.position(tp, patience));
      scene.attempt("poll", () -> scene.add("polled " + consumer.poll(patience).count()));
      scene.add("lag " + consumer.currentLag(tp));
    }
    scene.attempt(
        "partitionsFor",
        () -> scene.add("" + consumer.partitionsFor("misuse-nowhere", Scene.LIMIT)));
  }

  private static void illegalName(Consumer<String, String> consumer, Scene scene) {
    scene.attempt("partitionsFor", () -> scene.add("" + consumer.partitionsFor("no/name")));
    scene.attempt("subscribe", () -> consumer.subscribe(List.of("no/name")));
    scene.attempt("poll", () -> pollFor(consumer, Duration.ofSeconds(5)));
    consumer.unsubscribe();
    consumer.assign(List.of(new TopicPartition("no/name", 0)));
    scene.attempt("poll", () -> pollFor(consumer, Duration.ofSeconds(5)));
    consumer.assign(scene.both());
    int read = 0;
    long end = System.nanoTime() + Scene.LIMIT.toNanos();
    while (read < 2 * Stage.RECORDS && System.nanoTime() < end) {
      try {
        read += consumer.poll(Scene.STEP).count();
      } catch (InvalidTopicException e) {
        // a last answer about the other topic may have been on its way, or not
        assertEquals(Set.of("no/name"), e.invalidTopics());
      }
    }
    scene.add("read " + read);
  }

  /** It is subscribed to another topic by then, and no poll has rebalanced yet. */
  private static void positionOfWhatIsHeld(Consumer<String, String> consumer, Scene scene) {
    scene.join(consumer);
    consumer.seekToEnd(scene.both());
    consumer.subscribe(List.of(scene.otherTopic()));
    TopicPartition wanted = new TopicPartition(scene.otherTopic(), 0);
    scene.attempt("endOffsets", () -> consumer.endOffsets(Set.of(wanted)));
    TopicPartition held = scene.partition(0);
    scene.attempt("position", () -> scene.add("at " + consumer.position(held, Scene.LIMIT)));
  }

  private static String name() {
    return "misuse-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static void create(Scene scene, String topic, int partitions) throws Exception {
    scene.admin().createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
  }

  /** Without the name, which is random. */
  private static void awaitPartitions(Consumer<String, String> consumer, Scene scene, int count) {
    scene.pollUntil(consumer, () -> consumer.assignment().size() == count);
    scene.add("assigned " + consumer.assignment().size() + " of " + consumer.subscription().size());
  }

  private static void comesLate(Consumer<String, String> consumer, Scene scene) throws Exception {
    String topic = name();
    consumer.subscribe(List.of(topic, scene.topic()));
    awaitPartitions(consumer, scene, 2);
    create(scene, topic, 2);
    awaitPartitions(consumer, scene, 4);
  }

  private static void grows(Consumer<String, String> consumer, Scene scene) throws Exception {
    String topic = name();
    create(scene, topic, 1);
    consumer.subscribe(List.of(topic));
    awaitPartitions(consumer, scene, 1);
    scene.admin().createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
    awaitPartitions(consumer, scene, 3);
  }

  private static void patternOfTheKnown(Consumer<String, String> consumer, Scene scene) {
    Pattern ofBoth = Pattern.compile(scene.topic() + ".*");
    consumer.subscribe(ofBoth);
    scene.add("of no topic it knows " + consumer.subscription());
    consumer.unsubscribe();
    scene.join(consumer);
    consumer.unsubscribe();
    consumer.subscribe(ofBoth);
    scene.add("of the one it knows " + consumer.subscription());
    awaitPartitions(consumer, scene, 3);
    consumer.subscribe(Pattern.compile(scene.topic()));
    scene.add("of one of both " + consumer.subscription());
    awaitPartitions(consumer, scene, 2);
  }

  private static void pattern(Consumer<String, String> consumer, Scene scene) throws Exception {
    String prefix = name();
    consumer.subscribe(Pattern.compile(prefix + ".*"));
    growUnderAPattern(consumer, scene, prefix);
  }

  private static void serverPattern(Consumer<String, String> consumer, Scene scene)
      throws Exception {
    String prefix = name();
    consumer.subscribe(new SubscriptionPattern(prefix + ".*"));
    create(scene, prefix + "-a", 2);
    awaitPartitions(consumer, scene, 2);
  }

  private static void growUnderAPattern(
      Consumer<String, String> consumer, Scene scene, String prefix) throws Exception {
    create(scene, prefix + "-a", 1);
    awaitPartitions(consumer, scene, 1);
    create(scene, prefix + "-b", 2);
    awaitPartitions(consumer, scene, 3);
    scene.admin().createPartitions(Map.of(prefix + "-a", NewPartitions.increaseTo(2))).all().get();
    awaitPartitions(consumer, scene, 4);
    scene.admin().deleteTopics(List.of(prefix + "-b")).all().get();
    awaitPartitions(consumer, scene, 2);
  }

  private static void deleted(Consumer<String, String> consumer, Scene scene) throws Exception {
    String topic = name();
    create(scene, topic, 1);
    consumer.subscribe(List.of(topic, scene.topic()));
    awaitPartitions(consumer, scene, 3);
    scene.admin().deleteTopics(List.of(topic)).all().get();
    awaitPartitions(consumer, scene, 2);
  }
}
