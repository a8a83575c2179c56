package io.barnabas.consumer.offset;

import io.barnabas.consumer.handover.Deadline;
import io.barnabas.network.NetworkClient;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.cluster.PartitionMetadata;
import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.network.error.Backoff;
import io.barnabas.network.error.ErrorAction;
import io.barnabas.network.error.ErrorActions;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ListOffsetsRequest;
import io.barnabas.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.barnabas.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.barnabas.protocol.message.ListOffsetsResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Asks the leaders for offsets by time (ListOffsets): one request per leader, again for those whose
 * error may pass, until the deadline. Loop thread only.
 */
public final class OffsetLookup {
  private static final int CONSUMER = -1;

  private final NetworkClient network;
  private final boolean readCommitted;
  private final int requestTimeoutMs;
  private final Backoff backoff;

  public OffsetLookup(
      NetworkClient network, boolean readCommitted, int requestTimeoutMs, Backoff backoff) {
    this.network = network;
    this.readCommitted = readCommitted;
    this.requestTimeoutMs = requestTimeoutMs;
    this.backoff = backoff;
  }

  /**
   * @param timestamps milliseconds, or one of ListOffsets' special values, for each partition
   */
  public CompletableFuture<Map<TopicPartition, FoundOffset>> find(
      Map<TopicPartition, Long> timestamps, Deadline deadline) {
    return begin(new Lookup(timestamps, deadline, false));
  }

  /**
   * The same, but ends after one round with what was found, which may be nothing: a partition
   * without a leader keeps no other waiting.
   */
  CompletableFuture<Map<TopicPartition, FoundOffset>> findSome(
      Map<TopicPartition, Long> timestamps, Deadline deadline) {
    return begin(new Lookup(timestamps, deadline, true));
  }

  private static CompletableFuture<Map<TopicPartition, FoundOffset>> begin(Lookup lookup) {
    lookup.begin();
    return lookup.result;
  }

  /** One lookup with its retries. */
  private final class Lookup {
    final CompletableFuture<Map<TopicPartition, FoundOffset>> result = new CompletableFuture<>();
    private final Map<TopicPartition, Long> missing;
    private final Map<TopicPartition, FoundOffset> found = new HashMap<>();
    private final Deadline deadline;
    private final boolean oneRound;
    private int requestsUnderWay;
    private int attempts;
    private Throwable lastFailure;

    Lookup(Map<TopicPartition, Long> timestamps, Deadline deadline, boolean oneRound) {
      this.missing = new HashMap<>(timestamps);
      this.deadline = deadline;
      this.oneRound = oneRound;
    }

    /** What was said against a topic before the question need not hold any more. */
    void begin() {
      MetadataSnapshot snapshot = network.metadata().snapshot();
      if (missing.keySet().stream().noneMatch(tp -> isRefused(tp.topic(), snapshot))) {
        ask();
        return;
      }
      network
          .metadata()
          .refresh()
          .whenComplete(
              (view, failure) -> {
                if (failure == null) {
                  ask();
                } else {
                  result.completeExceptionally(failure);
                }
              });
    }

    private void ask() {
      MetadataSnapshot snapshot = network.metadata().snapshot();
      Map<Integer, Map<String, ListOffsetsTopic>> byLeader = new HashMap<>();
      boolean leaderMissing = false;
      for (Map.Entry<TopicPartition, Long> entry : missing.entrySet()) {
        TopicPartition tp = entry.getKey();
        PartitionMetadata partition = snapshot.partition(tp.topic(), tp.partition());
        if (partition == null || partition.leader() < 0) {
          leaderMissing = true;
          failIfFatal(tp, snapshot.topicError(tp.topic()));
        } else {
          add(byLeader, tp, entry.getValue(), partition);
        }
      }
      if (leaderMissing) {
        network.metadata().requestRefresh();
      }
      byLeader.forEach(this::send);
      goOn();
    }

    private void add(
        Map<Integer, Map<String, ListOffsetsTopic>> byLeader,
        TopicPartition tp,
        long timestamp,
        PartitionMetadata partition) {
      byLeader
          .computeIfAbsent(partition.leader(), leader -> new HashMap<>())
          .computeIfAbsent(
              tp.topic(), name -> new ListOffsetsTopic().name(name).partitions(new ArrayList<>()))
          .partitions()
          .add(
              new ListOffsetsPartition()
                  .partitionIndex(tp.partition())
                  .currentLeaderEpoch(partition.leaderEpoch())
                  .timestamp(timestamp));
    }

