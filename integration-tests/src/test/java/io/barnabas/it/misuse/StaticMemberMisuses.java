package io.barnabas.it.misuse;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Static members (KIP-345) that go, and come back as others than they were. */
final class StaticMemberMisuses {
  private static final Map<String, Object> STATIC = Map.of("group.instance.id", "i");

  private StaticMemberMisuses() {}

  static List<Misuse> all() {
    return List.of(
        returning("the same topic", scene -> List.of(scene.topic()), Scene::both),
        returning(
            "another topic",
            scene -> List.of(scene.otherTopic()),
            scene -> Set.of(scene.otherPartition())),
        misuse("that unsubscribes", StaticMemberMisuses::unsubscribe),
        misuse("that commits as an outsider", StaticMemberMisuses::commitOutside),
        misuse("that leaves for good", StaticMemberMisuses::leaveForGood),
        misuse("whose name is taken", StaticMemberMisuses::takeTheName));
  }

  private static Misuse misuse(String what, Misuse.Use use) {
    return new Misuse("a static member " + what, STATIC, use);
  }

  private static Misuse returning(
      String what,
      Function<Scene, List<String>> topics,
      Function<Scene, Set<TopicPartition>> partitions) {
    return misuse(
        "that returns for " + what,
        (consumer, scene) -> {
          joinAndClose(consumer, scene, GroupMembershipOperation.DEFAULT);
          scene.awaitMembers(1);
          try (Consumer<String, String> again = scene.open()) {
            again.subscribe(topics.apply(scene), WatchingListener.in(scene));
            scene.awaitAssigned(again, partitions.apply(scene));
          }
        });
  }

  private static void joinAndClose(
      Consumer<String, String> consumer, Scene scene, GroupMembershipOperation operation) {
    consumer.subscribe(List.of(scene.topic()), WatchingListener.in(scene));
    scene.awaitAssigned(consumer, scene.both());
    consumer.close(CloseOptions.groupMembershipOperation(operation));
    scene.add("closed");
  }

  private static void leaveForGood(Consumer<String, String> consumer, Scene scene) {
    joinAndClose(consumer, scene, GroupMembershipOperation.LEAVE_GROUP);
    scene.awaitMembers(0);
  }

  private static void unsubscribe(Consumer<String, String> consumer, Scene scene) {
    scene.join(consumer);
    consumer.unsubscribe();
    scene.awaitMembers(1);
    scene.join(consumer);
  }

  /** The group waits for its member, and takes commits of nobody else. */
  private static void commitOutside(Consumer<String, String> consumer, Scene scene) {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        Map.of(scene.partition(0), new OffsetAndMetadata(3));
    scene.attempt("commitSync before", () -> consumer.commitSync(offsets));
    scene.join(consumer);
    consumer.unsubscribe();
    scene.attempt("commitSync after", () -> consumer.commitSync(offsets));
    consumer.assign(scene.both());
    scene.attempt("commitSync assigned", () -> consumer.commitSync(offsets));
    consumer.close();
    try (Consumer<String, String> again = scene.open()) {
      scene.attempt("commitSync again", () -> again.commitSync(offsets));
      again.assign(scene.both());
      scene.attempt("commitSync of an assigned one", () -> again.commitSync(offsets));
      again.unsubscribe();
      scene.attempt("commitSync after all", () -> again.commitSync(offsets));
      scene.join(again);
      again.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));
    }
    try (Consumer<String, String> again = scene.open()) {
      scene.attempt("commitSync of one that remained", () -> again.commitSync(offsets));
    }
  }

  /** By the classic protocol the first one is fenced, by KIP-848's the second one refused. */
  private static void takeTheName(Consumer<String, String> first, Scene scene) {
    scene.join(first);
    try (Consumer<String, String> second = scene.open()) {
      second.subscribe(List.of(scene.topic()));
      scene.attempt("the second", () -> pollUntil(second, () -> !second.assignment().isEmpty()));
      if (!second.assignment().isEmpty()) {
        scene.attempt("the first", () -> pollUntil(first, () -> false));
      }
    }
  }

  /** What polls throw is thrown on. */
  private static void pollUntil(Consumer<String, String> consumer, BooleanSupplier condition) {
    long end = System.nanoTime() + Scene.LIMIT.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      consumer.poll(Scene.STEP);
    }
  }
}
