package io.barnabas.it.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Calls drawn at random, the same for every consumer that the script is run with. */
final class ConsumerScript {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** One call; its answer must tell all that a caller can see of it, and nothing that may vary. */
  interface Call {
    Object on(ScriptRun run);
  }

  record Step(String name, Call call) {}

  private final ScriptTopics topics;
  private final boolean joinsByItself;
  private final boolean isStatic;
  private final List<Step> steps = new ArrayList<>();

  private ConsumerScript(ScriptTopics topics, boolean joinsByItself, boolean isStatic) {
    this.topics = topics;
    this.joinsByItself = joinsByItself;
    this.isStatic = isStatic;
  }

  /**
   * @param joinsByItself whether the consumer joins its group without being polled: what is asked
   *     meanwhile has no certain answer
   * @param isStatic whether it has a name of its own in the group
   */
  static List<Step> draw(
      long seed, int calls, ScriptTopics topics, boolean joinsByItself, boolean isStatic) {
    ConsumerScript script = new ConsumerScript(topics, joinsByItself, isStatic);
    Random random = new Random(seed);
    CommitCalls commits = new CommitCalls(script, topics, random);
    SubscriptionCalls subscriptions = new SubscriptionCalls(script, commits, topics, random);
    PositionCalls positions = new PositionCalls(script, topics, random);
    LookupCalls lookups = new LookupCalls(script, topics, random);
    commits.commitEverything();
    while (script.steps.size() < calls) {
      switch (random.nextInt(40)) {
        case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 -> subscriptions.draw();
        case 11, 12, 13, 14, 15, 16, 17, 18, 19 -> positions.draw();
        case 20, 21, 22, 23, 24 -> commits.draw();
        case 25, 26, 27, 28, 29, 30 -> lookups.draw();
        case 31 -> new Interruptions(script, topics, random).draw();
        case 32 -> new Mistakes(script, topics).draw(random);
        default -> script.drain();
      }
    }
    subscriptions.close();
    return script.steps;
  }

  /** See {@link #draw}. */
  boolean joinsByItself() {
    return joinsByItself;
  }

  /** See {@link #draw}. */
  boolean isStatic() {
    return isStatic;
  }

  void add(String name, Call call) {
    steps.add(new Step(name, call));
  }

  /** Calls without an answer. */
  void run(String name, Consumer<ScriptRun> call) {
    add(
        name,
        run -> {
          call.accept(run);
          return "done";
        });
  }

  void drain() {
    add("drain", new Drain(topics));
  }

  /** What can be seen without asking anybody. */
  void look() {
    add(
        "look",
        run ->
            sorted(run.consumer().assignment())
                + " "
                + new TreeSet<>(run.consumer().subscription())
                + " "
                + sorted(run.consumer().paused()));
  }

  static Set<String> sorted(Collection<TopicPartition> partitions) {
    Set<String> names = new TreeSet<>();
    partitions.forEach(tp -> names.add(tp.toString()));
    return names;
  }

  static Map<String, Object> byName(Map<TopicPartition, ?> values) {
    Map<String, Object> named = new TreeMap<>();
    values.forEach((tp, value) -> named.put(tp.toString(), value));
    return named;
  }
}
