package io.barnabas.consumer.fetch;

import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.FetchRequest;
import io.barnabas.protocol.message.FetchRequest.FetchPartition;
import io.barnabas.protocol.message.FetchRequest.FetchTopic;
import io.barnabas.protocol.message.FetchRequest.ForgottenTopic;
import io.barnabas.protocol.message.FetchResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * The fetch session with one broker (KIP-227): after one full request only what changed is sent.
 * Loop thread only.
 */
final class FetchSession {
  private static final int NO_SESSION = 0;
  private static final int FULL_FETCH = 0;
  private static final int FINAL = -1;

  private final int maxPartitionBytes;
  private final Map<TopicPartition, FetchCursor> held = new HashMap<>();
  private final Map<UUID, String> topicNames = new HashMap<>();

  private int id = NO_SESSION;
  private int epoch = FULL_FETCH;

  FetchSession(int maxPartitionBytes) {
    this.maxPartitionBytes = maxPartitionBytes;
  }

  /** Fills in what to fetch: all of the cursors, or how they differ from what the broker holds. */
  void write(FetchRequest request, List<FetchCursor> cursors, long fetchId) {
    boolean full = epoch == FULL_FETCH;
    if (full) {
      held.clear();
      topicNames.clear();
    }
    Map<UUID, ForgottenTopic> forgottenIds = new LinkedHashMap<>();
    Map<String, FetchTopic> topics = new LinkedHashMap<>();
    for (FetchCursor cursor : cursors) {
      FetchCursor before = held.put(cursor.topicPartition, cursor);
      if (before != null && !cursor.topicId().equals(before.topicId())) {
        forget(forgottenIds, before);
      }
      if (before != cursor || cursor.differsFromSent()) {
        add(topics, cursor);
      }
    }
    if (held.size() > cursors.size()) {
      forgetAbsent(forgottenIds, fetchId);
    }
    request
        .sessionId(id)
        .sessionEpoch(epoch)
        .topics(new ArrayList<>(topics.values()))
        .forgottenTopicsData(new ArrayList<>(forgottenIds.values()));
  }

  private void add(Map<String, FetchTopic> topics, FetchCursor cursor) {
    TopicPartition tp = cursor.topicPartition;
    FetchTopic topic =
        topics.computeIfAbsent(
            tp.topic(),
            name ->
                new FetchTopic()
                    .topic(name)
                    .topicId(cursor.topicId())
                    .partitions(new ArrayList<>()));
    topic
        .partitions()
        .add(
            new FetchPartition()
                .partition(tp.partition())
                .currentLeaderEpoch(cursor.leader.epoch())
                .fetchOffset(cursor.nextOffset)
                .partitionMaxBytes(maxPartitionBytes));
    topicNames.put(cursor.topicId(), tp.topic());
    cursor.markSent();
  }

  private void forgetAbsent(Map<UUID, ForgottenTopic> forgotten, long fetchId) {
    held.values()
        .removeIf(
            cursor -> {
              boolean absent = cursor.fetchId != fetchId;
              if (absent) {
                forget(forgotten, cursor);
              }
              return absent;
            });
  }

  private static void forget(Map<UUID, ForgottenTopic> forgotten, FetchCursor cursor) {
    // topics without an id share the zero id: they are told apart by a key of their own
    UUID key =
        cursor.topicId().equals(ApiMessage.ZERO_UUID)
            ? UUID.nameUUIDFromBytes(cursor.topicPartition.topic().getBytes(StandardCharsets.UTF_8))
            : cursor.topicId();
    forgotten
        .computeIfAbsent(
            key,
            ignored ->
                new ForgottenTopic()
                    .topic(cursor.topicPartition.topic())
                    .topicId(cursor.topicId())
                    .partitions(new ArrayList<>()))
        .partitions()
        .add(cursor.topicPartition.partition());
  }

  /**
   * The name of a topic in an answer, which has either a name or an id; null if it was not asked
   * for.
   */
  String topicName(FetchResponse.FetchableTopicResponse topic) {
    return topic.topicId().equals(ApiMessage.ZERO_UUID)
        ? topic.topic()
        : topicNames.get(topic.topicId());
  }

  /** True if the answer counts; otherwise the next fetch is a full one. */
  boolean accept(FetchResponse response) {
    switch (ErrorCode.forCode(response.errorCode())) {
      case NONE -> {
        boolean sessionless = response.sessionId() == NO_SESSION;
        epoch = sessionless ? FULL_FETCH : epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
        id = response.sessionId();
        return true;
      }
      case FETCH_SESSION_ID_NOT_FOUND, FETCH_SESSION_TOPIC_ID_ERROR -> id = NO_SESSION;
      default -> {
        // the id is kept, so that the broker closes the old session when it opens a new one
      }
    }
    epoch = FULL_FETCH;
    return false;
  }

  /** What ends the session; null if there is none. */
  FetchRequest closing() {
    return id == NO_SESSION
        ? null
        : new FetchRequest().sessionId(id).sessionEpoch(FINAL).topics(List.of());
  }

  /** An answer was lost: what the broker holds is not known. */
  void onFailure() {
    epoch = FULL_FETCH;
  }
}
