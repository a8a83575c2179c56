package io.barnabas.it.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Polls until nothing is left to read. The answer is what came of each partition, in its order; how
 * polls cut it up depends on time and is left out.
 *
 * @param subscribed what a pattern stands for, which it may take time to find out; else empty
 */
record Drain(ScriptTopics topics, Set<String> subscribed) implements ConsumerScript.Call {
  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration LIMIT = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public Object on(Consumer<String, String> consumer) {
    Map<String, List<Long>> got = new TreeMap<>();
    Set<TopicPartition> outOfRange = new HashSet<>();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      try {
        requirePositions(consumer);
        boolean mayComeAgain = !consumer.subscription().isEmpty();
        take(consumer.poll(STEP), mayComeAgain, got);
      } catch (OffsetOutOfRangeException e) {
        outOfRange.addAll(e.offsetOutOfRangePartitions().keySet());
      }
      if (isAssigned(consumer) && isAtTheEnd(consumer, outOfRange)) {
        return got + state(consumer, outOfRange);
      }
    }
    return "never ends: " + got + " " + ConsumerScript.sorted(consumer.assignment());
  }

  /**
   * @param mayComeAgain records that were not committed come again with each rebalance, and how
   *     many of these there are depends on time
   */
  private static void take(
      ConsumerRecords<?, ?> records, boolean mayComeAgain, Map<String, List<Long>> got) {
    for (ConsumerRecord<?, ?> record : records) {
      TopicPartition tp = new TopicPartition(record.topic(), record.partition());
      List<Long> offsets = got.computeIfAbsent(tp.toString(), ignored -> new ArrayList<>());
      if (!mayComeAgain || !offsets.contains(record.offset())) {
        offsets.add(record.offset());
      }
    }
  }

  /** A partition without a position is an error by itself, whatever the others have to give. */
  static void requirePositions(Consumer<String, String> consumer) {
    for (TopicPartition tp : consumer.assignment()) {
      consumer.position(tp, PATIENCE);
    }
  }

  private static List<TopicPartition> wanted(Consumer<String, String> consumer) {
    Set<TopicPartition> wanted = new TreeSet<>(ScriptTopics.BY_NAME);
    wanted.addAll(consumer.assignment());
    wanted.removeAll(consumer.paused());
    return List.copyOf(wanted);
  }

  /** Whether the assignment is what it has to become. */
  private boolean isAssigned(Consumer<String, String> consumer) {
    Set<String> found = consumer.subscription();
    return (found.isEmpty() || consumer.assignment().equals(topics.of(found)))
        && (subscribed.isEmpty() || found.equals(subscribed));
  }

  private boolean isAtTheEnd(Consumer<String, String> consumer, Set<TopicPartition> outOfRange) {
    for (TopicPartition tp : wanted(consumer)) {
      if (consumer.position(tp, PATIENCE) != topics.ends().get(tp) && !outOfRange.contains(tp)) {
        return false;
      }
    }
    return true;
  }

  private static String state(Consumer<String, String> consumer, Set<TopicPartition> outOfRange) {
    Map<String, Object> positions = new TreeMap<>();
    for (TopicPartition tp : wanted(consumer)) {
      String complaint = outOfRange.contains(tp) ? ", which is out of range" : "";
      positions.put(tp.toString(), consumer.position(tp, PATIENCE) + complaint);
    }
    return " at " + positions;
  }
}
