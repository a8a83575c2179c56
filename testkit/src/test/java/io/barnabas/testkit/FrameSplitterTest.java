package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

class FrameSplitterTest {
  private final FrameSplitter.Pending pending = new FrameSplitter.Pending();
  private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

  /** API and position of each frame that was told of. */
  private final List<String> frames = new ArrayList<>();

  @Test
  void everyFrameIsToldOfHoweverItsBytesArrive() {
    byte[] requests = concat(request(ApiKeys.METADATA, 1, 20), request(ApiKeys.PRODUCE, 2, 8));
    byte[] responses = concat(response(2, 4), response(1, 300));
    for (int chunk = 1; chunk <= requests.length; chunk++) {
      assertEquals(List.of("METADATA@0", "PRODUCE@24"), split(Direction.REQUESTS, requests, chunk));
      assertEquals(
          List.of("PRODUCE@0", "METADATA@8"), split(Direction.RESPONSES, responses, chunk));
    }
  }

  @Test
  void responseWithoutARequestIsPassedUnnamed() {
    assertEquals(List.of(), split(Direction.RESPONSES, response(5, 10), 3));
  }

  @Test
  void bytesOfAnotherProtocolPassAsTheyAre() {
    byte[] tls = {0x16, 3, 1, 2, 0, 1, 0, 1};
    assertEquals(List.of(), split(Direction.REQUESTS, tls, 8));
    assertEquals(List.of(), split(Direction.REQUESTS, tls, 1));
    byte[] text = "HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII);
    assertEquals(List.of(), split(Direction.RESPONSES, text, 5));
  }

  @Test
  void whatIsKeptBackPassesAtTheEnd() {
    assertEquals(List.of(), split(Direction.REQUESTS, new byte[] {0, 0, 0}, 3));
  }

  @Test
  void oldRequestsWithoutAResponseAreForgotten() {
    for (int id = 0; id < 20_000; id++) {
      pending.put(id, ApiKeys.PRODUCE);
    }
    assertEquals(10_000, pending.size());
  }

  private List<String> split(Direction direction, byte[] bytes, int chunk) {
    frames.clear();
    passed.reset();
    FrameSplitter splitter = new FrameSplitter(direction, pending, this::piece);
    for (int from = 0; from < bytes.length; from += chunk) {
      splitter.split(ByteBuffer.wrap(bytes, from, Math.min(chunk, bytes.length - from)));
    }
    splitter.end();
    assertArrayEquals(bytes, passed.toByteArray());
    return List.copyOf(frames);
  }

  private void piece(ByteBuffer bytes, ApiKeys api) {
    if (api != null) {
      frames.add(api + "@" + passed.size());
    }
    passed.write(bytes.array(), bytes.position(), bytes.remaining());
  }

  private static byte[] request(ApiKeys api, int correlationId, int length) {
    ByteBuffer frame = ByteBuffer.allocate(4 + length).putInt(length);
    return frame.putShort(api.id).putShort((short) 0).putInt(correlationId).array();
  }

  private static byte[] response(int correlationId, int length) {
    return ByteBuffer.allocate(4 + length).putInt(length).putInt(correlationId).array();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
