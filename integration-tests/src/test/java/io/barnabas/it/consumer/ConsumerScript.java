package io.barnabas.it.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Calls drawn at random, the same for every consumer that the script is run with. */
final class ConsumerScript {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** One call; its answer must tell all that a caller can see of it, and nothing that may vary. */
  interface Call {
    Object on(Consumer<String, String> consumer);
  }

  record Step(String name, Function<ScriptRun, Object> action) {}

  private final Random random;
  private final ScriptTopics topics;
  private final boolean joinsByItself;
  private final List<Step> steps = new ArrayList<>();

  private ConsumerScript(long seed, ScriptTopics topics, boolean joinsByItself) {
    this.random = new Random(seed);
    this.topics = topics;
    this.joinsByItself = joinsByItself;
  }

  /**
   * @param joinsByItself whether the consumer joins its group without being polled: what is asked
   *     meanwhile has no certain answer
   */
  static List<Step> draw(long seed, int calls, ScriptTopics topics, boolean joinsByItself) {
    ConsumerScript script = new ConsumerScript(seed, topics, joinsByItself);
    script.commitEverything();
    while (script.steps.size() < calls) {
      script.draw();
    }
    return script.steps;
  }

  private void add(String name, Call call) {
    steps.add(new Step(name, run -> call.on(run.consumer())));
  }

  /** Calls without an answer. */
  private void run(String name, java.util.function.Consumer<Consumer<String, String>> call) {
    add(
        name,
        consumer -> {
          call.accept(consumer);
          return "done";
        });
  }

  private void draw() {
    switch (random.nextInt(38)) {
      case 0, 1 -> subscribe();
      case 2 -> pattern();
      case 3, 4, 5 -> assign();
      case 6 -> run("unsubscribe", Consumer::unsubscribe);
      case 7, 8, 9, 10 -> seek();
      case 11 -> seekWithEpoch();
      case 12 -> seekToAnEnd();
      case 13, 14 -> pauseOrResume();
      case 15 -> look();
      case 16, 17 -> commit();
      case 18 -> commitOffsets();
      case 19 -> committed();
      case 20 -> offsets();
      case 21 -> offsetsForTimes();
      case 22 -> topicQueries();
      case 23, 24 -> position();
      case 25 -> wakeup();
      case 26 -> mistakes();
      case 27 -> groupMetadata();
      case 28 -> enforceRebalance();
      case 29 -> lag();
      case 30 -> close();
      default -> drain();
    }
  }

  private void subscribe() {
    Set<String> chosen = topics.someTopics(random);
    settle();
    run("subscribe " + chosen, consumer -> consumer.subscribe(chosen));
    if (joinsByItself || random.nextBoolean()) {
      settle();
    }
  }

  private void pattern() {
    Pattern pattern = topics.somePattern(random);
    Call awaitTopics = new Drain(topics, topics.matching(pattern));
    settle();
    add(
        "subscribe /" + pattern + "/ and drain",
        consumer -> {
          consumer.subscribe(pattern);
          return awaitTopics.on(consumer);
        });
    settle();
  }

  /**
   * Leaves nothing behind that a rebalance would change: what is read and committed before it, and
   * how many there are, depends on time.
   */
  private void settle() {
    run("resume all", consumer -> consumer.resume(consumer.assignment()));
    drain();
    commitPositions();
  }

  private void drain() {
    add("drain", new Drain(topics, Set.of()));
  }

  private void groupMetadata() {
    add(
        "groupMetadata",
        consumer -> {
          ConsumerGroupMetadata metadata = consumer.groupMetadata();
          // how often the group had to rebalance depends on time
          return (metadata.generationId() < 0 ? "no generation " : "a generation ")
              + metadata.groupInstanceId()
              + (metadata.memberId().isEmpty() ? " no member" : " a member");
        });
  }

  /** The protocol of KIP-848 does not know such a wish. */
  private void enforceRebalance() {
    settle();
    run(
        "enforceRebalance",
        consumer -> {
          int before = consumer.groupMetadata().generationId();
          consumer.enforceRebalance("script");
          if (before >= 0 && !joinsByItself) {
            awaitAnotherGeneration(consumer, before);
          }
        });
    settle();
  }

