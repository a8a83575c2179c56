package io.barnabas.network.connection;

import io.barnabas.network.loop.Poller;
import io.barnabas.network.loop.ReadyHandler;
import io.barnabas.network.transport.Transport;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Collection;
import java.util.Locale;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.DisconnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection to one broker, from connect to close: a {@link ConnectionState}, its
 * deadlines, and the {@link RequestStream} that flows over it. Loop thread only.
 */
final class BrokerConnection implements ReadyHandler {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerConnection.class);

  /** One busy connection must not keep the others from their turn. */
  private static final int MAX_READS_PER_TURN = 16;

  /** Whoever made the connection. Called on the loop thread. */
  interface Owner {

    /** Requests may be sent. */
    void onReady(BrokerConnection connection);

    /** Answers have come in, to others than the requests of the set-up. */
    void onAnswers();

    /**
     * It is over; called before those whose requests are on the connection are told.
     *
     * @return requests that waited for the connection in vain, to be told after those
     */
    Collection<PendingRequest<?>> onClosed(
        BrokerConnection connection, boolean duringSetup, ApiException cause);

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
  private final Throttle throttle = new Throttle();
  private final RequestStream stream;
  private final ConnectionSetup setup;

  private ConnectionState state = ConnectionState.CONNECTING;
  private SelectionKey key;
  private boolean opened;
  private NegotiatedVersions versions;
  private long readyAtMs;

  /** True while {@link Owner#flushSoon} has been asked for. */
  private boolean flushing;

  /** By when the present step of the set-up must be over. */
  private long setupDeadlineMs;

  BrokerConnection(
      NetworkContext net, Node node, InetSocketAddress address, Transport transport, Owner owner) {
    this.net = net;
    this.node = node;
    this.address = address;
    this.transport = transport;
    this.owner = owner;
    this.stream = new RequestStream(net, node.id(), broker(), throttle);
    this.setup = new ConnectionSetup(this, net);
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
    readyAtMs = net.nowMs();
    stream.limit(net.settings().maxFrameBytes());
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
      stream.add(request, version);
    } catch (ApiException e) {
      fail(request, e);
      return;
    }
    owner.deadline(stream.deadlineMs());
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
    boolean written = stream.writeTo(transport);
    if (state == ConnectionState.CLOSED) {
      return;
    }
    int ops = SelectionKey.OP_READ | (written ? 0 : SelectionKey.OP_WRITE);
    if (key.interestOps() != ops) {
      key.interestOps(ops);
    }
  }

  private void read() throws IOException {
    ByteBuffer chunk = net.readBuffer();
    boolean inService = state == ConnectionState.READY;
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
      if (count > 0) {
        stream.take(chunk);
        if (inService) {
          owner.onAnswers();
        }
      }
    } while (state != ConnectionState.CLOSED && (more || transport.hasBuffered()));
    owner.deadline(throttle.untilMs());
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
    } else if (stream.isOverdue(nowMs)) {
      close(new DisconnectException("A request to " + broker() + " was not answered in time"));
    }
    if (state == ConnectionState.CLOSED) {
      return Poller.NEVER;
    }
    if (throttle.endedBy(nowMs)) {
      net.loop().wakeup();
    }
    long setupMs = state.isSetup() ? setupDeadlineMs : Poller.NEVER;
    return Math.min(Math.min(setupMs, throttle.untilMs()), stream.deadlineMs());
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
    Collection<PendingRequest<?>> waited = owner.onClosed(this, duringSetup, cause);
    stream.end(cause);
    waited.forEach(request -> request.fail(cause));
    net.loop().wakeup();
  }

  private void closeTransport() {
    try {
      transport.close();
    } catch (IOException e) {
      LOG.debug("{}Closing the connection to {} failed", logPrefix(), broker(), e);
    }
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
    return state == ConnectionState.READY && throttle.isOver(nowMs);
  }

  ConnectionState state() {
    return state;
  }

  NegotiatedVersions versions() {
    return versions;
  }

  /** When requests could first be sent. */
  long readyAtMs() {
    return readyAtMs;
  }

  int pendingRequests() {
    return stream.size();
  }

  /** When it was last of use; {@link Poller#NEVER} while it is. */
  long idleSinceMs() {
    return stream.idleSinceMs();
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
