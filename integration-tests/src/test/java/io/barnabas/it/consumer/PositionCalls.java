package io.barnabas.it.consumer;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Where the consumer is, and where it shall be. */
final class PositionCalls {
  private final ConsumerScript script;
  private final ScriptTopics topics;
  private final Random random;

  PositionCalls(ConsumerScript script, ScriptTopics topics, Random random) {
    this.script = script;
    this.topics = topics;
    this.random = random;
  }

  void draw() {
    switch (random.nextInt(11)) {
      case 0, 1, 2, 3 -> seek();
      case 4 -> seekWithEpoch();
      case 5 -> seekToAnEnd();
      case 6, 7 -> pauseOrResume();
      case 8 -> script.look();
      case 9 -> position();
      default -> lag();
    }
  }

  private void seek() {
    TopicPartition tp = topics.anyPartition(random);
    long offset = random.nextInt(20) == 0 ? -1 : random.nextInt(80);
    script.run("seek " + tp + " " + offset, run -> run.consumer().seek(tp, offset));
  }

  private void seekWithEpoch() {
    TopicPartition tp = topics.anyPartition(random);
    OffsetAndMetadata to = new OffsetAndMetadata(random.nextInt(30), Optional.of(0), "");
    script.add(
        "seek " + tp + " " + to,
        run -> {
          run.consumer().seek(tp, to);
          // whether a later call finds it validated depends on time
          return position(run.consumer(), tp);
        });
  }

  private void seekToAnEnd() {
    Set<TopicPartition> chosen = topics.somePartitions(random);
    if (random.nextBoolean()) {
      script.run("seekToBeginning " + chosen, run -> run.consumer().seekToBeginning(chosen));
    } else {
      script.run("seekToEnd " + chosen, run -> run.consumer().seekToEnd(chosen));
    }
  }

  private void pauseOrResume() {
    Set<TopicPartition> chosen = topics.somePartitions(random);
    if (random.nextInt(3) == 0) {
      script.run("pause " + chosen, run -> run.consumer().pause(chosen));
    } else {
      script.run("resume " + chosen, run -> run.consumer().resume(chosen));
    }
  }

  private void position() {
    TopicPartition tp = topics.anyPartition(random);
    script.add("position " + tp, run -> position(run.consumer(), tp));
  }

  /** Which others become known meanwhile depends on time, if they are not awaited. */
  private static long position(Consumer<String, String> consumer, TopicPartition tp) {
    Drain.requirePositions(consumer);
    return consumer.position(tp, ConsumerScript.PATIENCE);
  }

  private void lag() {
    TopicPartition tp = topics.anyPartition(random);
    script.add("currentLag " + tp, run -> currentLag(run.consumer(), tp));
  }

  /** The first call may only ask for it. */
  private static OptionalLong currentLag(Consumer<String, String> consumer, TopicPartition tp) {
    // kafka-clients takes whatever offset it looked up last for the end
    consumer.endOffsets(Set.of(tp), ConsumerScript.PATIENCE);
    OptionalLong lag = consumer.currentLag(tp);
    for (int i = 0; lag.isEmpty() && i < 5; i++) {
      consumer.listTopics(ConsumerScript.PATIENCE);
      lag = consumer.currentLag(tp);
    }
    return lag;
  }
}
