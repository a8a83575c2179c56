package io.barnabas.it.consumer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What brokers are asked for on behalf of the caller alone. */
final class LookupCalls {
  private static final Duration PATIENCE = ConsumerScript.PATIENCE;

  private final ConsumerScript script;
  private final ScriptTopics topics;
  private final Random random;

  LookupCalls(ConsumerScript script, ScriptTopics topics, Random random) {
    this.script = script;
    this.topics = topics;
    this.random = random;
  }

  void draw() {
    switch (random.nextInt(3)) {
      case 0 -> ends();
      case 1 -> offsetsForTimes();
      default -> topicQueries();
    }
  }

  private void ends() {
    Set<TopicPartition> chosen = topics.somePartitions(random);
    if (random.nextBoolean()) {
      script.add(
          "beginningOffsets " + chosen,
          run -> ConsumerScript.byName(run.consumer().beginningOffsets(chosen, PATIENCE)));
    } else {
      script.add(
          "endOffsets " + chosen,
          run -> ConsumerScript.byName(run.consumer().endOffsets(chosen, PATIENCE)));
    }
  }

  private void offsetsForTimes() {
    Map<TopicPartition, Long> times = new HashMap<>();
    for (TopicPartition tp : topics.somePartitions(random)) {
      times.put(tp, topics.timestamp(random.nextInt(70) - 2) - random.nextInt(2));
    }
    script.add(
        "offsetsForTimes " + times,
        run -> ConsumerScript.byName(run.consumer().offsetsForTimes(times, PATIENCE)));
  }

  private void topicQueries() {
    String topic = topics.anyTopic(random);
    script.add(
        "partitionsFor " + topic, run -> run.consumer().partitionsFor(topic, PATIENCE).size());
    script.add(
        "listTopics and " + topic, run -> run.consumer().listTopics(PATIENCE).containsKey(topic));
  }
}
