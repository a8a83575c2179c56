package io.barnabas.network.connection;

import io.barnabas.network.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The frames of one connection that have still to leave, wholly or in part. Many leave in one
 * gathered write. After an error nothing more may be written. Loop thread only.
 */
final class WriteQueue {

  private static final int MAX_BUFFERS = 256;

  /**
   * The JDK copies what a write is given before the socket takes its part of it; more than a socket
   * can take at once would be copied again and again.
   */
  private static final int MAX_BYTES = 512 * 1024;

  private final Deque<PendingRequest<?>> requests = new ArrayDeque<>();

  // What one write is given.
  private ByteBuffer[] gathered = new ByteBuffer[16];
  private int buffers;
  private int bytes;

  /** The buffer of which only a part is given, or null, and where it really ends. */
  private ByteBuffer cut;

  private int limitOfCut;

  void add(PendingRequest<?> request) {
    requests.addLast(request);
  }

  int size() {
    return requests.size();
  }

  long earliestDeadlineMs() {
    return Deadlines.earliest(requests);
  }

  void drainTo(Deque<PendingRequest<?>> target) {
    target.addAll(requests);
    requests.clear();
  }

  /**
   * Writes until the socket takes no more.
   *
   * @param onWritten takes each request whose last byte has left
   * @return true if all was written
   */
  boolean writeTo(Transport transport, Consumer<PendingRequest<?>> onWritten) throws IOException {
    while (!requests.isEmpty()) {
      gather();
      long taken;
      try {
        taken = transport.write(gathered, 0, buffers);
      } finally {
        restore();
      }
      account(taken, onWritten);
      if (taken < bytes) {
        return false;
      }
    }
    return true;
  }

  private void gather() {
    buffers = 0;
    bytes = 0;
    for (PendingRequest<?> request : requests) {
      for (ByteBuffer part : request.frame()) {
        if (buffers == MAX_BUFFERS || bytes == MAX_BYTES) {
          return;
        }
        if (part.hasRemaining()) {
          gather(part);
        }
      }
    }
  }

  private void gather(ByteBuffer part) {
    if (part.remaining() > MAX_BYTES - bytes) {
      cut = part;
      limitOfCut = part.limit();
      part.limit(part.position() + MAX_BYTES - bytes);
    }
    if (buffers == gathered.length) {
      gathered = Arrays.copyOf(gathered, 2 * buffers);
    }
    gathered[buffers++] = part;
    bytes += part.remaining();
  }

  private void restore() {
    if (cut != null) {
      cut.limit(limitOfCut);
      cut = null;
    }
    Arrays.fill(gathered, 0, buffers, null);
  }

  private void account(long taken, Consumer<PendingRequest<?>> onWritten) {
    long left = taken;
    while (left > 0) {
      PendingRequest<?> first = requests.peekFirst();
      long part = Math.min(left, first.unwrittenBytes());
      first.wrote(part);
      left -= part;
      if (first.isWritten()) {
        requests.removeFirst();
        onWritten.accept(first);
      }
    }
  }
}
