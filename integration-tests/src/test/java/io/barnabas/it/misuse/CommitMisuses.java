package io.barnabas.it.misuse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;

/** Commits of what cannot be, by who may not, and callbacks that misbehave. */
final class CommitMisuses {
  private static final Map<String, Object> NO_GROUP = Collections.singletonMap("group.id", null);

  private CommitMisuses() {}

  static List<Misuse> all() {
    return Stream.of(offsets(), callbacks(), groups()).flatMap(List::stream).toList();
  }

  private static List<Misuse> offsets() {
    return List.of(
        commit("a negative offset", (tp, other) -> Map.of(tp, at(-1))),
        commit("an offset beyond the end", (tp, other) -> Map.of(tp, at(1_000_000))),
        commit(
            "an unknown partition",
            (tp, other) -> Map.of(new TopicPartition(tp.topic(), 99), at(1))),
        commit(
            "an unknown topic",
            (tp, other) -> Map.of(new TopicPartition("misuse-nowhere", 0), at(1))),
        commit("a partition of somebody else", (tp, other) -> Map.of(other, at(1))),
        commit(
            "one good and one unknown",
            (tp, other) -> Map.of(tp, at(3), new TopicPartition(tp.topic(), 99), at(1))),
        commit(
            "much metadata", (tp, other) -> Map.of(tp, new OffsetAndMetadata(3, "m".repeat(5000)))),
        commit(
            "a leader epoch",
            (tp, other) -> Map.of(tp, new OffsetAndMetadata(3, Optional.of(7), "m"))),
        commit("nothing", (tp, other) -> Map.of()),
        Misuse.of(
            "commit without a subscription",
            (consumer, scene) -> {
              scene.attempt("commitSync", () -> consumer.commitSync(Duration.ofSeconds(2)));
              scene.attempt(
                  "offsets", () -> consumer.commitSync(Map.of(scene.partition(0), at(2))));
              scene.addCommitted(consumer);
            }),
        Misuse.of(
            "commit before joining",
            (consumer, scene) -> {
              consumer.subscribe(List.of(scene.topic()));
              scene.attempt("commitSync of nothing", () -> consumer.commitSync(Map.of()));
              scene.attempt("positions", () -> consumer.commitSync(Duration.ofSeconds(2)));
            }));
  }

  private static OffsetAndMetadata at(long offset) {
    return new OffsetAndMetadata(offset);
  }

  private interface Offsets {
    Map<TopicPartition, OffsetAndMetadata> of(TopicPartition assigned, TopicPartition other);
  }

  /** By a consumer that assigned itself one partition, and by a member of the group. */
  private static Misuse commit(String what, Offsets offsets) {
    return Misuse.of(
        "commit of " + what,
        (consumer, scene) -> {
          Map<TopicPartition, OffsetAndMetadata> wanted =
              new HashMap<>(offsets.of(scene.partition(0), scene.partition(1)));
          consumer.assign(Set.of(scene.partition(0)));
          commitBothWays(consumer, scene, wanted);
          consumer.unsubscribe();
          scene.join(consumer);
          commitBothWays(consumer, scene, wanted);
        });
  }

  private static void commitBothWays(
      Consumer<String, String> consumer,
      Scene scene,
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    scene.attempt("commitSync", () -> consumer.commitSync(offsets, Duration.ofSeconds(4)));
    List<String> heard = new ArrayList<>();
    scene.attempt(
        "commitAsync",
        () ->
            consumer.commitAsync(
                offsets, (done, failure) -> heard.add(done + " " + Scene.describe(failure))));
    scene.pollUntil(consumer, () -> !heard.isEmpty());
    scene.add("callback " + heard);
    scene.addCommitted(consumer);
  }

