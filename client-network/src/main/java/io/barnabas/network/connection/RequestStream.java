package io.barnabas.network.connection;

import io.barnabas.network.loop.Poller;
import io.barnabas.network.transport.Transport;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ThrottledResponse;
import io.barnabas.protocol.io.UnsupportedFieldException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The frames of one connection in both directions, and the requests whose memory and outcome it is
 * answerable for. Loop thread only.
 */
final class RequestStream {

  /** Frames before the broker has shown that it is one. */
  private static final int SETUP_FRAME_BYTES = 1 << 20;

  private final NetworkContext net;
  private final int nodeId;
  private final String broker;
  private final Throttle throttle;
  private final Consumer<PendingRequest<?>> whenWritten = this::onWritten;
  private final FrameReader frames;
  private final WriteQueue writes = new WriteQueue();
  private final InFlightRequests inFlight = new InFlightRequests();

  private int nextCorrelationId;

  /** No request is due before this; some may be due later. */
  private long deadlineMs = Poller.NEVER;

  private long lastUsedMs;
  private boolean ended;

  /**
   * @param broker for messages
   * @param throttle hears what the answers say of throttling
   */
  RequestStream(NetworkContext net, int nodeId, String broker, Throttle throttle) {
    this.net = net;
    this.nodeId = nodeId;
    this.broker = broker;
    this.throttle = throttle;
    this.frames = new FrameReader(SETUP_FRAME_BYTES, net.frames());
    this.lastUsedMs = net.nowMs();
  }

  /** The largest frame from now on. */
  void limit(int frameBytes) {
    frames.limit(frameBytes);
  }

  /**
   * Puts a request behind the others.
   *
   * @throws ApiException if this request cannot be written; the stream is as it was
   */
  void add(PendingRequest<?> request, short version) {
    encode(request, version);
    nextCorrelationId++;
    writes.add(request);
    deadlineMs = Math.min(deadlineMs, request.deadlineMs());
  }

  private void encode(PendingRequest<?> request, short version) {
    try {
      String clientId = net.settings().clientId();
      request.encode(version, nextCorrelationId, clientId, net.loop().clock().nanos());
    } catch (UnsupportedFieldException e) {
      throw new UnsupportedVersionException(
          String.format(
              "%s is too old for this request: %s version %d is the highest that may be used. %s",
              broker, request.key(), version, e.getMessage()),
          e);
    } catch (RuntimeException e) {
      throw new InvalidRequestException(request.key() + ": " + e.getMessage(), e);
    }
  }

  /** Writes what the transport takes; true if it has taken all. */
  boolean writeTo(Transport transport) throws IOException {
    boolean written = writes.writeTo(transport, whenWritten);
    return transport.flush() && written;
  }

  private void onWritten(PendingRequest<?> request) {
    lastUsedMs = net.nowMs();
    net.events().requestSent(nodeId, request.key(), request.frameBytes(), request.encodedNanos());
    if (request.isAnswered()) {
      net.events().inFlight(1);
      inFlight.add(request);
    } else {
      request.complete(null);
      net.loop().wakeup();
    }
  }

  /** Takes bytes that have come in, and gives each answer among them to its request. */
  void take(ByteBuffer chunk) throws InvalidFrameException {
    lastUsedMs = net.nowMs();
    net.events().bytesRead(nodeId, chunk.remaining());
    ByteBuffer frame = frames.next(chunk);
    while (frame != null) {
      answer(inFlight.expect(frame.getInt(frame.position())), frame);
      // The handler may have ended the connection, and with it whatever else has come in.
      frame = ended ? null : frames.next(chunk);
    }
  }

  private <R extends ApiMessage> void answer(PendingRequest<R> request, ByteBuffer frame)
      throws InvalidFrameException {
    int frameBytes = frame.remaining() + Integer.BYTES;
    R response = request.decode(frame, versionOf(request, frame));
    inFlight.removeFirst();
    int throttleTimeMs =
        response instanceof ThrottledResponse throttled ? throttled.throttleTimeMs() : 0;
    if (throttleTimeMs > 0) {
      throttle.extend(throttleTimeMs, net.nowMs());
    }
    long nowNanos = net.loop().clock().nanos();
    long latencyNanos = nowNanos - request.encodedNanos();
    net.events()
        .responseReceived(
            nodeId, request.key(), frameBytes, latencyNanos, throttleTimeMs, nowNanos);
    net.events().inFlight(-1);
    request.complete(response);
  }

  private static short versionOf(PendingRequest<?> request, ByteBuffer answer) {
    return request.key() == ApiKey.API_VERSIONS
        ? VersionNegotiation.versionOf(answer, request.version())
        : request.version();
  }

  /** The earliest time at which a request may be overdue, or {@link Poller#NEVER}. */
  long deadlineMs() {
    return deadlineMs;
  }

  /** True if a request is. */
  boolean isOverdue(long nowMs) {
    if (deadlineMs <= nowMs) {
      deadlineMs = Math.min(inFlight.earliestDeadlineMs(), writes.earliestDeadlineMs());
    }
    return deadlineMs <= nowMs;
  }

  /** Tells everyone who waits. Nothing more may be read or written. */
  void end(ApiException cause) {
    ended = true;
    Deque<PendingRequest<?>> orphans = new ArrayDeque<>();
    net.events().inFlight(-inFlight.size());
    inFlight.drainTo(orphans);
    writes.drainTo(orphans);
    long nowMs = net.nowMs();
    for (PendingRequest<?> request : orphans) {
      request.fail(request.isOverdue(nowMs) ? timedOut(request) : cause);
    }
  }

  private TimeoutException timedOut(PendingRequest<?> request) {
    return new TimeoutException(
        String.format(
            "%s to %s was not answered within %d ms", request.key(), broker, request.timeoutMs()));
  }

  /** Requests without an outcome. */
  int size() {
    return writes.size() + inFlight.size();
  }

  /** When it was last of use; {@link Poller#NEVER} while it is. */
  long idleSinceMs() {
    return size() == 0 ? lastUsedMs : Poller.NEVER;
  }
}
