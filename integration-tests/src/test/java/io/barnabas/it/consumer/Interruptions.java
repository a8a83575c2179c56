package io.barnabas.it.consumer;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Calls that are ended by a wakeup. */
final class Interruptions {
  private static final Duration PATIENCE = ConsumerScript.PATIENCE;

  private interface Waiting {
    Object on(Consumer<String, String> consumer);
  }

  private final ConsumerScript script;
  private final ScriptTopics topics;
  private final Random random;

  Interruptions(ConsumerScript script, ScriptTopics topics, Random random) {
    this.script = script;
    this.topics = topics;
    this.random = random;
  }

  void draw() {
    Set<TopicPartition> chosen = topics.somePartitions(random);
    switch (random.nextInt(4)) {
      case 0 -> {
        wakeup("committed", consumer -> consumer.committed(chosen, PATIENCE));
        // takes the answer of before, which kafka-clients keeps for the next one that asks the same
        script.run("committed", run -> run.consumer().committed(chosen, PATIENCE));
      }
      case 1 -> wakeup("listTopics", consumer -> consumer.listTopics(PATIENCE));
      default -> {
        script.drain();
        wakeup("poll", Interruptions::poll);
      }
    }
  }

  private static Object poll(Consumer<String, String> consumer) {
    return consumer.assignment().isEmpty() ? "nothing to poll" : consumer.poll(PATIENCE).count();
  }

  private void wakeup(String name, Waiting call) {
    script.add(
        "wakeup and " + name,
        run -> {
          run.consumer().wakeup();
          String first = outcome(run.consumer(), call);
          // ends here at the latest
          return first + ", then " + outcome(run.consumer(), c -> c.listTopics(PATIENCE).isEmpty());
        });
  }

  private static String outcome(Consumer<String, String> consumer, Waiting call) {
    try {
      return String.valueOf(call.on(consumer));
    } catch (RuntimeException e) {
      return ScriptRun.describe(e);
    }
  }
}
