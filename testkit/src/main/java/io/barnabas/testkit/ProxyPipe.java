package io.barnabas.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * One direction of a proxied connection: what has been read and not yet written. Owned by the
 * proxy's thread.
 */
final class ProxyPipe {
  /** {@link #flush}: nothing to do before bytes come or a socket is writable. */
  static final long IDLE = Long.MAX_VALUE;

  private static final int MAX_QUEUED_BYTES = 8 << 20;

  private record Piece(ByteBuffer bytes, ApiKeys api, long dueNanos) {}

  private final Direction direction;
  private final Toxics toxics;
  private final List<FrameRule> rules;
  private final FaultProxy.Traffic traffic;
  private final SocketChannel source;
  private final SocketChannel target;
  private final FrameSplitter splitter;
  private final Deque<Piece> queue = new ArrayDeque<>();

  private long now;
  private long queuedBytes;
  private long passedBytes;

  /** When the bandwidth allows the next byte. */
  private long nextWriteNanos = Long.MIN_VALUE;

  /** The value of passedBytes at which the connection ends, and how. */
  private long cutAt = Long.MAX_VALUE;

  private boolean cutResets;

  /** The frame start that a rule has been looked up for or that waits for a hold. */
  private Piece admitted;

  private Piece waiting;
  private boolean sourceEnded;
  private boolean targetEnded;
  private boolean socketFull;
  private boolean lossy;

  ProxyPipe(
      Direction direction,
      FaultProxy proxy,
      SocketChannel source,
      SocketChannel target,
      FrameSplitter.Pending pending) {
    this.direction = direction;
    this.toxics = proxy.toxics(direction);
    this.rules = proxy.rules();
    this.traffic = proxy.traffic(direction);
    this.source = source;
    this.target = target;
    this.splitter = new FrameSplitter(direction, pending, this::enqueue);
  }

  /** Takes what the source has. */
  void read(ByteBuffer scratch, long now) throws IOException {
    this.now = now;
    scratch.clear();
    int count = source.read(scratch);
    scratch.flip();
    if (swallows()) {
      lossy |= count != 0;
      sourceEnded |= count < 0;
    } else if (count < 0) {
      splitter.end();
      sourceEnded = true;
    } else {
      splitter.split(scratch);
    }
  }

  private void enqueue(ByteBuffer bytes, ApiKeys api) {
    queuedBytes += bytes.remaining();
    queue.add(new Piece(bytes, api, now + toxics.latencyNanos));
  }

  /**
   * Writes what may be written at {@code now} and returns when to come again.
   *
   * @throws ResetException if the connection is to be reset here
   */
  long flush(long now) throws IOException {
    this.now = now;
    socketFull = false;
    if (swallows()) {
      lossy |= !queue.isEmpty();
      queue.clear();
      queuedBytes = 0;
    }
    while (!queue.isEmpty() && !targetEnded) {
      Piece piece = queue.peek();
      long start = Math.max(piece.dueNanos, nextWriteNanos);
      if (toxics.stall || isHeld(piece)) {
        return IDLE;
      } else if (start > now) {
        return start;
      } else if (!write(piece)) {
        return socketFull ? IDLE : Math.max(now, nextWriteNanos);
      }
    }
    endTarget();
    return IDLE;
  }

  private boolean isHeld(Piece piece) {
    if (piece.api == null || piece == admitted) {
      return false;
    }
    for (FrameRule rule : rules) {
      if (rule.matches(direction, piece.api)) {
        if (rule instanceof Hold hold) {
          countOnce(hold, piece);
          return true;
        } else if (rule instanceof FrameRule.Cut cut && rules.remove(cut)) {
          cutAt = passedBytes + cut.bytes();
          cutResets = cut.reset();
          break;
        }
      }
    }
    admitted = piece;
    return false;
  }

  private void countOnce(Hold hold, Piece piece) {
    if (waiting != piece) {
      waiting = piece;
      hold.count();
    }
  }

  /** Writes of the piece as much as goes in one write; true if that was all of it. */
  private boolean write(Piece piece) throws IOException {
    long resetAt = toxics.resetAfterBytes;
    long allowed = Math.min(cutAt, resetAt) - passedBytes;
    if (allowed <= 0) {
      end(resetAt <= cutAt || cutResets);
      return false;
    }
    ByteBuffer bytes = piece.bytes;
    int length = (int) Math.min(Math.min(bytes.remaining(), allowed), maxWrite());
    int count = target.write(bytes.slice(bytes.position(), length));
    bytes.position(bytes.position() + count);
    account(count);
    socketFull = count < length;
    if (passedBytes >= Math.min(cutAt, resetAt)) {
      end(resetAt <= cutAt || cutResets);
    }
    if (bytes.hasRemaining()) {
      return false;
    }
    queue.remove();
    // Slices go out one a turn: the peer has a chance to see each alone.
    return toxics.sliceBytes == Integer.MAX_VALUE;
  }

  /** A slice, or what the bandwidth allows in 20 ms. */
  private long maxWrite() {
    return Math.min(toxics.sliceBytes, Math.max(1, toxics.bytesPerSecond / 50));
  }

  private void account(int count) {
    queuedBytes -= count;
    passedBytes += count;
    traffic.count(count);
    if (toxics.bytesPerSecond != Long.MAX_VALUE) {
      nextWriteNanos = now + TimeUnit.SECONDS.toNanos(count) / toxics.bytesPerSecond;
    }
  }

  private void end(boolean reset) throws IOException {
    if (reset) {
      throw new ResetException();
    }
    queue.clear();
    sourceEnded = true;
    endTarget();
    throw new EndException();
  }

  /** A stream with a gap is never gone on with. */
  private boolean swallows() {
    return toxics.swallow || lossy;
  }

  private void endTarget() throws IOException {
    if (sourceEnded && !targetEnded && !lossy && !toxics.stall) {
      targetEnded = true;
      target.shutdownOutput();
    }
  }

  boolean wantsRead() {
    return !sourceEnded && queuedBytes < MAX_QUEUED_BYTES;
  }

  boolean wantsWrite() {
    return socketFull;
  }

  boolean isEnded() {
    return targetEnded;
  }

  /** Whether bytes were swallowed, so that the stream has a gap. */
  boolean isLossy() {
    return lossy;
  }

  /** The connection is to be reset. */
  static final class ResetException extends IOException {}

  /** The connection is to be closed in order. */
  static final class EndException extends IOException {}
}
