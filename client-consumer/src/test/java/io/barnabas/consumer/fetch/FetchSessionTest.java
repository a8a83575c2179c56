package io.barnabas.consumer.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.consumer.subscription.FetchProgress;
import io.barnabas.consumer.subscription.LogLeader;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.FetchRequest;
import io.barnabas.protocol.message.FetchResponse;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FetchSessionTest {
  private static final UUID TOPIC = new UUID(1, 2);

  private final FetchSession session = new FetchSession(1_000);
  private long fetchId;

  private static FetchCursor cursor(int partition, long offset) {
    return cursor(TOPIC, partition, offset);
  }

  private static FetchCursor cursor(UUID topicId, int partition, long offset) {
    TopicPartition tp = new TopicPartition("t", partition);
    LogLeader leader = new LogLeader(topicId, 1, 5);
    return new FetchCursor(new CursorChange(tp, 1, offset, leader, false, new FetchProgress()));
  }

  private FetchRequest write(FetchCursor... cursors) {
    fetchId++;
    for (FetchCursor cursor : cursors) {
      cursor.fetchId = fetchId;
    }
    FetchRequest request = new FetchRequest();
    session.write(request, List.of(cursors), fetchId);
    return request;
  }

  private static List<Integer> partitions(FetchRequest request) {
    return request.topics().stream()
        .flatMap(topic -> topic.partitions().stream())
        .map(FetchRequest.FetchPartition::partition)
        .toList();
  }

  private void answer(int sessionId) {
    assertTrue(session.accept(new FetchResponse().sessionId(sessionId)));
  }

  @Test
  void afterAFullFetchOnlyChangesAreSent() {
    FetchCursor zero = cursor(0, 10);
    FetchCursor one = cursor(1, 20);
    FetchRequest full = write(zero, one);
    assertEquals(List.of(0, 1), partitions(full));
    assertEquals(0, full.sessionEpoch());
    answer(77);
    one.nextOffset = 25;
    FetchRequest next = write(zero, one);
    assertEquals(List.of(1), partitions(next));
    assertEquals(77, next.sessionId());
    assertEquals(1, next.sessionEpoch());
  }

  @Test
  void partitionThatIsLeftOutIsForgotten() {
    FetchCursor zero = cursor(0, 10);
    FetchCursor one = cursor(1, 20);
    write(zero, one);
    answer(77);
    FetchRequest next = write(zero);
    assertEquals(List.of(), partitions(next));
    assertEquals(List.of(1), next.forgottenTopicsData().get(0).partitions());
    answer(77);
    assertEquals(List.of(1), partitions(write(zero, one)));
  }

  @Test
  void recreatedTopicReplacesTheOldOne() {
    write(cursor(0, 10));
    answer(77);
    FetchRequest next = write(cursor(new UUID(3, 4), 0, 10));
    assertEquals(TOPIC, next.forgottenTopicsData().get(0).topicId());
    assertEquals(new UUID(3, 4), next.topics().get(0).topicId());
  }

  @Test
  void newCursorForTheSamePartitionIsSentAnew() {
    write(cursor(0, 10));
    answer(77);
    assertEquals(List.of(0), partitions(write(cursor(0, 10))));
  }

  @Test
  void afterAnErrorOrALossAllIsSent() {
    FetchCursor zero = cursor(0, 10);
    write(zero);
    answer(77);
    assertFalse(
        session.accept(new FetchResponse().errorCode(ErrorCode.FETCH_SESSION_ID_NOT_FOUND.code())));
    FetchRequest full = write(zero);
    assertEquals(List.of(0), partitions(full));
    assertEquals(0, full.sessionId());
    answer(78);
    session.onFailure();
    FetchRequest again = write(zero);
    assertEquals(List.of(0), partitions(again));
    assertEquals(78, again.sessionId());
    assertEquals(0, again.sessionEpoch());
  }

  @Test
  void sessionIsClosedByItsFinalEpoch() {
    assertNull(session.closing());
    write(cursor(0, 10));
    answer(77);
    FetchRequest last = session.closing();
    assertEquals(77, last.sessionId());
    assertEquals(-1, last.sessionEpoch());
  }

  @Test
  void brokerWithoutSessionsGetsFullFetches() {
    FetchCursor zero = cursor(0, 10);
    write(zero);
    answer(0);
    assertEquals(List.of(0), partitions(write(zero)));
  }
}
