package io.barnabas.consumer.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.consumer.subscription.FetchProgress;
import io.barnabas.consumer.subscription.LogLeader;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.message.FetchRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchSessionTest {
  private static final UUID TOPIC = new UUID(1, 2);

  private static final FetchSettings SETTINGS =
      new FetchSettings(
          500, 1, 5_000, 1_000, 10_000, 10_000, 500, true, true, "here", 60_000, 30_000, null);

  private final FetchSession session = new FetchSession(SETTINGS);
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
    short version = SessionFetch.HIGHEST_VERSION;
    return read(session.next(List.of(cursors), fetchId, 4_000), version);
  }

  /** What arrives of it. */
  private static FetchRequest read(SessionFetch fetch, short version) {
    return new FetchRequest(new ByteReader(ByteBuffer.wrap(bytes(fetch, version))), version);
  }

  private static byte[] bytes(ApiMessage message, short version) {
    ByteWriter out = new ByteWriter();
    message.write(out, version);
    return out.toByteArray();
  }

  private static List<Integer> partitions(FetchRequest request) {
    return request.topics().stream()
        .flatMap(topic -> topic.partitions().stream())
        .map(FetchRequest.FetchPartition::partition)
        .toList();
  }

  private void answer(int sessionId) {
    assertTrue(session.accept(ErrorCode.NONE, sessionId));
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
    assertFalse(session.accept(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, 0));
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

  /** The generated message that is read from it writes the same bytes. */
  @ParameterizedTest
  @ValueSource(shorts = {4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18})
  void itsBytesAreThoseOfTheMessage(short version) {
    write(cursor(0, 10), cursor(1, 11));
    answer(77);
    fetchId++;
    FetchCursor seven = cursor(7, 17);
    seven.fetchId = fetchId;
    SessionFetch fetch = session.next(List.of(seven), fetchId, 4_000);

    FetchRequest read = read(fetch, version);

    assertArrayEquals(bytes(read, version), bytes(fetch, version));
    assertEquals(500, read.maxWaitMs());
    assertEquals(1, read.minBytes());
    assertEquals(4_000, read.maxBytes());
    assertEquals(1, read.isolationLevel());
    assertEquals(version < 7 ? 0 : 77, read.sessionId());
    assertEquals(version < 11 ? "" : "here", read.rackId());
    assertEquals(version < 13 ? "t" : "", read.topics().get(0).topic());
    assertEquals(version < 13 ? ApiMessage.ZERO_UUID : TOPIC, read.topics().get(0).topicId());
    FetchRequest.FetchPartition partition = read.topics().get(0).partitions().get(0);
    assertEquals(7, partition.partition());
    assertEquals(17, partition.fetchOffset());
    assertEquals(version < 9 ? -1 : 5, partition.currentLeaderEpoch());
    assertEquals(1_000, partition.partitionMaxBytes());
    assertEquals(version < 7 ? 0 : 1, read.forgottenTopicsData().size());
  }
}
