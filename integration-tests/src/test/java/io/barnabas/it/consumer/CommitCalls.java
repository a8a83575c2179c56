package io.barnabas.it.consumer;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Commits, and what was committed. */
final class CommitCalls {
  private final ConsumerScript script;
  private final ScriptTopics topics;
  private final Random random;

  CommitCalls(ConsumerScript script, ScriptTopics topics, Random random) {
    this.script = script;
    this.topics = topics;
    this.random = random;
  }

  void draw() {
    switch (random.nextInt(4)) {
      case 0 -> commitPositions();
      case 1 -> script.add("commitAsync", new AsyncCommit());
      case 2 -> commitOffsets();
      default -> committed();
    }
  }

  void commitPositions() {
    script.run(
        "commitSync",
        run -> {
          Drain.requirePositions(run.consumer());
          run.consumer().commitSync(ConsumerScript.PATIENCE);
        });
  }

  private void commitOffsets() {
    Map<TopicPartition, OffsetAndMetadata> offsets = someOffsets();
    script.run(
        "commitSync " + offsets,
        run -> {
          // else some of them would begin at the offsets of before
          Drain.requirePositions(run.consumer());
          run.consumer().commitSync(offsets, ConsumerScript.PATIENCE);
        });
  }

  private Map<TopicPartition, OffsetAndMetadata> someOffsets() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition tp : topics.somePartitions(random)) {
      offsets.put(tp, new OffsetAndMetadata(random.nextInt(60), "m" + random.nextInt(9)));
    }
    return offsets;
  }

  /** With a start for all of them there is one without a strategy, too. */
  void commitEverything() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    topics.ends().keySet().forEach(tp -> offsets.put(tp, new OffsetAndMetadata(5)));
    script.run(
        "commitSync all", run -> run.consumer().commitSync(offsets, ConsumerScript.PATIENCE));
  }

  private void committed() {
    Set<TopicPartition> chosen = topics.somePartitions(random);
    script.add(
        "committed " + chosen,
        run -> ConsumerScript.byName(run.consumer().committed(chosen, ConsumerScript.PATIENCE)));
  }
}
