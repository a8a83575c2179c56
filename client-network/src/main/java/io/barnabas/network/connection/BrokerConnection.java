package io.barnabas.network.connection;

import io.barnabas.network.loop.Poller;
import io.barnabas.network.loop.ReadyHandler;
import io.barnabas.network.transport.Transport;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ThrottledResponse;
import io.barnabas.protocol.io.UnsupportedFieldException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection to one broker, from connect to close: a {@link ConnectionState}, the frames in
 * both directions, and the requests whose memory and outcome it is answerable for. Loop thread
 * only.
 */
final class BrokerConnection implements ReadyHandler {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerConnection.class);

  /** Frames before the broker has shown that it is one. */
  private static final int SETUP_FRAME_BYTES = 1 << 20;

  /** One busy connection must not keep the others from their turn. */
  private static final int MAX_READS_PER_TURN = 16;

  private static final int MAX_THROTTLE_MS = 5 * 60 * 1000;
  private static final long NOT_MUTED = Long.MIN_VALUE;

  /** Whoever made the connection. Called on the loop thread. */
  interface Owner {

    /** Requests may be sent. */
    void onReady(BrokerConnection connection);

    /** It is over; called before those who wait on the connection are told. */
    void onClosed(BrokerConnection connection, boolean duringSetup, ApiException cause);

    /** {@link #flush} is to be called before the loop sleeps. */
    void flushSoon(BrokerConnection connection);

    /** {@link #onTime} is to be called at that time at the latest. */
    void deadline(long atMs);
  }

  private final NetworkContext net;
  private final Node node;
  private final Owner owner;
  private final Transport transport;
  private final InetSocketAddress address;
  private final Consumer<PendingRequest<?>> whenWritten = this::onWritten;
  private final FrameReader frames = new FrameReader(SETUP_FRAME_BYTES);
  private final WriteQueue writes = new WriteQueue();
  private final InFlightRequests inFlight = new InFlightRequests();
  private final ConnectionSetup setup;

  private ConnectionState state = ConnectionState.CONNECTING;
  private SelectionKey key;
  private boolean opened;
  private NegotiatedVersions versions;
  private int nextCorrelationId;

  /** True while {@link Owner#flushSoon} has been asked for. */
  private boolean flushing;

  /** By when the present step of the set-up must be over. */
  private long setupDeadlineMs;

  /** No request is due before this; some may be due later. */
  private long requestDeadlineMs = Poller.NEVER;

  /** The broker wants to be left alone until then. */
  private long mutedUntilMs = NOT_MUTED;

  private long lastUsedMs;

  BrokerConnection(
      NetworkContext net, Node node, InetSocketAddress address, Transport transport, Owner owner) {
    this.net = net;
    this.node = node;
    this.address = address;
    this.transport = transport;
    this.owner = owner;
    this.setup = new ConnectionSetup(this, net);
    this.lastUsedMs = net.nowMs();
  }

  /** Starts to connect. Failures are told later, to the owner, never from within this call. */
  void open(long setupTimeoutMs) {
    setupDeadline(setupTimeoutMs);
    try {
      boolean connected = transport.connect(address);
      key = net.loop().register(transport.channel(), SelectionKey.OP_CONNECT, this);
      if (connected) {
        net.defer(() -> ready(key));
      }
    } catch (IOException | RuntimeException e) {
      net.defer(() -> close(broken(e)));
    }
  }

  @Override
  public void ready(SelectionKey ready) {
    try {
      step(ready);
    } catch (IOException | RuntimeException e) {
      end(e);
    }
  }

  private void end(Exception error) {
    if (error instanceof ApiException cause) {
      close(cause);
      return;
    }
    if (error instanceof RuntimeException) {
      LOG.error("{}Unexpected error on the connection to {}", logPrefix(), broker(), error);
    }
    close(broken(error));
  }

  private void step(SelectionKey ready) throws IOException {
    if (state == ConnectionState.CONNECTING && !finishConnect()) {
      return;
    }
    if (state == ConnectionState.HANDSHAKING && !handshake()) {
      return;
    }
    if (state != ConnectionState.CLOSED && ready.isValid() && ready.isReadable()) {
      read();
    }
    if (state != ConnectionState.CLOSED && ready.isValid() && ready.isWritable()) {
      write();
    }
  }

  private boolean finishConnect() throws IOException {
    if (!transport.finishConnect()) {
      return false;
    }
    opened = true;
    net.events().connectionOpened(node.id());
    become(ConnectionState.HANDSHAKING);
    return true;
  }

  private boolean handshake() throws IOException {
    if (!transport.handshake()) {
      key.interestOps(transport.handshakeOps());
      return false;
    }
    key.interestOps(SelectionKey.OP_READ);
    become(ConnectionState.NEGOTIATING);
    setup.negotiate();
    return true;
  }

  void negotiated(NegotiatedVersions agreed) {
    versions = agreed;
    become(ConnectionState.AUTHENTICATING);
    setup.authenticate();
  }

  void authenticated() {
    become(ConnectionState.READY);
    frames.limit(net.settings().maxFrameBytes());
    LOG.debug("{}Connected to {} at {}", logPrefix(), broker(), address);
    owner.onReady(this);
  }

  private void become(ConnectionState next) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException(state + " may not become " + next);
    }
    state = next;
    if (next.isSetup()) {
      setupDeadline(net.settings().requestTimeoutMs());
    }
  }

  private void setupDeadline(long timeoutMs) {
    setupDeadlineMs = net.nowMs() + timeoutMs;
    owner.deadline(setupDeadlineMs);
  }

  /** Requests leave in the order of the calls; the highest common version is used. READY only. */
  void send(PendingRequest<?> request) {
    short version = versions.highestCommon(request.key(), request.maxVersion());
    if (version < 0) {
      fail(request, versions.unsupported(request.key(), request.maxVersion(), broker()));
    } else {
      send(request, version);
    }
  }

  /** The same in a version that is known otherwise. */
  void send(PendingRequest<?> request, short version) {
    try {
      String clientId = net.settings().clientId();
      request.encode(version, nextCorrelationId, clientId, net.loop().clock().nanos());
    } catch (UnsupportedFieldException e) {
      fail(
          request,
          new UnsupportedVersionException(
              String.format(
                  "%s is too old for this request: %s version %d is the highest that suits both"
                      + " sides. %s",
                  broker(), request.key(), version, e.getMessage()),
              e));
      return;
    } catch (RuntimeException e) {
      fail(request, new InvalidRequestException(request.key() + ": " + e.getMessage(), e));
      return;
    }
    nextCorrelationId++;
    writes.add(request);
    requestDeadlineMs = Math.min(requestDeadlineMs, request.deadlineMs());
    owner.deadline(requestDeadlineMs);
    if (!flushing) {
      flushing = true;
      owner.flushSoon(this);
    }
  }

  /** Never from within the call that asked for it. */
  private void fail(PendingRequest<?> request, ApiException cause) {
    net.defer(() -> request.fail(cause));
  }

  /** Writes what the socket takes. */
  void flush() {
    flushing = false;
    if (state == ConnectionState.CLOSED || (key.interestOps() & SelectionKey.OP_WRITE) != 0) {
      return;
    }
    try {
      write();
    } catch (IOException | RuntimeException e) {
      end(e);
    }
  }

  private void write() throws IOException {
    boolean written = writes.writeTo(transport, whenWritten);
    boolean flushed = transport.flush();
    if (state == ConnectionState.CLOSED) {
      return;
    }
    boolean wanted = !written || !flushed;
    int ops = SelectionKey.OP_READ | (wanted ? SelectionKey.OP_WRITE : 0);
    if (key.interestOps() != ops) {
      key.interestOps(ops);
    }
  }

  private void onWritten(PendingRequest<?> request) {
    lastUsedMs = net.nowMs();
    net.events().requestSent(node.id(), request.key(), request.frameBytes());
    if (request.isAnswered()) {
      inFlight.add(request);
    } else {
      request.complete(null);
      net.loop().wakeup();
    }
  }

  private void read() throws IOException {
    ByteBuffer chunk = net.readBuffer();
    int reads = 0;
    boolean more;
    do {
      chunk.clear();
      int count = transport.read(chunk);
      if (count < 0) {
        throw new IOException("the peer closed the connection");
      }
      more = !chunk.hasRemaining() && ++reads < MAX_READS_PER_TURN;
      chunk.flip();
      take(chunk, count);
    } while (state != ConnectionState.CLOSED && (more || transport.hasBuffered()));
  }

  private void take(ByteBuffer chunk, int count) throws IOException {
    if (count == 0) {
      return;
    }
    lastUsedMs = net.nowMs();
    net.events().bytesRead(node.id(), count);
    ByteBuffer frame = frames.next(chunk);
    while (frame != null) {
      answer(frame);
      frame = state == ConnectionState.CLOSED ? null : frames.next(chunk);
    }
  }

  private void answer(ByteBuffer frame) throws InvalidFrameException {
    PendingRequest<?> request = inFlight.expect(frame.getInt(frame.position()));
    answer(request, frame);
  }

  private <R extends ApiMessage> void answer(PendingRequest<R> request, ByteBuffer frame)
      throws InvalidFrameException {
    R response = request.decode(frame, setup.versionOf(request, frame));
    inFlight.removeFirst();
    long latencyNanos = net.loop().clock().nanos() - request.encodedNanos();
    net.events()
        .responseReceived(node.id(), request.key(), frame.capacity() + Integer.BYTES, latencyNanos);
    if (response instanceof ThrottledResponse throttled) {
      mute(request.key(), throttled.throttleTimeMs());
    }
    request.complete(response);
  }

  /**
   * Brokers from 2.0 on answer at once and count on the client to keep still (KIP-219); the highest
   * common version of any API with such a broker is one that says so.
   */
  private void mute(ApiKey api, int throttleTimeMs) {
    if (throttleTimeMs <= 0) {
      return;
    }
    net.events().throttled(node.id(), api, throttleTimeMs);
    int clamped = Math.min(throttleTimeMs, MAX_THROTTLE_MS);
    mutedUntilMs = Math.max(mutedUntilMs, net.nowMs() + clamped);
    owner.deadline(mutedUntilMs);
  }

  /**
   * Ends what is overdue.
   *
   * @return when to be asked again, or {@link Poller#NEVER}
   */
  long onTime(long nowMs) {
    if (state.isSetup() && setupDeadlineMs <= nowMs) {
      close(
          new DisconnectException("Connection set-up with " + broker() + " timed out " + stage()));
    } else if (requestDeadlineMs <= nowMs) {
      requestDeadlineMs = Math.min(inFlight.earliestDeadlineMs(), writes.earliestDeadlineMs());
      if (requestDeadlineMs <= nowMs) {
        close(new DisconnectException("A request to " + broker() + " was not answered in time"));
      }
    }
    if (state == ConnectionState.CLOSED) {
      return Poller.NEVER;
    }
    long stateMs = state.isSetup() ? setupDeadlineMs : Poller.NEVER;
    return Math.min(Math.min(stateMs, unmuteMs(nowMs)), requestDeadlineMs);
  }

  private long unmuteMs(long nowMs) {
    if (mutedUntilMs > nowMs) {
      return mutedUntilMs;
    }
    if (mutedUntilMs != NOT_MUTED) {
      mutedUntilMs = NOT_MUTED;
      net.loop().wakeup();
    }
    return Poller.NEVER;
  }

  private String stage() {
    return "while " + state.name().toLowerCase(Locale.ROOT);
  }

  /** Ends the connection; everyone who waits on it is told. Idempotent. */
  void close(ApiException cause) {
    if (state == ConnectionState.CLOSED) {
      return;
    }
    boolean duringSetup = state.isSetup();
    state = ConnectionState.CLOSED;
    closeTransport();
    if (opened) {
      net.events().connectionClosed(node.id());
    }
    owner.onClosed(this, duringSetup, cause);
    Deque<PendingRequest<?>> orphans = new ArrayDeque<>();
    inFlight.drainTo(orphans);
    writes.drainTo(orphans);
    long nowMs = net.nowMs();
    for (PendingRequest<?> request : orphans) {
      request.fail(request.isOverdue(nowMs) ? timedOut(request) : cause);
    }
    net.loop().wakeup();
  }

  private void closeTransport() {
    try {
      transport.close();
    } catch (IOException e) {
      LOG.debug("{}Closing the connection to {} failed", logPrefix(), broker(), e);
    }
  }

  private TimeoutException timedOut(PendingRequest<?> request) {
    return new TimeoutException(
        String.format(
            "%s to %s was not answered within %d ms",
            request.key(), broker(), request.timeoutMs()));
  }

  private DisconnectException broken(Exception cause) {
    return new DisconnectException(
        "Connection to " + broker() + " failed: " + cause.getMessage(), cause);
  }

  /** A request of the set-up itself. */
  <R extends ApiMessage> void sendForSetup(
      ApiRequest<R> request, short version, ResponseHandler<R> handler) {
    long timeoutMs = net.settings().requestTimeoutMs();
    send(
        new PendingRequest<>(request, Short.MAX_VALUE, true, timeoutMs, net.nowMs(), handler),
        version);
  }

  boolean isReady(long nowMs) {
    return state == ConnectionState.READY && mutedUntilMs <= nowMs;
  }

  ConnectionState state() {
    return state;
  }

  NegotiatedVersions versions() {
    return versions;
  }

  int pendingRequests() {
    return writes.size() + inFlight.size();
  }

  /** When it was last of use; {@link Poller#NEVER} while it is. */
  long idleSinceMs() {
    return pendingRequests() == 0 ? lastUsedMs : Poller.NEVER;
  }

  Node node() {
    return node;
  }

  InetSocketAddress address() {
    return address;
  }

  String broker() {
    return "broker " + node.id() + " (" + node.host() + ":" + node.port() + ")";
  }

  private String logPrefix() {
    return net.settings().logPrefix();
  }
}