  private static void awaitAnotherGeneration(Consumer<String, String> consumer, int before) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.groupMetadata().generationId() == before && System.nanoTime() < end) {
      try {
        consumer.poll(Duration.ofMillis(10));
      } catch (OffsetOutOfRangeException ignored) {
        // for the next drain to find
      }
    }
  }

  private void lag() {
    TopicPartition tp = topics.anyPartition(random);
    add("currentLag " + tp, consumer -> currentLag(consumer, tp));
  }

  /** The first call may only ask for it. */
  private static OptionalLong currentLag(Consumer<String, String> consumer, TopicPartition tp) {
    // kafka-clients takes whatever offset it looked up last for the end
    consumer.endOffsets(Set.of(tp), PATIENCE);
    OptionalLong lag = consumer.currentLag(tp);
    for (int i = 0; lag.isEmpty() && i < 5; i++) {
      consumer.listTopics(PATIENCE);
      lag = consumer.currentLag(tp);
    }
    return lag;
  }

  /** And what a closed one says to a call. */
  private void close() {
    run(
        "close",
        consumer -> {
          // which of them are known by now, and committed, depends on time
          Drain.requirePositions(consumer);
          consumer.close(CloseOptions.timeout(PATIENCE));
        });
    look();
    steps.add(
        new Step(
            "open",
            run -> {
              run.open();
              return "done";
            }));
  }

  private void assign() {
    Set<TopicPartition> chosen = topics.somePartitions(random);
    run("assign " + chosen, consumer -> consumer.assign(chosen));
  }

  private void seek() {
    TopicPartition tp = topics.anyPartition(random);
    long offset = random.nextInt(20) == 0 ? -1 : random.nextInt(80);
    run("seek " + tp + " " + offset, consumer -> consumer.seek(tp, offset));
  }

  private void seekWithEpoch() {
    TopicPartition tp = topics.anyPartition(random);
    OffsetAndMetadata to = new OffsetAndMetadata(random.nextInt(30), Optional.of(0), "");
    add(
        "seek " + tp + " " + to,
        consumer -> {
          consumer.seek(tp, to);
          // whether a later call finds it validated depends on time
          return position(consumer, tp);
        });
  }

  private void seekToAnEnd() {
    Set<TopicPartition> chosen = topics.somePartitions(random);
    if (random.nextBoolean()) {
      run("seekToBeginning " + chosen, consumer -> consumer.seekToBeginning(chosen));
    } else {
      run("seekToEnd " + chosen, consumer -> consumer.seekToEnd(chosen));
    }
  }

  private void pauseOrResume() {
    Set<TopicPartition> chosen = topics.somePartitions(random);
    if (random.nextInt(3) == 0) {
      run("pause " + chosen, consumer -> consumer.pause(chosen));
    } else {
      run("resume " + chosen, consumer -> consumer.resume(chosen));
    }
  }

  private void look() {
    add(
        "look",
        consumer ->
            sorted(consumer.assignment())
                + " "
                + new TreeSet<>(consumer.subscription())
                + " "
                + sorted(consumer.paused()));
  }

  private void commit() {
    if (random.nextBoolean()) {
      commitPositions();
    } else {
      add("commitAsync", new AsyncCommit());
    }
  }

  private void commitPositions() {
    run(
        "commitSync",
        consumer -> {
          Drain.requirePositions(consumer);
          consumer.commitSync(PATIENCE);
        });
  }

  private void commitOffsets() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition tp : topics.somePartitions(random)) {
      offsets.put(tp, new OffsetAndMetadata(random.nextInt(60), "m" + random.nextInt(9)));
    }
    run(
        "commitSync " + offsets,
        consumer -> {
          // else some of them would begin at the offsets of before
          Drain.requirePositions(consumer);
          consumer.commitSync(offsets, PATIENCE);
        });
  }

  /** With a start for all of them there is one without a strategy, too. */
  private void commitEverything() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    topics.ends().keySet().forEach(tp -> offsets.put(tp, new OffsetAndMetadata(5)));
    run("commitSync all", consumer -> consumer.commitSync(offsets, PATIENCE));
  }

  private void committed() {
    Set<TopicPartition> chosen = topics.somePartitions(random);
    add("committed " + chosen, consumer -> byName(consumer.committed(chosen, PATIENCE)));
  }

  private void offsets() {
    Set<TopicPartition> chosen = topics.somePartitions(random);
    if (random.nextBoolean()) {
      add("beginningOffsets", consumer -> byName(consumer.beginningOffsets(chosen, PATIENCE)));
    } else {
      add("endOffsets " + chosen, consumer -> byName(consumer.endOffsets(chosen, PATIENCE)));
    }
  }

  private void offsetsForTimes() {
    Map<TopicPartition, Long> times = new HashMap<>();
    for (TopicPartition tp : topics.somePartitions(random)) {
      times.put(tp, (long) random.nextInt(70) - 2);
    }
    add("offsetsForTimes " + times, c -> byName(c.offsetsForTimes(times, PATIENCE)));
  }

  private void topicQueries() {
    String topic = topics.anyTopic(random);
    add("partitionsFor " + topic, c -> c.partitionsFor(topic, PATIENCE).size());
    add("listTopics", c -> new TreeSet<>(c.listTopics(PATIENCE).keySet()).contains(topic));
  }

  private void position() {
    TopicPartition tp = topics.anyPartition(random);
    add("position " + tp, consumer -> position(consumer, tp));
  }

  /** Which others become known meanwhile depends on time, if they are not awaited. */
  private static long position(Consumer<String, String> consumer, TopicPartition tp) {
    Drain.requirePositions(consumer);
    return consumer.position(tp, PATIENCE);
  }

  private void wakeup() {
    add(
        "wakeup and poll",
        consumer -> {
          if (consumer.assignment().isEmpty()) {
            return "nothing to poll";
          }
          consumer.wakeup();
          return consumer.poll(Duration.ofSeconds(5)).count();
        });
  }

  private void mistakes() {
    switch (random.nextInt(9)) {
      case 0 -> run("subscribe null", c -> c.subscribe((Collection<String>) null));
      case 1 -> run("subscribe blank", c -> c.subscribe(List.of(" ")));
      case 2 -> run("assign null", c -> c.assign(null));
      case 3 -> run("assign blank", c -> c.assign(List.of(new TopicPartition("", 0))));
      case 4 -> run("subscribe nothing", c -> c.subscribe(List.of()));
      case 5 -> run("subscribe no pattern", c -> c.subscribe((Pattern) null));
      case 6 -> run("seekToEnd null", c -> c.seekToEnd(null));
      case 7 -> add("committed of nothing", c -> c.committed(Set.of(), PATIENCE));
      default -> run("subscribe without listener", c -> c.subscribe(List.of("x"), null));
    }
  }

  static Set<String> sorted(Collection<TopicPartition> partitions) {
    Set<String> names = new TreeSet<>();
    partitions.forEach(tp -> names.add(tp.toString()));
    return names;
  }

  private static Map<String, Object> byName(Map<TopicPartition, ?> values) {
    Map<String, Object> named = new TreeMap<>();
    values.forEach((tp, value) -> named.put(tp.toString(), value));
    return named;
  }
}
