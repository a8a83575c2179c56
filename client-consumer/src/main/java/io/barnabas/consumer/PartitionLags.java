package io.barnabas.consumer;

import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.offset.FoundOffset;
import io.barnabas.consumer.subscription.AssignedPartition;
import io.barnabas.consumer.subscription.ResetStrategy;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far behind the end of the log the application is, from what fetches have told. Before the
 * first fetch the end is asked for, and known to a later call. Polling thread only.
 */
final class PartitionLags {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionLags.class);

  private final ConsumerParts<?, ?> parts;
  private final boolean readCommitted;

  /** The ends that have been asked for. */
  private final Map<AssignedPartition, CompletableFuture<Map<TopicPartition, FoundOffset>>> asked =
      new HashMap<>();

  PartitionLags(ConsumerParts<?, ?> parts) {
    this.parts = parts;
    this.readCommitted = parts.settings.fetch().readCommitted();
  }

  /** Never waits; empty if position or end are not known yet. */
  OptionalLong currentLag(AssignedPartition partition) {
    takeAnswers();
    long end = partition.endOffset(readCommitted);
    if (end < 0 && partition.position() != null) {
      asked.computeIfAbsent(partition, this::askForEnd);
    }
    return end < 0 || partition.position() == null
        ? OptionalLong.empty()
        : OptionalLong.of(end - partition.position().offset());
  }

  private CompletableFuture<Map<TopicPartition, FoundOffset>> askForEnd(
      AssignedPartition partition) {
    Deadline deadline =
        Deadline.after(parts.network.loop().clock(), parts.settings.client().requestTimeoutMs());
    return parts.offsets.find(
        Map.of(partition.topicPartition(), ResetStrategy.LATEST_TIMESTAMP), deadline);
  }

  private void takeAnswers() {
    if (!asked.isEmpty()) {
      asked
          .entrySet()
          .removeIf(
              each -> {
                boolean done = each.getValue().isDone();
                if (done && each.getKey().isAssigned()) {
                  take(each.getKey(), each.getValue());
                }
                return done;
              });
    }
  }

  private void take(
      AssignedPartition partition, CompletableFuture<Map<TopicPartition, FoundOffset>> answer) {
    try {
      FoundOffset end = PollSignal.valueOf(answer).get(partition.topicPartition());
      if (end != null && partition.endOffset(readCommitted) < 0) {
        partition.logBounds(
            readCommitted ? -1 : end.offset(), readCommitted ? end.offset() : -1, -1);
      }
    } catch (KafkaException e) {
      LOG.debug("The end of {} is not to be had", partition.topicPartition(), e);
    }
  }
}
