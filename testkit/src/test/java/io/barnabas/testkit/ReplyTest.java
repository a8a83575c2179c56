package io.barnabas.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ReplyTest {
  private static final FakeRequest REQUEST =
      new FakeRequest(1, ApiKeys.HEARTBEAT, (short) 0, 7, "c", new HeartbeatRequestData());

  /** Length 6, correlation id 7, error code 27. */
  private static final byte[] FRAME = {0, 0, 0, 6, 0, 0, 0, 7, 0, 27};

  private static final Reply REPLY =
      Reply.of(new HeartbeatResponseData().setErrorCode(Errors.REBALANCE_IN_PROGRESS.code()));

  @Test
  void messageIsFramedUnderTheRequestsCorrelationId() {
    assertArrayEquals(FRAME, bytes(REPLY));
    assertEquals(Reply.Then.STAY, REPLY.then());
  }

  @Test
  void errorIsPutIntoTheResponseOfTheApi() {
    assertArrayEquals(FRAME, bytes(Reply.error(Errors.REBALANCE_IN_PROGRESS)));
  }

  @Test
  void correlationIdIsReplaced() {
    byte[] expected = FRAME.clone();
    expected[7] = 8;
    assertArrayEquals(expected, bytes(REPLY.withCorrelationId(8)));
  }

  @Test
  void trailingBytesCountInTheLength() {
    byte[] expected = {0, 0, 0, 8, 0, 0, 0, 7, 0, 27, 1, 2};
    assertArrayEquals(expected, bytes(REPLY.withTrailing(new byte[] {1, 2})));
  }

  @Test
  void truncatedFrameKeepsItsLengthAndEndsTheConnection() {
    Reply truncated = REPLY.truncatedTo(5);
    assertArrayEquals(Arrays.copyOf(FRAME, 5), bytes(truncated));
    assertEquals(Reply.Then.CLOSE, truncated.then());
  }

  @Test
  void anotherVersionIsEncodedUnderItsOwnHeader() {
    Reply flexible = Reply.of(new HeartbeatResponseData(), (short) 4);
    // Throttle time comes with version 1, tagged fields in header and body with version 4.
    assertArrayEquals(
        new byte[] {0, 0, 0, 12, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0}, bytes(flexible));
  }

  @Test
  void otherProtocolsSpeakWithoutAFrame() {
    assertArrayEquals(new byte[] {0x15, 3, 3, 0, 2, 2, 0x0a}, bytes(Reply.tlsAlert()));
    assertArrayEquals("HTTP".getBytes(UTF_8), Arrays.copyOf(bytes(Reply.http()), 4));
    assertArrayEquals(new byte[] {-1, -1, -1, -1}, bytes(Reply.frameLength(-1)));
  }

  @Test
  void silenceIsNoBytes() {
    assertNull(Reply.silence().bytes(REQUEST));
  }

  private static byte[] bytes(Reply reply) {
    ByteBuffer buffer = reply.bytes(REQUEST);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
