package io.barnabas.it.misuse;

import io.barnabas.it.CallNotes;
import io.barnabas.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/** Where one consumer is misused, and what was seen of it. */
final class Scene extends CallNotes {
  static final Duration LIMIT = Duration.ofSeconds(15);

  static final Duration STEP = Duration.ofMillis(50);

  private final Stage stage;
  private final Function<Scene, Consumer<String, String>> kind;
  private final String group;

  /** What polls gave, by partition. */
  private final Map<String, Offsets> read = new TreeMap<>();

  private final List<String> heard = new ArrayList<>();
  private int owed;
  private String lastComplaint;

  /**
   * @param kind makes a consumer of this group
   */
  Scene(Stage stage, String group, Function<Scene, Consumer<String, String>> kind) {
    this.stage = stage;
    this.group = group;
    this.kind = kind;
  }

  /** Another consumer with the same configuration. */
  Consumer<String, String> open() {
    return kind.apply(this);
  }

  /** Two partitions of {@link Stage#RECORDS} records each. */
  String topic() {
    return stage.topic();
  }

  /** One partition without records. */
  String otherTopic() {
    return stage.otherTopic();
  }

  TopicPartition otherPartition() {
    return new TopicPartition(otherTopic(), 0);
  }

  TopicPartition partition(int index) {
    return new TopicPartition(topic(), index);
  }

  Set<TopicPartition> both() {
    return Set.of(partition(0), partition(1));
  }

  String group() {
    return group;
  }

  Admin admin() {
    return stage.admin();
  }

  /** Commits without waiting; {@link #addHeard} waits for what the callback is told. */
  void commitAsync(Consumer<String, String> consumer) {
    consumer.commitAsync((offsets, failure) -> heard.add("committed: " + failure));
    owed++;
  }

  void addHeard(Consumer<String, String> consumer) {
    pollUntil(consumer, () -> heard.size() == owed);
    add("heard " + heard);
  }

  /** Polls until it holds; what polls throw is noted, and does not end it. */
  void pollUntil(Consumer<String, String> consumer, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    boolean goesOn = true;
    while (goesOn && !holds(condition)) {
      if (System.nanoTime() > end) {
        add("polled in vain");
        return;
      }
      goesOn = poll(consumer);
    }
  }

  /** A wakeup may end the condition's calls as well as a poll. */
  private boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (WakeupException e) {
      complain(describe(e));
      return false;
    }
  }

  /** Returns whether to go on. */
  boolean poll(Consumer<String, String> consumer) {
    try {
      consumer.poll(STEP).forEach(this::note);
      lastComplaint = null;
      return true;
    } catch (InterruptException e) {
      complain(e.getClass() + ", interrupted: " + Thread.interrupted());
      return true;
    } catch (RuntimeException e) {
      complain(describe(e));
      return !(e instanceof IllegalStateException);
    }
  }

  /** What is thrown again and again is noted once. */
  private void complain(String complaint) {
    if (!complaint.equals(lastComplaint)) {
      add("poll threw " + complaint);
    }
    lastComplaint = complaint;
  }

  private void note(ConsumerRecord<String, String> each) {
    read.computeIfAbsent(each.topic() + "-" + each.partition(), tp -> new Offsets())
        .add(each.offset());
  }

  /** Polls until the group has given it exactly these. */
  void awaitAssigned(Consumer<String, String> consumer, Set<TopicPartition> partitions) {
    pollUntil(consumer, () -> consumer.assignment().equals(partitions));
    add("assigned " + named(consumer.assignment()));
  }

  /** Subscribes and awaits the assignment. */
  void join(Consumer<String, String> consumer) {
    consumer.subscribe(List.of(topic()));
    awaitAssigned(consumer, both());
  }

  /** Reads all that is left, and notes all that polls of this scene have read. */
  void readToTheEnd(Consumer<String, String> consumer) {
    pollUntil(consumer, () -> isAtTheEnd(consumer));
    add("read " + read);
  }

  /** Assignment and positions may come only after another poll. */
  private boolean isAtTheEnd(Consumer<String, String> consumer) {
    if (consumer.assignment().isEmpty() && !consumer.subscription().isEmpty()) {
      return false;
    }
    try {
      return consumer.assignment().stream()
          .allMatch(tp -> consumer.position(tp, STEP) == stage.ends().getOrDefault(tp, -1L));
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** Waits until the group has so many members, in the eyes of its coordinator. */
  void awaitMembers(int count) {
    Await.until(
        "a group of " + count,
        LIMIT,
        () ->
            admin()
                    .describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get()
                    .members()
                    .size()
                == count);
  }

  /** Waits until another thread is inside. */
  static void awaitBusy(Consumer<String, String> consumer) {
    Await.until(
        "a poll",
        LIMIT,
        () -> {
          try {
            consumer.paused();
            return false;
          } catch (ConcurrentModificationException e) {
            return true;
          }
        });
  }

  /** What the consumer says was committed. */
  void addCommitted(Consumer<String, String> consumer) {
    Map<String, Object> committed = new TreeMap<>();
    consumer.committed(both()).forEach((tp, offset) -> committed.put(tp.toString(), offset));
    add("committed " + committed);
  }

  /** What the group has committed, whether or not the consumer is still open. */
  void addCommitted() throws Exception {
    Map<String, Object> committed = new TreeMap<>();
    admin()
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach((tp, offset) -> committed.put(tp.toString(), offset.offset()));
    add("committed " + committed);
  }

  static Set<String> named(Iterable<TopicPartition> partitions) {
    Set<String> names = new TreeSet<>();
    partitions.forEach(tp -> names.add(tp.toString()));
    return names;
  }
}
