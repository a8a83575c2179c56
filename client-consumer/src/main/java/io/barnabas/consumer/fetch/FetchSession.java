package io.barnabas.consumer.fetch;

import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.FetchRequest;
import io.barnabas.protocol.message.FetchRequest.ForgottenTopic;
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

  private final FetchSettings settings;
  private final Map<TopicPartition, FetchCursor> held = new HashMap<>();
  private final Map<UUID, String> topicNames = new HashMap<>();

  private int id = NO_SESSION;
  private int epoch = FULL_FETCH;

  FetchSession(FetchSettings settings) {
    this.settings = settings;
  }

  /**
   * Asks for all of the cursors, or for how they differ from what the broker holds.
   *
   * @param maxBytes how large the answer may be
   */
  SessionFetch next(List<FetchCursor> cursors, long fetchId, int maxBytes) {
    boolean full = epoch == FULL_FETCH;
    if (full) {
      held.clear();
      topicNames.clear();
    }
    Map<UUID, ForgottenTopic> forgottenIds = new LinkedHashMap<>();
    Map<String, List<FetchCursor>> topics = new LinkedHashMap<>();
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
    return new SessionFetch(
        settings,
        maxBytes,
        id,
        epoch,
        List.copyOf(topics.values()),
        List.copyOf(forgottenIds.values()));
  }

  private void add(Map<String, List<FetchCursor>> topics, FetchCursor cursor) {
    String topic = cursor.topicPartition.topic();
    topics.computeIfAbsent(topic, name -> new ArrayList<>()).add(cursor);
    topicNames.put(cursor.topicId(), topic);
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
  String topicName(String name, UUID topicId) {
    return topicId.equals(ApiMessage.ZERO_UUID) ? name : topicNames.get(topicId);
  }

  /** True if the answer counts; otherwise the next fetch is a full one. */
  boolean accept(ErrorCode error, int sessionId) {
    switch (error) {
      case NONE -> {
        boolean sessionless = sessionId == NO_SESSION;
        epoch = sessionless ? FULL_FETCH : epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
        id = sessionId;
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
