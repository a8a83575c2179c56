package io.barnabas.it.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A commit whose callback is awaited: it runs within a later call. Made again if a position was
 * left out: kafka-clients validates positions after each metadata, and then commits none of them.
 */
final class AsyncCommit implements ConsumerScript.Call {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public Object on(ScriptRun run) {
    Consumer<String, String> consumer = run.consumer();
    List<String> heard = new ArrayList<>();
    long end = System.nanoTime() + LIMIT.toNanos();
    boolean complete = false;
    while (!complete && System.nanoTime() < end) {
      heard.clear();
      complete = commit(consumer, heard).containsAll(consumer.assignment());
    }
    return heard;
  }

  /** Returns the partitions that were committed. */
  private static Set<TopicPartition> commit(Consumer<String, String> consumer, List<String> heard) {
    Set<TopicPartition> committed = new HashSet<>();
    Drain.requirePositions(consumer);
    // kafka-clients has no answer before it knows its coordinator
    consumer.committed(consumer.assignment(), LIMIT);
    consumer.commitAsync(
        (offsets, failure) -> {
          // by the protocol of KIP-848, kafka-clients does not say what was not committed
          heard.add(failure == null ? ConsumerScript.byName(offsets).toString() : "" + failure);
          committed.addAll(failure == null ? offsets.keySet() : consumer.assignment());
        });
    long end = System.nanoTime() + LIMIT.toNanos();
    while (heard.isEmpty() && System.nanoTime() < end) {
      // completes what was begun before, and calls back
      consumer.commitSync(Map.of(), LIMIT);
    }
    return committed;
  }
}
