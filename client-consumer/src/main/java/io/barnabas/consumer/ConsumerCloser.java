package io.barnabas.consumer;

import io.barnabas.consumer.group.GroupMembership.LeaveMode;
import io.barnabas.consumer.handover.Deadline;
import io.barnabas.network.loop.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a consumer: commits, gives its partitions up, leaves the group, then ends the loop and the
 * plugins. Every step is tried, whatever became of those before; the first failure is thrown at the
 * end. Polling thread only.
 */
final class ConsumerCloser {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerCloser.class);

  private static final long SESSION_PATIENCE_MS = 500;

  private final ConsumerParts<?, ?> parts;
  private final String logPrefix;
  private RuntimeException first;

  ConsumerCloser(ConsumerParts<?, ?> parts) {
    this.parts = parts;
    this.logPrefix = parts.settings.client().logPrefix();
  }

  void close(LeaveMode leaveMode, Deadline deadline) {
    parts.signal.disableWakeups();
    if (parts.membership != null) {
      step("commit the offsets", () -> commit(deadline));
      step("give up the partitions", parts.membership::giveUpPartitions);
      step(
          "leave the group",
          () -> parts.membership.leave("the consumer is being closed", leaveMode, deadline));
    }
    step("close the fetch sessions", () -> closeSessions(deadline));
    step("end the network thread", () -> closeNetwork(deadline));
    step("release what was fetched", parts.collector::close);
    step("close the plugins", parts.plugins::close);
    step("remove the metrics", parts.clientMetrics::close);
    LOG.info("{}The consumer has been closed", logPrefix);
    if (first instanceof InterruptException) {
      throw first;
    }
    if (first != null) {
      throw new KafkaException("Failed to close kafka consumer", first);
    }
  }

  private void commit(Deadline deadline) {
    if (parts.autoCommit != null) {
      parts.autoCommit.commitFinally(deadline);
    }
    parts.committer.awaitAsync(deadline);
  }

  /** Brokers that answer do so at once; for others nobody waits, nor if interrupted before. */
  private void closeSessions(Deadline deadline) {
    EventLoop loop = parts.network.loop();
    CompletableFuture<Void> over = new CompletableFuture<>();
    loop.execute(
        () ->
            parts.fetcher.closeSessions().whenComplete((ignored, failure) -> over.complete(null)));
    if (!Thread.currentThread().isInterrupted()) {
      long limitMs = Math.min(SESSION_PATIENCE_MS, deadline.remainingMs());
      parts.signal.await(over, Deadline.after(loop.clock(), limitMs));
    }
  }

  /** Also for an interrupted caller: the thread and the sockets must not stay. */
  private void closeNetwork(Deadline deadline) {
    boolean interrupted = Thread.interrupted();
    try {
      parts.network.close(Duration.ofMillis(deadline.remainingMs()));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void step(String what, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error("{}Failed to {}", logPrefix, what, e);
      if (first == null) {
        first = e;
      }
    }
  }
}
