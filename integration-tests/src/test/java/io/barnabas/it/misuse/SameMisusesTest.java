package io.barnabas.it.misuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.barnabas.consumer.BarnabasConsumer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Both consumers answer every misuse alike, but for {@link KnownDifferences}. */
@Timeout(300)
class SameMisusesTest {
  private static final String ONLY = System.getProperty("barnabas.misuse", "");

  private static final ExecutorService threads = Executors.newFixedThreadPool(8);

  private static Stage stage;

  private interface Constructor extends Function<Map<String, Object>, Consumer<String, String>> {}

  @BeforeAll
  static void setTheStage() throws Exception {
    stage = Stage.set();
  }

  @AfterAll
  static void clearTheStage() {
    threads.shutdownNow();
    stage.close();
  }

  private static Stream<Misuse> misuses() {
    return Stream.of(
            ListenerMisuses.all(),
            CommitMisuses.all(),
            ClosingMisuses.all(),
            InterruptionMisuses.all(),
            PluginMisuses.all(),
            TopicMisuses.all(),
            ConfigMisuses.all())
        .flatMap(List::stream)
        .filter(misuse -> misuse.name().contains(ONLY));
  }

  /** All are begun at once, since they wait most of the time. */
  @TestFactory
  List<DynamicTest> bothAnswerAlike() {
    return misuses()
        .flatMap(misuse -> Stream.of("classic", "consumer").map(each -> begin(each, misuse)))
        .toList();
  }

  private static DynamicTest begin(String protocol, Misuse misuse) {
    Future<List<String>> theirs =
        threads.submit(() -> notesOf(KafkaConsumer::new, protocol, misuse));
    Future<List<String>> ours =
        threads.submit(() -> notesOf(BarnabasConsumer::new, protocol, misuse));
    String name = misuse.name() + ", " + protocol;
    return dynamicTest(
        name, () -> compare(KnownDifferences.reason(name), theirs.get(), ours.get()));
  }

  private static void compare(String reason, List<String> theirs, List<String> ours) {
    String expected = KnownDifferences.leaveOut(theirs);
    String actual = KnownDifferences.leaveOut(ours);
    if (reason == null) {
      assertEquals(expected, actual);
    } else {
      assertNotEquals(expected, actual, () -> "no difference any more: " + reason);
    }
  }

  private static List<String> notesOf(Constructor constructor, String protocol, Misuse misuse) {
    String group = "misuse-" + UUID.randomUUID();
    Scene scene = new Scene(stage, group);
    Consumer<String, String> consumer;
    try {
      consumer = constructor.apply(config(group, protocol, misuse, scene));
    } catch (RuntimeException e) {
      scene.add("constructor threw " + Scene.describe(e));
      return scene.lines();
    }
    scene.attempt("all", () -> misuse.use().run(consumer, scene));
    // for the next one on this thread
    Thread.interrupted();
    scene.attempt("close", () -> consumer.close(CloseOptions.timeout(Duration.ofSeconds(10))));
    return scene.lines();
  }

  private static Map<String, Object> config(
      String group, String protocol, Misuse misuse, Scene scene) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", stage.bootstrap());
    config.put("client.id", "misused");
    config.put("group.id", group);
    config.put("group.protocol", protocol);
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", false);
    config.put("allow.auto.create.topics", false);
    config.put("fetch.max.wait.ms", 50);
    config.put("key.deserializer", StringDeserializer.class);
    config.put("value.deserializer", StringDeserializer.class);
    config.put(PluginMisuses.SCENE, scene);
    config.putAll(misuse.config());
    return config;
  }
}
