package io.barnabas.consumer.offset;

import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.EventLoop;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits, in the order of the calls. Callbacks and interceptors run on the polling thread. Polling
 * thread only.
 */
public final class OffsetCommitter {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetCommitter.class);

  private final OffsetCommits commits;
  private final SubscriptionState subscriptions;
  private final EventLoop loop;
  private final PollSignal signal;
  private final Backoff backoff;
  private final int requestTimeoutMs;
  private final Consumer<Map<TopicPartition, OffsetAndMetadata>> onCommitted;
  private final String logPrefix;

  /** Filled by the loop, emptied by the polling thread. */
  private final ConcurrentLinkedQueue<Completion> completions = new ConcurrentLinkedQueue<>();

  private int inFlight;
  private FencedInstanceIdException fenced;

  /**
   * @param onCommitted told of each successful commit: the interceptors
   */
  public OffsetCommitter(
      OffsetCommits commits,
      SubscriptionState subscriptions,
      EventLoop loop,
      PollSignal signal,
      Limits limits,
      Consumer<Map<TopicPartition, OffsetAndMetadata>> onCommitted,
      String logPrefix) {
    this.commits = commits;
    this.subscriptions = subscriptions;
    this.loop = loop;
    this.signal = signal;
    this.backoff = limits.backoff();
    this.requestTimeoutMs = limits.requestTimeoutMs();
    this.onCommitted = onCommitted;
    this.logPrefix = logPrefix;
  }

  /** How long a request may take and how long to wait before the next try. */
  public record Limits(int requestTimeoutMs, Backoff backoff) {}

  private record Completion(
      Map<TopicPartition, OffsetAndMetadata> offsets,
      OffsetCommitCallback callback,
      Throwable failure) {}

  /**
   * Commits and waits, again and again while the error may pass.
   *
   * @return false if the deadline passed
   */
  public boolean commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Deadline deadline) {
    runCallbacks();
    if (offsets.isEmpty()) {
      return awaitAsync(deadline);
    }
    for (int attempt = 0; ; attempt++) {
      CompletableFuture<Void> commit = start(offsets);
      boolean done = signal.await(commit, deadline);
      // commits before this one are done too, and their callbacks come first
      runCallbacks();
      if (!done) {
        return false;
      }
      if (succeeded(commit)) {
        onCommitted.accept(offsets);
        return true;
      }
      if (!pause(backoff.delayMs(attempt), deadline)) {
        return false;
      }
    }
  }

  private static boolean succeeded(CompletableFuture<Void> commit) {
    try {
      PollSignal.valueOf(commit);
      return true;
    } catch (RetriableException e) {
      LOG.debug("Commit to be tried again", e);
      return false;
    } catch (StaleMemberEpochException e) {
      throw new CommitFailedException(
          "OffsetCommit failed with stale member epoch. " + e.getMessage());
    }
  }

  private boolean pause(long delayMs, Deadline deadline) {
    signal.await(
        new CompletableFuture<>(),
        Deadline.after(deadline.clock(), Math.min(delayMs, deadline.remainingMs())));
    return !deadline.expired();
  }

  /** Commits once; the callback, or null for none, is called by a later call of this consumer. */
  public void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    runCallbacks();
    inFlight++;
    start(offsets)
        .whenComplete(
            (ignored, failure) -> {
              completions.add(new Completion(offsets, callback, PollSignal.unwrap(failure)));
              signal.raise();
            });
  }

  /** Sends one commit, without a callback. */
  CompletableFuture<Void> start(Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (offsets.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    boolean asMember = subscriptions.isGroupManaged();
    CompletableFuture<Void> commit = new CompletableFuture<>();
    loop.execute(
        () ->
            commits
                .send(offsets, asMember, requestTimeoutMs)
                .whenComplete(
                    (ignored, failure) -> {
                      if (failure == null) {
                        commit.complete(null);
                      } else {
                        commit.completeExceptionally(PollSignal.unwrap(failure));
                      }
                    }));
    return commit;
  }

  /** Calls back for the asynchronous commits that are done; throws if one was fenced. */
  public void runCallbacks() {
    if (fenced != null) {
      throw fenced;
    }
    Completion completion;
    while ((completion = completions.poll()) != null) {
      inFlight--;
      complete(completion);
    }
  }

  private void complete(Completion completion) {
    Throwable failure = completion.failure();
    if (failure == null) {
      onCommitted.accept(completion.offsets());
    }
    if (failure instanceof FencedInstanceIdException fencedInstance) {
      fenced = fencedInstance;
    }
    Exception shown =
        failure instanceof RetriableException
            ? new RetriableCommitFailedException(failure)
            : (Exception) failure;
    if (completion.callback() != null) {
      completion.callback().onComplete(completion.offsets(), shown);
    } else if (shown != null) {
      LOG.error("{}Offset commit with offsets {} failed", logPrefix, completion.offsets(), shown);
    }
  }

  /** Waits for the asynchronous commits under way, and calls back; false if the deadline passed. */
  public boolean awaitAsync(Deadline deadline) {
    while (inFlight > 0) {
      signal.clear();
      runCallbacks();
      if (inFlight > 0) {
        if (deadline.expired()) {
          return false;
        }
        signal.sleep(deadline.remainingNanos());
      }
    }
    return true;
  }
}
