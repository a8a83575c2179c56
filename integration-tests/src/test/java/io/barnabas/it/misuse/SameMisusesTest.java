package io.barnabas.it.misuse;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.barnabas.consumer.BarnabasConsumer;
import io.barnabas.it.ComparedNotes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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
            StaticMemberMisuses.all(),
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
    Future<ComparedNotes> first = begin(threads, protocol, misuse);
    String name = misuse.name() + ", " + protocol;
    return dynamicTest(name, () -> compare(name, first.get(), () -> anew(protocol, misuse)));
  }

  private static Future<ComparedNotes> begin(Executor executor, String protocol, Misuse misuse) {
    CompletableFuture<List<String>> theirs =
        supplyAsync(() -> notesOf(KafkaConsumer::new, protocol, misuse), executor);
    CompletableFuture<List<String>> ours =
        supplyAsync(() -> notesOf(BarnabasConsumer::new, protocol, misuse), executor);
    return theirs.thenCombine(ours, ComparedNotes::new);
  }

  /** Before all those that still wait for their turn. */
  private static ComparedNotes anew(String protocol, Misuse misuse) throws Exception {
    return begin(task -> new Thread(task, "anew").start(), protocol, misuse).get();
  }

  private static void compare(String name, ComparedNotes first, Callable<ComparedNotes> anew)
      throws Exception {
    String reason = KnownDifferences.reason(name);
    ComparedNotes notes = first.settled(reason == null, anew);
    if (reason == null) {
      assertEquals(String.join("\n", notes.theirs()), String.join("\n", notes.ours()));
    } else {
      assertFalse(notes.alike(), () -> "no difference any more: " + reason);
    }
  }

  private static List<String> notesOf(Constructor constructor, String protocol, Misuse misuse) {
    String group = "misuse-" + UUID.randomUUID();
    Scene scene =
        new Scene(stage, group, each -> constructor.apply(config(group, protocol, misuse, each)));
    Consumer<String, String> consumer;
    try {
      consumer = scene.open();
    } catch (RuntimeException e) {
      scene.add("constructor threw " + Scene.describe(e));
      return KnownDifferences.leaveOut(scene.lines());
    }
    scene.attempt("all", () -> misuse.use().run(consumer, scene));
    // for the next one on this thread
    Thread.interrupted();
    scene.attempt("close", () -> consumer.close(CloseOptions.timeout(Duration.ofSeconds(10))));
    return KnownDifferences.leaveOut(scene.lines());
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
