package io.barnabas.it.misuse;

import static io.barnabas.it.misuse.WatchingListener.once;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/** Rebalance listeners that throw, or do to the consumer what they had better not. */
final class ListenerMisuses {
  private ListenerMisuses() {}

  /** What a listener does to the consumer. */
  private interface Deed {
    void with(Consumer<String, String> consumer, Scene scene);
  }

  static List<Misuse> all() {
    return Stream.of(throwing(), onAssigned(), onRevoked()).flatMap(List::stream).toList();
  }

  private static List<Misuse> throwing() {
    return List.of(
        onRevocation("throws", ListenerMisuses::refuse),
        onRevocation("throws a KafkaException", ListenerMisuses::refuseAsKafkaDoes),
        onRevocation("throws a WakeupException", ListenerMisuses::refuseAsWokenUp),
        onRevocation("throws an InterruptException", ListenerMisuses::refuseAsInterrupted),
        onAssignment("throws", ListenerMisuses::refuse),
        onAssignment("throws a KafkaException", ListenerMisuses::refuseAsKafkaDoes),
        onAssignment("throws a WakeupException", ListenerMisuses::refuseAsWokenUp),
        onAssignment("throws an InterruptException", ListenerMisuses::refuseAsInterrupted),
        Misuse.of(
            "a listener that throws in unsubscribe",
            (consumer, scene) -> {
              refuseRevocation(consumer, scene);
              scene.attempt("unsubscribe", consumer::unsubscribe);
              scene.add(
                  Scene.named(consumer.assignment()) + " of " + consumer.subscription().size());
              scene.attempt("poll", () -> consumer.poll(Duration.ZERO));
            }),
        Misuse.of(
            "a listener that throws in close",
            (consumer, scene) -> {
              refuseRevocation(consumer, scene);
              scene.attempt("close", consumer::close);
            }));
  }

  private static void refuse(Consumer<String, String> consumer, Scene scene) {
    throw new IllegalArgumentException("not these");
  }

  private static void refuseAsKafkaDoes(Consumer<String, String> consumer, Scene scene) {
    throw new org.apache.kafka.common.errors.InvalidConfigurationException("not these");
  }

  private static void refuseAsWokenUp(Consumer<String, String> consumer, Scene scene) {
    throw new WakeupException();
  }

  private static void refuseAsInterrupted(Consumer<String, String> consumer, Scene scene) {
    throw new InterruptException("not these");
  }

  private static void refuseRevocation(Consumer<String, String> consumer, Scene scene) {
    consumer.subscribe(
        List.of(scene.topic()),
        WatchingListener.in(scene).onRevoked(partitions -> refuse(consumer, scene)));
    scene.awaitAssigned(consumer, scene.both());
  }

  private static List<Misuse> onAssigned() {
    return List.of(
        onAssignment("seeks", (c, s) -> c.assignment().forEach(tp -> c.seek(tp, 7))),
        onAssignment("seeks to the end", (c, s) -> c.seekToEnd(c.assignment())),
        onAssignment(
            "pauses",
            (c, s) -> {
              c.pause(c.assignment());
              s.add("paused " + Scene.named(c.paused()));
            }),
        onAssignment("asks for positions", ListenerMisuses::position),
        onAssignment(
            "asks for what was committed",
            (c, s) -> s.add("committed " + new HashSet<>(c.committed(s.both()).values()))),
        onAssignment(
            "asks for ends",
            (c, s) -> s.add("ends " + new HashSet<>(c.endOffsets(s.both()).values()))),
        onAssignment("commits", (c, s) -> s.attempt("commitSync", () -> c.commitSync(Scene.LIMIT))),
        onAssignment("commits without waiting", (c, s) -> s.commitAsync(c)),
        onAssignment("polls", (c, s) -> s.poll(c)),
        onAssignment("unsubscribes", (c, s) -> s.attempt("unsubscribe", c::unsubscribe)),
        onAssignment(
            "subscribes to another topic",
            (c, s) -> s.attempt("subscribe", () -> c.subscribe(List.of(s.otherTopic())))),
        onAssignment("assigns", (c, s) -> s.attempt("assign", () -> c.assign(s.both()))),
        onAssignment("wakes the consumer up", (c, s) -> c.wakeup()),
        onAssignment("enforces a rebalance", (c, s) -> s.attempt("enforce", c::enforceRebalance)),
        onAssignment("closes", (c, s) -> s.attempt("inner close", c::close)));
  }

  private static void position(Consumer<String, String> consumer, Scene scene) {
    for (TopicPartition tp : List.of(scene.partition(0), scene.partition(1))) {
      scene.attempt("position", () -> scene.add("at " + consumer.position(tp)));
    }
  }

  private static List<Misuse> onRevoked() {
    return List.of(
        onRevocation("commits", (c, s) -> s.attempt("commitSync", () -> c.commitSync(Scene.LIMIT))),
        onRevocation("commits without waiting", (c, s) -> s.commitAsync(c)),
        onRevocation("seeks", (c, s) -> s.attempt("seek", () -> c.seek(s.partition(0), 7))),
        onRevocation("asks for positions", ListenerMisuses::position),
        onRevocation("polls", (c, s) -> s.attempt("poll", () -> c.poll(Duration.ofSeconds(1)))),
        onRevocation("wakes the consumer up", (c, s) -> c.wakeup()),
        onRevocation("unsubscribes", (c, s) -> s.attempt("unsubscribe", c::unsubscribe)),
        onRevocation("closes", (c, s) -> s.attempt("inner close", c::close)));
  }

  /** Joins, and reads from where the listener left it. */
  private static Misuse onAssignment(String what, Deed deed) {
    return Misuse.of(
        "a listener that " + what + " when assigned",
        (consumer, scene) -> {
          consumer.subscribe(
              List.of(scene.topic()),
              WatchingListener.in(scene).onAssigned(once(p -> deed.with(consumer, scene))));
          scene.pollUntil(consumer, () -> !consumer.assignment().isEmpty());
          tell(consumer, scene);
        });
  }

  /** Joins, and subscribes to another topic, so that both partitions have to go. */
  private static Misuse onRevocation(String what, Deed deed) {
    return Misuse.of(
        "a listener that " + what + " when revoked",
        (consumer, scene) -> {
          WatchingListener listener =
              WatchingListener.in(scene).onRevoked(once(p -> deed.with(consumer, scene)));
          consumer.subscribe(List.of(scene.topic()), listener);
          scene.awaitAssigned(consumer, scene.both());
          scene.readToTheEnd(consumer);
          consumer.subscribe(List.of(scene.otherTopic()), listener);
          scene.awaitAssigned(consumer, Set.of(new TopicPartition(scene.otherTopic(), 0)));
          scene.addCommitted(consumer);
          tell(consumer, scene);
        });
  }

  private static void tell(Consumer<String, String> consumer, Scene scene) {
    consumer.resume(consumer.assignment());
    scene.readToTheEnd(consumer);
    scene.addHeard(consumer);
    scene.add("subscribed to " + consumer.subscription());
  }
}
