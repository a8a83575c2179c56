package io.barnabas.consumer.offset;

import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.network.loop.EventLoop;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Where offsets come from: the group's commits and the leaders' logs. Any thread. */
public final class OffsetSource {
  private final CommittedOffsets committed;
  private final OffsetLookup lookup;
  private final EpochEndLookup epochEnds;
  private final EventLoop loop;

  /**
   * @param committed null without a group
   */
  public OffsetSource(
      CommittedOffsets committed, OffsetLookup lookup, EpochEndLookup epochEnds, EventLoop loop) {
    this.committed = committed;
    this.lookup = lookup;
    this.epochEnds = epochEnds;
    this.loop = loop;
  }

  /** Whether there is a group that may have committed. */
  boolean hasCommitted() {
    return committed != null;
  }

  /** A partition without a committed offset maps to null. */
  public CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> committed(
      Collection<TopicPartition> partitions, long timeoutMs) {
    return committed.fetch(partitions, timeoutMs);
  }

  /** See {@link OffsetLookup#find}. */
  public CompletableFuture<Map<TopicPartition, FoundOffset>> find(
      Map<TopicPartition, Long> timestamps, Deadline deadline) {
    return onLoop(() -> lookup.find(timestamps, deadline));
  }

  /** See {@link OffsetLookup#findSome}. */
  CompletableFuture<Map<TopicPartition, FoundOffset>> findSome(
      Map<TopicPartition, Long> timestamps, Deadline deadline) {
    return onLoop(() -> lookup.findSome(timestamps, deadline));
  }

  /** See {@link EpochEndLookup#ask}. */
  CompletableFuture<Map<TopicPartition, EpochEnd>> epochEnds(
      int leader, Map<TopicPartition, EpochEndLookup.Question> questions) {
    return onLoop(() -> epochEnds.ask(leader, questions));
  }

  private <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> ask) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(
        () ->
            ask.get()
                .whenComplete(
                    (found, failure) -> {
                      if (failure == null) {
                        answer.complete(found);
                      } else {
                        answer.completeExceptionally(PollSignal.unwrap(failure));
                      }
                    }));
    return answer;
  }
}