    private void send(int leader, Map<String, ListOffsetsTopic> topics) {
      requestsUnderWay++;
      long timeoutMs = Math.min(requestTimeoutMs, Math.max(1, deadline.remainingMs()));
      ListOffsetsRequest request =
          new ListOffsetsRequest()
              .replicaId(CONSUMER)
              .isolationLevel((byte) (readCommitted ? 1 : 0))
              .topics(new ArrayList<>(topics.values()))
              .timeoutMs((int) timeoutMs);
      network.requests().send(leader, Lane.GENERAL, request, timeoutMs, new Answer());
    }

    private final class Answer implements ResponseHandler<ListOffsetsResponse> {
      @Override
      public void onResponse(ListOffsetsResponse response) {
        requestsUnderWay--;
        read(response);
        goOn();
      }

      @Override
      public void onFailure(RequestFailure failure) {
        requestsUnderWay--;
        lastFailure = failure.cause();
        if (failure.cause() instanceof RetriableException) {
          network.metadata().requestRefresh();
        } else {
          result.completeExceptionally(failure.cause());
        }
        goOn();
      }
    }

    private void read(ListOffsetsResponse response) {
      for (var topic : response.topics()) {
        for (var partition : topic.partitions()) {
          TopicPartition tp = new TopicPartition(topic.name(), partition.partitionIndex());
          ErrorCode error = ErrorCode.forCode(partition.errorCode());
          if (error == ErrorCode.NONE) {
            Optional<Integer> epoch =
                partition.leaderEpoch() < 0
                    ? Optional.empty()
                    : Optional.of(partition.leaderEpoch());
            found.put(tp, new FoundOffset(partition.offset(), partition.timestamp(), epoch));
            missing.remove(tp);
          } else {
            onError(tp, error);
          }
        }
      }
    }

    private void onError(TopicPartition tp, ErrorCode error) {
      if (error == ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT) {
        // an old log without timestamps: there is no such offset
        found.put(tp, new FoundOffset(-1, -1, Optional.empty()));
        missing.remove(tp);
        return;
      }
      lastFailure = ErrorExceptions.of(error);
      failIfFatal(tp, error);
      if (ErrorActions.of(ApiKey.LIST_OFFSETS, error) == ErrorAction.REFRESH_METADATA) {
        network.metadata().requestRefresh();
      }
    }

    private void failIfFatal(TopicPartition tp, ErrorCode error) {
      RuntimeException fatal = fatal(tp.topic(), error);
      if (fatal != null) {
        result.completeExceptionally(fatal);
      }
    }

    /** Ends, or asks again after the back-off. */
    private void goOn() {
      if (requestsUnderWay > 0 || result.isDone()) {
        return;
      }
      if (missing.isEmpty() || (oneRound && !found.isEmpty())) {
        result.complete(found);
      } else if (deadline.expired()) {
        result.completeExceptionally(
            new TimeoutException(
                "Failed to get offsets by times in " + deadline.timeoutMs() + "ms", lastFailure));
      } else {
        long delayMs = Math.min(backoff.delayMs(attempts++), deadline.remainingMs());
        network
            .loop()
            .schedule(deadline.clock().nowMs() + delayMs, oneRound ? this::end : this::ask);
      }
    }

    private void end() {
      result.complete(found);
    }
  }

  private static boolean isRefused(String topic, MetadataSnapshot snapshot) {
    return fatal(topic, snapshot.topicError(topic)) != null;
  }

  /** Null if asking again may help. */
  private static RuntimeException fatal(String topic, ErrorCode error) {
    return switch (error) {
      case NONE -> null;
      case TOPIC_AUTHORIZATION_FAILED -> new TopicAuthorizationException(Set.of(topic));
      case INVALID_TOPIC_EXCEPTION -> new InvalidTopicException(Set.of(topic));
      default ->
          ErrorActions.of(ApiKey.LIST_OFFSETS, error) == ErrorAction.FATAL
              ? new KafkaException(ErrorExceptions.of(error))
              : null;
    };
  }
}
