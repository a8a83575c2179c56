package io.barnabas.testkit;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Cuts the bytes of one direction into pieces so that every frame begins a piece, and tells which
 * API the frame is of. The first bytes of a frame are kept back until they tell that. A stream that
 * is not Kafka's (TLS, say) passes as it is. Owned by the proxy's thread.
 */
final class FrameSplitter {
  private static final int MAX_FRAME_BYTES = 256 << 20;

  /** Takes a piece; {@code api} is null unless a frame of a known API begins with it. */
  interface Sink {
    void piece(ByteBuffer bytes, ApiKeys api);
  }

  /** The APIs of requests without a response yet, by correlation id; the oldest are forgotten. */
  static final class Pending extends LinkedHashMap<Integer, ApiKeys> {
    private static final int MAX = 10_000;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, ApiKeys> eldest) {
      return size() > MAX;
    }
  }

  private final Direction direction;
  private final Pending pending;
  private final Sink sink;

  /** Length, and of a request api key, version and correlation id, of a response the last alone. */
  private final ByteBuffer head;

  private int bodyBytesToCome;
  private boolean opaque;

  FrameSplitter(Direction direction, Pending pending, Sink sink) {
    this.direction = direction;
    this.pending = pending;
    this.sink = sink;
    this.head = ByteBuffer.allocate(direction == Direction.REQUESTS ? 12 : 8);
  }

  void split(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (opaque) {
        sink.piece(copy(bytes, bytes.remaining()), null);
      } else if (bodyBytesToCome > 0) {
        int length = Math.min(bodyBytesToCome, bytes.remaining());
        bodyBytesToCome -= length;
        sink.piece(copy(bytes, length), null);
      } else {
        readHead(bytes);
      }
    }
  }

  /** Passes on what is kept back. */
  void end() {
    flushHead(null);
  }

  private void readHead(ByteBuffer bytes) {
    while (head.hasRemaining() && bytes.hasRemaining() && !opaque) {
      head.put(bytes.get());
      opaque = head.position() == 4 && !isFrameLength(head.getInt(0));
    }
    if (opaque) {
      flushHead(null);
    } else if (!head.hasRemaining()) {
      bodyBytesToCome = head.getInt(0) - (head.capacity() - 4);
      flushHead(api());
    }
  }

  private boolean isFrameLength(int length) {
    return length >= head.capacity() - 4 && length <= MAX_FRAME_BYTES;
  }

  private ApiKeys api() {
    if (direction == Direction.RESPONSES) {
      return pending.remove(head.getInt(4));
    }
    short id = head.getShort(4);
    ApiKeys api = ApiKeys.hasId(id) ? ApiKeys.forId(id) : null;
    pending.put(head.getInt(8), api);
    return api;
  }

  private void flushHead(ApiKeys api) {
    head.flip();
    if (head.hasRemaining()) {
      sink.piece(copy(head, head.remaining()), api);
    }
    head.clear();
  }

  private static ByteBuffer copy(ByteBuffer bytes, int length) {
    byte[] copy = new byte[length];
    bytes.get(copy);
    return ByteBuffer.wrap(copy);
  }
}
