package io.barnabas.consumer.offset;

import io.barnabas.network.NetworkClient;
import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.OffsetForLeaderEpochRequest;
import io.barnabas.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.barnabas.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import io.barnabas.protocol.message.OffsetForLeaderEpochResponse;
import io.barnabas.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.barnabas.protocol.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one leader, once, where epochs end in its log (OffsetForLeaderEpoch, KIP-320). Loop thread
 * only.
 */
public final class EpochEndLookup {
  private static final Logger LOG = LoggerFactory.getLogger(EpochEndLookup.class);
  private static final int CONSUMER = -1;

  /** Older versions are for replicas only. */
  private static final int LOWEST_VERSION = 3;

  private final NetworkClient network;
  private final int requestTimeoutMs;
  private final long retryBackoffMs;

  public EpochEndLookup(NetworkClient network, int requestTimeoutMs, long retryBackoffMs) {
    this.network = network;
    this.requestTimeoutMs = requestTimeoutMs;
    this.retryBackoffMs = retryBackoffMs;
  }

  /**
   * @param leaderEpoch the leader's own, as far as is known
   * @param epoch whose end is asked for
   */
  record Question(int leaderEpoch, int epoch) {}

  /**
   * Completes with what the leader knows. What failed in a way that passes is left out, and then
   * the answer comes after the back-off. Fails with an {@code UnsupportedVersionException} if the
   * broker is too old, with a {@code TopicAuthorizationException} if it may not say.
   */
  CompletableFuture<Map<TopicPartition, EpochEnd>> ask(
      int leader, Map<TopicPartition, Question> questions) {
    Answer answer = new Answer(questions.keySet());
    network
        .requests()
        .send(
            leader,
            Lane.GENERAL,
            VersionedRequest.atLeast(LOWEST_VERSION, request(questions)),
            requestTimeoutMs,
            answer);
    return answer.result;
  }

  private static OffsetForLeaderEpochRequest request(Map<TopicPartition, Question> questions) {
    Map<String, OffsetForLeaderTopic> topics = new HashMap<>();
    questions.forEach(
        (tp, question) ->
            topics
                .computeIfAbsent(
                    tp.topic(),
                    name -> new OffsetForLeaderTopic().topic(name).partitions(new ArrayList<>()))
                .partitions()
                .add(
                    new OffsetForLeaderPartition()
                        .partition(tp.partition())
                        .currentLeaderEpoch(question.leaderEpoch())
                        .leaderEpoch(question.epoch())));
    List<OffsetForLeaderTopic> asked = new ArrayList<>(topics.values());
    return new OffsetForLeaderEpochRequest().replicaId(CONSUMER).topics(asked);
  }

  private final class Answer implements ResponseHandler<OffsetForLeaderEpochResponse> {
    final CompletableFuture<Map<TopicPartition, EpochEnd>> result = new CompletableFuture<>();
    private final Set<TopicPartition> asked;
    private final Map<TopicPartition, EpochEnd> found = new HashMap<>();
    private final Set<String> unauthorized = new HashSet<>();

    Answer(Set<TopicPartition> asked) {
      this.asked = asked;
    }

    @Override
    public void onResponse(OffsetForLeaderEpochResponse response) {
      for (OffsetForLeaderTopicResult topic : response.topics()) {
        for (EpochEndOffset partition : topic.partitions()) {
          TopicPartition tp = new TopicPartition(topic.topic(), partition.partition());
          if (asked.contains(tp)) {
            read(tp, partition);
          }
        }
      }
      if (!unauthorized.isEmpty()) {
        result.completeExceptionally(new TopicAuthorizationException(unauthorized));
      } else if (found.size() == asked.size()) {
        result.complete(found);
      } else {
        again();
      }
    }

    private void read(TopicPartition tp, EpochEndOffset partition) {
      ErrorCode error = ErrorCode.forCode(partition.errorCode());
      switch (error) {
        case NONE -> found.put(tp, new EpochEnd(partition.leaderEpoch(), partition.endOffset()));
        case TOPIC_AUTHORIZATION_FAILED -> unauthorized.add(tp.topic());
        default -> LOG.debug("The end of the epoch in {} is not to be had: {}", tp, error);
      }
    }

    /** Some are missing: the metadata may be old, or the leader new. */
    private void again() {
      network.metadata().requestRefresh();
      long atMs = network.loop().nowMs() + retryBackoffMs;
      network.loop().schedule(atMs, () -> result.complete(found));
    }

    @Override
    public void onFailure(RequestFailure failure) {
      if (failure.cause() instanceof RetriableException) {
        again();
      } else {
        result.completeExceptionally(failure.cause());
      }
    }
  }
}
