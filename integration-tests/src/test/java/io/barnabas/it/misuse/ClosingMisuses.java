package io.barnabas.it.misuse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Closing in every state, in no time and in enough of it; and what a closed consumer says. */
final class ClosingMisuses {
  private ClosingMisuses() {}

  static List<Misuse> all() {
    return Stream.of(states(), others()).flatMap(List::stream).toList();
  }

  private static List<Misuse> states() {
    List<Misuse> all = new ArrayList<>();
    for (int ms : List.of(0, 5_000)) {
      all.add(inState("at once", ms, (consumer, scene) -> {}));
      all.add(inState("when subscribed", ms, (c, scene) -> subscribe(c, scene)));
      all.add(
          inState(
              "while joining",
              ms,
              (consumer, scene) -> {
                subscribe(consumer, scene);
                consumer.poll(Duration.ZERO);
              }));
      all.add(inState("as a member", ms, ClosingMisuses::joined));
      all.add(
          inState(
              "as a member that was woken up",
              ms,
              (consumer, scene) -> {
                joined(consumer, scene);
                consumer.wakeup();
              }));
      all.add(
          inState(
              "as an interrupted member",
              ms,
              (consumer, scene) -> {
                joined(consumer, scene);
                Thread.currentThread().interrupt();
              }));
      all.add(
          inState(
              "after unsubscribing",
              ms,
              (consumer, scene) -> {
                joined(consumer, scene);
                consumer.unsubscribe();
              }));
      all.add(
          inState(
              "while rebalancing",
              ms,
              (consumer, scene) -> {
                joined(consumer, scene);
                consumer.enforceRebalance();
                consumer.subscribe(List.of(scene.otherTopic()), WatchingListener.in(scene));
              }));
      all.add(
          inState(
              "with partitions of its own",
              ms,
              (consumer, scene) -> {
                consumer.assign(scene.both());
                scene.readToTheEnd(consumer);
              }));
    }
    return all;
  }

  private static void subscribe(Consumer<String, String> consumer, Scene scene) {
    consumer.subscribe(List.of(scene.topic()), WatchingListener.in(scene));
  }

  private static void joined(Consumer<String, String> consumer, Scene scene) {
    subscribe(consumer, scene);
    scene.awaitAssigned(consumer, scene.both());
  }

  private static Misuse inState(String state, int ms, Misuse.Use before) {
    return Misuse.of(
        "close " + state + " in " + ms + " ms",
        (consumer, scene) -> {
          before.run(consumer, scene);
          scene.attempt("close", () -> consumer.close(CloseOptions.timeout(Duration.ofMillis(ms))));
          scene.add("interrupted: " + Thread.interrupted());
          scene.attempt("poll", () -> consumer.poll(Duration.ZERO));
        });
  }

  private static List<Misuse> others() {
    return List.of(
        Misuse.of(
            "close before now",
            (consumer, scene) -> {
              scene.attempt(
                  "close", () -> consumer.close(CloseOptions.timeout(Duration.ofMillis(-1))));
              scene.attempt("close", () -> consumer.close((CloseOptions) null));
              joined(consumer, scene);
            }),
        new Misuse(
            "close commits what was read",
            Map.of("enable.auto.commit", true),
            (consumer, scene) -> {
              joined(consumer, scene);
              scene.readToTheEnd(consumer);
              consumer.close();
              scene.addCommitted();
            }),
        new Misuse(
            "unsubscribe commits what was read",
            Map.of("enable.auto.commit", true),
            (consumer, scene) -> {
              joined(consumer, scene);
              scene.readToTheEnd(consumer);
              consumer.unsubscribe();
              scene.addCommitted(consumer);
            }),
        new Misuse(
            "a group that was closed is taken up where it was left",
            Map.of("enable.auto.commit", true, "max.poll.records", 7),
            (consumer, scene) -> {
              consumer.assign(Set.of(scene.partition(0)));
              scene.pollUntil(consumer, () -> consumer.position(scene.partition(0)) == 7);
              consumer.close();
              scene.addCommitted();
            }),
        Misuse.of("every call after close", ClosingMisuses::callAfterClose),
        Misuse.of(
            "enforceRebalance after close",
            (consumer, scene) -> {
              consumer.close();
              scene.attempt("enforceRebalance", consumer::enforceRebalance);
            }));
  }

  private static void callAfterClose(Consumer<String, String> consumer, Scene scene) {
    TopicPartition tp = scene.partition(0);
    Set<TopicPartition> some = Set.of(tp);
    consumer.close();
    scene.attempt("close", consumer::close);
    scene.attempt("wakeup", consumer::wakeup);
    scene.attempt("metrics", () -> consumer.metrics().size());
    scene.attempt("poll", () -> consumer.poll(Duration.ZERO));
    scene.attempt("assignment", consumer::assignment);
    scene.attempt("subscription", consumer::subscription);
    scene.attempt("paused", consumer::paused);
    scene.attempt("subscribe", () -> consumer.subscribe(List.of("t")));
    scene.attempt("subscribe null", () -> consumer.subscribe((List<String>) null));
    scene.attempt("subscribe pattern", () -> consumer.subscribe(Pattern.compile("t")));
    scene.attempt("assign", () -> consumer.assign(some));
    scene.attempt("unsubscribe", consumer::unsubscribe);
    scene.attempt("seek", () -> consumer.seek(tp, 1));
    scene.attempt("seek -1", () -> consumer.seek(tp, -1));
    scene.attempt("seekToEnd", () -> consumer.seekToEnd(some));
    scene.attempt("seekToEnd null", () -> consumer.seekToEnd(null));
    scene.attempt("seekToBeginning", () -> consumer.seekToBeginning(some));
    scene.attempt("pause", () -> consumer.pause(some));
    scene.attempt("resume", () -> consumer.resume(some));
    scene.attempt("position", () -> consumer.position(tp));
    scene.attempt("currentLag", () -> consumer.currentLag(tp));
    scene.attempt("commitSync", consumer::commitSync);
    scene.attempt("commitSync", () -> consumer.commitSync(Map.of(tp, new OffsetAndMetadata(1))));
    scene.attempt("commitAsync", () -> consumer.commitAsync());
    scene.attempt("committed", () -> consumer.committed(some));
    scene.attempt("endOffsets", () -> consumer.endOffsets(some));
    scene.attempt("beginningOffsets", () -> consumer.beginningOffsets(some));
    scene.attempt("offsetsForTimes", () -> consumer.offsetsForTimes(Map.of(tp, 1L)));
    scene.attempt("partitionsFor", () -> consumer.partitionsFor("t"));
    scene.attempt("listTopics", () -> consumer.listTopics());
    scene.attempt("groupMetadata", consumer::groupMetadata);
  }
}