  private static List<Misuse> callbacks() {
    return List.of(
        Misuse.of(
            "callbacks run in order, on the polling thread, before a later commit ends",
            (consumer, scene) -> {
              consumer.assign(scene.both());
              Thread caller = Thread.currentThread();
              for (int i = 1; i <= 5; i++) {
                consumer.commitAsync(
                    Map.of(scene.partition(0), at(i)),
                    (offsets, failure) ->
                        scene.add(offsets + " " + failure + (Thread.currentThread() == caller)));
              }
              consumer.commitSync(Map.of(scene.partition(0), at(6)));
              scene.addCommitted(consumer);
            }),
        callback(
            "throws",
            consumer ->
                (offsets, failure) -> {
                  throw new IllegalArgumentException("not this");
                }),
        callback("commits", consumer -> (offsets, failure) -> consumer.commitSync(offsets)),
        callback("closes the consumer", consumer -> (offsets, failure) -> consumer.close()),
        Misuse.of(
            "commitAsync without a callback",
            (consumer, scene) -> {
              consumer.assign(scene.both());
              consumer.commitAsync(Map.of(scene.partition(0), at(4)), null);
              consumer.commitSync(Map.of());
              scene.addCommitted(consumer);
            }),
        Misuse.of(
            "commitAsync and close",
            (consumer, scene) -> {
              consumer.assign(scene.both());
              consumer.commitAsync(
                  Map.of(scene.partition(0), at(4)),
                  (offsets, failure) -> scene.add("callback " + offsets + " " + failure));
              consumer.close();
            }));
  }

  private interface Callback {
    OffsetCommitCallback of(Consumer<String, String> consumer);
  }

  private static Misuse callback(String what, Callback callback) {
    return Misuse.of(
        "a callback that " + what,
        (consumer, scene) -> {
          consumer.assign(scene.both());
          List<String> heard = new ArrayList<>();
          OffsetCommitCallback called = callback.of(consumer);
          consumer.commitAsync(
              Map.of(scene.partition(0), at(4)),
              (offsets, failure) -> {
                heard.add("callback " + offsets + " " + failure);
                called.onComplete(offsets, failure);
              });
          scene.pollUntil(consumer, () -> !heard.isEmpty());
          scene.add(heard.toString());
          scene.attempt("committed", () -> scene.addCommitted(consumer));
        });
  }

  private static List<Misuse> groups() {
    return List.of(
        new Misuse(
            "group calls without a group",
            NO_GROUP,
            (consumer, scene) -> {
              scene.attempt("subscribe", () -> consumer.subscribe(List.of(scene.topic())));
              scene.attempt("commitSync", consumer::commitSync);
              scene.attempt("commitAsync", consumer::commitAsync);
              scene.attempt("committed", () -> consumer.committed(scene.both()));
              scene.attempt("groupMetadata", consumer::groupMetadata);
              scene.attempt("enforceRebalance", consumer::enforceRebalance);
              consumer.assign(scene.both());
              scene.readToTheEnd(consumer);
            }),
        new Misuse(
            "a group without a name",
            Map.of("group.id", ""),
            (consumer, scene) ->
                scene.attempt("subscribe", () -> consumer.subscribe(List.of("t")))),
        Misuse.of(
            "subscribe and assign mixed",
            (consumer, scene) -> {
              consumer.subscribe(List.of(scene.topic()));
              scene.attempt("assign", () -> consumer.assign(scene.both()));
              scene.attempt("pattern", () -> consumer.subscribe(Pattern.compile("x")));
              consumer.unsubscribe();
              consumer.assign(scene.both());
              scene.attempt("subscribe", () -> consumer.subscribe(List.of(scene.topic())));
              scene.attempt("poll", () -> consumer.poll(Duration.ZERO));
            }),
        Misuse.of(
            "poll without a subscription",
            (consumer, scene) -> {
              scene.attempt("poll", () -> consumer.poll(Duration.ZERO));
              consumer.subscribe(List.of(scene.topic()));
              consumer.unsubscribe();
              scene.attempt("poll again", () -> consumer.poll(Duration.ZERO));
            }),
        new Misuse(
            "processing longer than the poll interval",
            Map.of("max.poll.interval.ms", 1_000),
            CommitMisuses::processForLong));
  }

  private static void processForLong(Consumer<String, String> consumer, Scene scene) {
    AtomicInteger assignments = new AtomicInteger();
    WatchingListener listener =
        WatchingListener.in(scene)
            .onAssigned(partitions -> assignments.addAndGet(partitions.isEmpty() ? 0 : 1));
    consumer.subscribe(List.of(scene.topic()), listener);
    scene.awaitAssigned(consumer, scene.both());
    scene.readToTheEnd(consumer);
    consumer.commitSync();
    scene.awaitMembers(0);
    scene.attempt("commitSync", consumer::commitSync);
    scene.add("still " + Scene.named(consumer.assignment()));
    scene.attempt("poll", () -> consumer.poll(Duration.ZERO));
    scene.pollUntil(consumer, () -> assignments.get() == 2);
    scene.readToTheEnd(consumer);
  }
}
