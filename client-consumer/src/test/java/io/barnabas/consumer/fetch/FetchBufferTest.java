package io.barnabas.consumer.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FetchBufferTest {
  private final AtomicInteger rooms = new AtomicInteger();
  private final FetchBuffer buffer = new FetchBuffer(100, rooms::incrementAndGet);

  private static FetchedAnswer fetched(int bytes) {
    FetchedAnswer answer = new FetchedAnswer(array -> {}, null);
    FetchedTopic topic = answer.topic("t");
    topic.add(
        new FetchedPartition(
            topic,
            new TopicPartition("t", 0),
            1,
            0,
            0,
            ErrorCode.NONE,
            ByteBuffer.allocate(bytes),
            null,
            -1,
            -1,
            -1));
    return answer;
  }

  @Test
  void neverReservesBeyondTheLimitUnlessEmpty() {
    assertTrue(buffer.reserve(500));
    assertFalse(buffer.reserve(1));
    buffer.unreserve(500);
    assertTrue(buffer.reserve(60));
    assertTrue(buffer.reserve(40));
    assertFalse(buffer.reserve(1));
  }

  @Test
  void whatWasFetchedCountsUntilReleased() {
    assertTrue(buffer.reserve(80));
    FetchedAnswer fetched = fetched(70);
    buffer.add(fetched);
    buffer.unreserve(80);
    assertFalse(buffer.reserve(50));
    assertSame(fetched.parts().get(0), buffer.poll());
    assertEquals(70, buffer.usedBytes());
    buffer.release(70);
    assertEquals(1, rooms.get());
    assertTrue(buffer.reserve(50));
  }

  @Test
  void loopIsCalledOnlyIfItFoundNoRoom() {
    buffer.add(fetched(10));
    buffer.release(10);
    assertEquals(0, rooms.get());
  }
}
