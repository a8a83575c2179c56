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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Polls until nothing is left to read. The answer is what came of each partition, in its order; how
 * polls cut it up depends on time and is left out.
 */
record Drain(ScriptTopics topics) implements ConsumerScript.Call {
  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration LIMIT = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** None that a group has. */
  private static final int NO_GENERATION = Integer.MIN_VALUE;

  @Override
  public Object on(ScriptRun run) {
    return on(run, NO_GENERATION);
  }

  /**
   * @param former the generation of the group that must have ended, too
   */
  Object on(ScriptRun run, int former) {
    Consumer<String, String> consumer = run.consumer();
    Map<String, List<Long>> got = new TreeMap<>();
    Set<TopicPartition> outOfRange = new HashSet<>();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      try {
        if (!run.refused()) {
          requirePositions(consumer);
        }
        boolean mayComeAgain = run.subscribed() != null;
        take(consumer.poll(STEP), mayComeAgain, got);
      } catch (OffsetOutOfRangeException e) {
        outOfRange.addAll(e.offsetOutOfRangePartitions().keySet());
      } catch (KafkaException e) {
        if (!(e.getCause() instanceof ScriptListener.Refusal)) {
          throw e;
        }
        run.hear("poll threw " + ScriptRun.describe(e));
      }
      boolean isRebalanced = consumer.groupMetadata().generationId() != former;
      if (isRebalanced && isAssigned(run) && isAtTheEnd(consumer, outOfRange)) {
        return got + state(consumer);
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
  private boolean isAssigned(ScriptRun run) {
    Set<String> subscribed = run.subscribed();
    if (subscribed == null) {
      return true;
    }
    Set<String> found = run.consumer().subscription();
    // only the coordinator knows what its patterns match
    boolean isFound = found.isEmpty() || found.equals(subscribed);
    return isFound && run.consumer().assignment().equals(topics.of(subscribed));
  }

  private boolean isAtTheEnd(Consumer<String, String> consumer, Set<TopicPartition> outOfRange) {
    for (TopicPartition tp : wanted(consumer)) {
      if (!isAtTheEnd(consumer, tp, outOfRange.contains(tp))) {
        return false;
      }
    }
    return true;
  }

  /** After a listener has thrown, kafka-clients has no position before another poll. */
  private boolean isAtTheEnd(
      Consumer<String, String> consumer, TopicPartition tp, boolean wasOutOfRange) {
    try {
      long position = consumer.position(tp, STEP);
      long end = topics.ends().get(tp);
      return position == end || (wasOutOfRange && position > end);
    } catch (TimeoutException e) {
      return false;
    }
  }

  private String state(Consumer<String, String> consumer) {
    Map<String, Object> positions = new TreeMap<>();
    for (TopicPartition tp : wanted(consumer)) {
      long position = consumer.position(tp, PATIENCE);
      String complaint = position > topics.ends().get(tp) ? ", which is out of range" : "";
      positions.put(tp.toString(), position + complaint);
    }
    return " at " + positions;
  }
}
