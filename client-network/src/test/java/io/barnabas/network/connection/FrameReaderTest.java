package io.barnabas.network.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

  private static final int LIMIT = 100 << 20;

  private final FrameReader reader = new FrameReader(LIMIT, new FrameArrays());

  @Test
  void anySplitOfTheStreamGivesTheSameFrames() throws Exception {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      List<byte[]> sent = new ArrayList<>();
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        byte[] body = new byte[4 + random.nextInt(300)];
        random.nextBytes(body);
        sent.add(body);
        stream.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
        stream.writeBytes(body);
      }
      List<ByteBuffer> got = new ArrayList<>();
      byte[] bytes = stream.toByteArray();
      int largest = 1 + random.nextInt(50);
      for (int at = 0; at < bytes.length; ) {
        int count = Math.min(bytes.length - at, 1 + random.nextInt(largest));
        ByteBuffer chunk = ByteBuffer.wrap(bytes, at, count);
        for (ByteBuffer frame = reader.next(chunk); frame != null; frame = reader.next(chunk)) {
          got.add(frame);
        }
        at += count;
      }
      assertEquals(sent.stream().map(ByteBuffer::wrap).toList(), got);
    }
  }

  @Test
  void frameLargerThanTheFirstAllocationIsWhole() throws Exception {
    byte[] body = new byte[9_000_001];
    new Random(2).nextBytes(body);
    assertNull(reader.next(length(body.length)));
    ByteBuffer all = ByteBuffer.wrap(body);
    ByteBuffer frame = null;
    while (all.hasRemaining()) {
      assertNull(frame);
      ByteBuffer chunk = all.slice(all.position(), Math.min(128 * 1024, all.remaining()));
      all.position(all.position() + chunk.remaining());
      frame = reader.next(chunk);
    }
    assertEquals(ByteBuffer.wrap(body), frame);
  }

  @Test
  void claimedLengthCostsNoMemory() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    reader.next(length(4));
    reader.next(ByteBuffer.allocate(4));
    long before = threads.getCurrentThreadAllocatedBytes();
    assertNull(reader.next(length(LIMIT)));
    assertNull(reader.next(ByteBuffer.allocate(1000)));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 1_200_000, allocated + " bytes for 1000 that came");
  }

  @Test
  void lengthThatWasHonouredOnceCostsNoSecondCopy() throws Exception {
    int length = 8 << 20;
    ByteBuffer first = ByteBuffer.allocate(4 + length).putInt(0, length);
    assertEquals(length, reader.next(first).remaining());
    ByteBuffer second = ByteBuffer.allocate(4 + length).putInt(0, length);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertEquals(length, reader.next(second).remaining());
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < length + 100_000, allocated + " bytes for " + length);
  }

  @ParameterizedTest
  @CsvSource({"-1", "-2147483648", "104857601", "2147483647"})
  void lengthBeyondTheLimitIsRefusedByValue(int length) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    InvalidFrameException refused =
        assertThrows(InvalidFrameException.class, () -> reader.next(length(length)));
    assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 1_000_000);
    assertTrue(refused.getMessage().contains(String.valueOf(length)), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x15030300, 0x15030100, 0x16030302, 0x15030400})
  void tlsRecordIsNamedForWhatItIs(int length) {
    InvalidFrameException refused =
        assertThrows(InvalidFrameException.class, () -> reader.next(length(length)));
    assertTrue(refused.getMessage().contains("the peer speaks TLS"), refused.getMessage());
  }

  @Test
  void tlsRecordIsRefusedEvenUnderALimitThatWouldAllowIt() {
    FrameReader generous = new FrameReader(Integer.MAX_VALUE, new FrameArrays());
    assertThrows(InvalidFrameException.class, () -> generous.next(length(0x15030300)));
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1 400, HTTP", "SSH-2.0-x, 'SSH-'", "220 mail.example, 220"})
  void textIsNamedForWhatItIs(String banner, String named) {
    ByteBuffer bytes = ByteBuffer.wrap(banner.getBytes(StandardCharsets.US_ASCII));
    InvalidFrameException refused =
        assertThrows(InvalidFrameException.class, () -> reader.next(bytes));
    assertTrue(refused.getMessage().contains(named), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void frameTooShortForItsHeaderIsRefused(int length) {
    InvalidFrameException refused =
        assertThrows(InvalidFrameException.class, () -> reader.next(length(length)));
    assertTrue(refused.getMessage().contains("too short"), refused.getMessage());
  }

  private static ByteBuffer length(int length) {
    return ByteBuffer.allocate(4).putInt(length).flip();
  }
}
