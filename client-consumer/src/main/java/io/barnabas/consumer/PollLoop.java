package io.barnabas.consumer;

import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.network.loop.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * One {@code poll}: takes the steps that are due on the polling thread, returns what is here, waits
 * if there is nothing. With records at hand nothing is handed over between threads.
 */
final class PollLoop<K, V> {
  private final ConsumerParts<K, V> parts;
  private final PollSignal signal;
  private final Clock clock;
  private final BooleanSupplier isClosed;
  private final TopicErrors topicErrors;

  PollLoop(ConsumerParts<K, V> parts, BooleanSupplier isClosed) {
    this.parts = parts;
    this.isClosed = isClosed;
    this.topicErrors = new TopicErrors(parts.network.metadata(), parts.watch);
    this.signal = parts.signal;
    this.clock = parts.network.loop().clock();
  }

  ConsumerRecords<K, V> poll(Deadline deadline) {
    parts.metrics.calls().pollStarted();
    try {
      return pollUntil(deadline);
    } finally {
      parts.metrics.calls().pollEnded();
    }
  }

  private ConsumerRecords<K, V> pollUntil(Deadline deadline) {
    if (parts.subscriptions.isNone()) {
      throw new IllegalStateException(
          "Consumer is not subscribed to any topics or assigned any partitions");
    }
    while (true) {
      signal.throwIfInterrupted();
      signal.clear();
      long nowMs = clock.nowMs();
      takeGroupSteps(nowMs);
      if (isClosed.getAsBoolean()) {
        // by a listener or a callback
        return ConsumerRecords.empty();
      }
      long wakeAtMs = takeSteps(nowMs);
      ConsumerRecords<K, V> records = parts.collector.collect();
      if (records != null) {
        return parts.plugins.interceptors().onConsume(records);
      }
      // an error in what was fetched may have moved a position
      parts.fetchPlan.sync();
      long leftNanos = deadline.remainingNanos();
      if (leftNanos <= 0) {
        return ConsumerRecords.empty();
      }
      signal.sleep(Math.min(leftNanos, nanosUntil(wakeAtMs)));
    }
  }

  private void takeGroupSteps(long nowMs) {
    if (parts.membership != null) {
      parts.committer.runCallbacks();
    }
    if (parts.membership != null && !isClosed.getAsBoolean()) {
      parts.membership.poll(nowMs);
    }
  }

  /** What else is due before records are returned; tells when to come again. */
  private long takeSteps(long nowMs) {
    long wakeAtMs = Long.MAX_VALUE;
    topicErrors.check();
    if (parts.autoCommit != null) {
      wakeAtMs = parts.autoCommit.poll(nowMs);
    }
    parts.positions.poll();
    parts.fetchPlan.sync();
    return Math.min(wakeAtMs, parts.progress.poll(nowMs));
  }

  private long nanosUntil(long atMs) {
    return atMs == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : TimeUnit.MILLISECONDS.toNanos(Math.max(1, atMs - clock.nowMs()));
  }
}
