package io.barnabas.network.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.barnabas.network.transport.Transport;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.message.ApiVersionsRequest;
import io.barnabas.protocol.message.ApiVersionsResponse;
import io.barnabas.protocol.message.ProduceRequest;
import io.barnabas.protocol.message.ProduceRequest.PartitionProduceData;
import io.barnabas.protocol.message.ProduceRequest.TopicProduceData;
import io.barnabas.protocol.message.ProduceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WriteQueueTest {

  private final WriteQueue queue = new WriteQueue();
  private final List<PendingRequest<?>> written = new ArrayList<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  /** How many bytes the socket takes at each write; the last one again and again. */
  private int[] takes = {Integer.MAX_VALUE};

  private int writes;

  @Test
  void requestsOfOneTurnLeaveInOneWrite() throws Exception {
    byte[] expected = addAll(small(), small(), produce(1000));
    assertTrue(queue.writeTo(transport(), written::add));
    assertEquals(1, writes);
    assertArrayEquals(expected, received.toByteArray());
    assertEquals(3, written.size());
    assertEquals(0, queue.size());
  }

  @Test
  void partialWritesAreResumedWhereTheyStopped() throws Exception {
    Random random = new Random(3);
    for (int round = 0; round < 100; round++) {
      received.reset();
      written.clear();
      byte[] expected = addAll(small(), produce(random.nextInt(2000)), small());
      takes = random.ints(50, 0, 100).toArray();
      takes[takes.length - 1] = 1 + random.nextInt(500);
      writes = 0;
      int calls = 0;
      while (!queue.writeTo(transport(), written::add)) {
        assertTrue(++calls < 10_000);
      }
      assertArrayEquals(expected, received.toByteArray());
      assertEquals(3, written.size());
    }
  }

  @Test
  void largeRequestIsGivenToTheSocketInParts() throws Exception {
    byte[] expected = addAll(small(), produce(3 << 20));
    assertTrue(queue.writeTo(transport(), written::add));
    assertTrue(writes > 4, writes + " writes");
    assertArrayEquals(expected, received.toByteArray());
  }

  @Test
  void everyCutPointTellsWhatMayHaveBeenSent() throws Exception {
    int first = small().frameBytes();
    int second = small().frameBytes();
    for (int cut = 0; cut <= first + second; cut++) {
      PendingRequest<ApiVersionsResponse> one = small();
      PendingRequest<ApiVersionsResponse> two = small();
      WriteQueue cutQueue = new WriteQueue();
      cutQueue.add(one);
      cutQueue.add(two);
      takes = new int[] {cut, 0};
      writes = 0;
      assertEquals(cut == first + second, cutQueue.writeTo(transport(), request -> {}));
      assertEquals(cut > 0, one.maybeSent(), "first, cut at " + cut);
      assertEquals(cut > first, two.maybeSent(), "second, cut at " + cut);
    }
  }

  @Test
  void requestOfAFailedWriteWasNotSent() throws Exception {
    PendingRequest<ApiVersionsResponse> request = small();
    queue.add(request);
    Transport broken = mock(Transport.class);
    when(broken.write(any(), anyInt(), anyInt())).thenThrow(new IOException("made by the test"));
    assertThrows(IOException.class, () -> queue.writeTo(broken, written::add));
    assertFalse(request.maybeSent());
  }

  private byte[] addAll(PendingRequest<?>... requests) {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (PendingRequest<?> request : requests) {
      queue.add(request);
      for (ByteBuffer part : request.frame()) {
        ByteBuffer copy = part.duplicate();
        byte[] bytes = new byte[copy.remaining()];
        copy.get(bytes);
        expected.writeBytes(bytes);
      }
    }
    return expected.toByteArray();
  }

  private Transport transport() throws IOException {
    Transport transport = mock(Transport.class);
    when(transport.write(any(), anyInt(), anyInt()))
        .thenAnswer(
            call -> {
              int budget = takes[Math.min(writes++, takes.length - 1)];
              return take(call.getArgument(0), call.getArgument(2), budget);
            });
    return transport;
  }

  private long take(ByteBuffer[] from, int count, int budget) {
    long taken = 0;
    for (int i = 0; i < count; i++) {
      while (from[i].hasRemaining() && taken < budget) {
        received.write(from[i].get());
        taken++;
      }
    }
    return taken;
  }

  private static PendingRequest<ApiVersionsResponse> small() {
    PendingRequest<ApiVersionsResponse> request =
        new PendingRequest<>(
            new ApiVersionsRequest(), Short.MAX_VALUE, true, 1000, 0, new Outcome<>());
    request.encode((short) 0, 7, "test", 0);
    return request;
  }

  private static PendingRequest<ProduceResponse> produce(int recordBytes) {
    byte[] records = new byte[recordBytes];
    new Random(recordBytes).nextBytes(records);
    ProduceRequest body =
        new ProduceRequest()
            .acks((short) 1)
            .timeoutMs(1000)
            .topicData(
                List.of(
                    new TopicProduceData()
                        .name("t")
                        .partitionData(
                            List.of(
                                new PartitionProduceData().records(ByteBuffer.wrap(records))))));
    PendingRequest<ProduceResponse> request =
        new PendingRequest<>(body, Short.MAX_VALUE, true, 1000, 0, new Outcome<>());
    request.encode((short) Math.min(9, ApiKey.PRODUCE.highestVersion()), 8, "test", 0);
    return request;
  }
}
