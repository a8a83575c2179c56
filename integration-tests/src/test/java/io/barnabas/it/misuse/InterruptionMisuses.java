package io.barnabas.it.misuse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** Interrupts, wakeups and other threads. */
final class InterruptionMisuses {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private InterruptionMisuses() {}

  private record Waiting(String name, Misuse.Use call) {}

  private static List<Waiting> waiting() {
    return List.of(
        new Waiting("poll", (c, scene) -> c.poll(PATIENCE)),
        new Waiting("position", (c, scene) -> c.position(scene.partition(0), PATIENCE)),
        new Waiting(
            "commitSync",
            (c, scene) ->
                c.commitSync(Map.of(scene.partition(0), new OffsetAndMetadata(5)), PATIENCE)),
        new Waiting("commitSync of nothing", (c, scene) -> c.commitSync(Map.of(), PATIENCE)),
        new Waiting("committed", (c, scene) -> c.committed(scene.both(), PATIENCE)),
        new Waiting("endOffsets", (c, scene) -> c.endOffsets(scene.both(), PATIENCE)),
        new Waiting(
            "offsetsForTimes",
            (c, scene) -> c.offsetsForTimes(Map.of(scene.partition(0), 1L), PATIENCE)),
        new Waiting("partitionsFor", (c, scene) -> c.partitionsFor("misuse-nowhere", PATIENCE)),
        new Waiting("listTopics", (c, scene) -> c.listTopics(PATIENCE)),
        new Waiting("unsubscribe", (c, scene) -> c.unsubscribe()));
  }

  static List<Misuse> all() {
    List<Misuse> all = new ArrayList<>();
    for (Waiting each : waiting()) {
      all.add(Misuse.of("interrupt before " + each.name(), (c, s) -> interrupted(c, s, each)));
      all.add(Misuse.of("wakeup before " + each.name(), (c, s) -> wokenUp(c, s, each)));
    }
    all.add(Misuse.of("an interrupted poll as a member", InterruptionMisuses::interruptedMember));
    all.add(Misuse.of("a storm of wakeups", InterruptionMisuses::storm));
    all.add(Misuse.of("a second thread", InterruptionMisuses::secondThread));
    return all;
  }

  private static void interrupted(Consumer<String, String> consumer, Scene scene, Waiting call) {
    consumer.assign(scene.both());
    Thread.currentThread().interrupt();
    scene.attempt(call.name(), () -> call.call().run(consumer, scene));
    scene.add("interrupted: " + Thread.interrupted());
    readAll(consumer, scene);
  }

  /** Whether what was asked for has been done can be known to nobody. */
  private static void readAll(Consumer<String, String> consumer, Scene scene) {
    consumer.assign(scene.both());
    consumer.seekToBeginning(scene.both());
    scene.readToTheEnd(consumer);
  }

  private static void wokenUp(Consumer<String, String> consumer, Scene scene, Waiting call) {
    consumer.assign(scene.both());
    consumer.wakeup();
    consumer.wakeup();
    scene.attempt(call.name(), () -> call.call().run(consumer, scene));
    scene.attempt("listTopics", () -> consumer.listTopics(PATIENCE));
    readAll(consumer, scene);
  }

  private static void interruptedMember(Consumer<String, String> consumer, Scene scene) {
    consumer.subscribe(List.of(scene.topic()), WatchingListener.in(scene));
    scene.awaitAssigned(consumer, scene.both());
    scene.readToTheEnd(consumer);
    Thread.currentThread().interrupt();
    scene.attempt("poll", () -> consumer.poll(PATIENCE));
    scene.add("interrupted: " + Thread.interrupted());
    scene.attempt("commitSync", () -> consumer.commitSync(PATIENCE));
    scene.addCommitted(consumer);
  }

  /** Whatever a wakeup ends, every record comes once. */
  private static void storm(Consumer<String, String> consumer, Scene scene) {
    consumer.subscribe(List.of(scene.topic()));
    List<String> seen = new ArrayList<>();
    Set<String> thrown = new TreeSet<>();
    long end = System.nanoTime() + Scene.LIMIT.toNanos();
    for (int polls = 0; seen.size() < 2 * Stage.RECORDS && System.nanoTime() < end; polls++) {
      if (polls % 3 != 2) {
        Thread waker = new Thread(() -> consumer.wakeup());
        waker.start();
        consumer.wakeup();
      }
      try {
        consumer
            .poll(Duration.ofMillis(20))
            .forEach(each -> seen.add(each.partition() + "@" + each.offset()));
      } catch (WakeupException e) {
        thrown.add(Scene.describe(e));
      }
    }
    scene.add("threw " + thrown + ", read " + seen.size() + ", of it " + new TreeSet<>(seen));
  }

  private static void secondThread(Consumer<String, String> consumer, Scene scene)
      throws Exception {
    consumer.assign(scene.both());
    scene.readToTheEnd(consumer);
    Thread polling = new Thread(() -> scene.attempt("poll", () -> consumer.poll(PATIENCE)));
    polling.start();
    TopicPartition tp = scene.partition(0);
    Scene.awaitBusy(consumer);
    for (Misuse.Use call :
        List.<Misuse.Use>of(
            (c, s) -> c.poll(Duration.ZERO),
            (c, s) -> c.position(tp),
            (c, s) -> c.assignment(),
            (c, s) -> c.close(),
            (c, s) -> c.commitAsync())) {
      try {
        call.run(consumer, scene);
        scene.add("let in");
      } catch (RuntimeException e) {
        scene.add("refused with " + e.getClass());
      }
    }
    scene.attempt("metrics", () -> consumer.metrics().size());
    consumer.wakeup();
    polling.join();
    scene.attempt("position", () -> scene.add("at " + consumer.position(tp)));
  }
}
