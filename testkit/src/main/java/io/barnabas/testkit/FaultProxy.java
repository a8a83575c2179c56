package io.barnabas.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * A TCP proxy in front of a broker that misbehaves as told; until told, it only passes bytes on.
 *
 * <pre>{@code
 * try (FaultProxy proxy = cluster.broker(1).proxy()) {
 *   ... a client with bootstrap.servers = proxy.address() ...
 *   proxy.latency(Duration.ofMillis(200)).slice(1);
 *   try (Hold acks = proxy.hold(Direction.RESPONSES, ApiKeys.PRODUCE)) {
 *     acks.awaitHeld(Duration.ofSeconds(5));   // the batch is written, its answer waits
 *   }
 *   proxy.reset();
 *   proxy.heal();
 * }
 * }</pre>
 *
 * <p>Faults act on open and on later connections until {@link #heal()}, and can be changed at any
 * time from any thread: all methods are thread-safe. One thread of its own moves all bytes.
 */
public final class FaultProxy implements AutoCloseable {
  private final InetSocketAddress target;
  private final Map<Direction, Toxics> toxics = new EnumMap<>(Direction.class);
  private final Map<Direction, Traffic> traffic = new EnumMap<>(Direction.class);
  private final List<FrameRule> rules = new CopyOnWriteArrayList<>();
  private final ProxyLoop loop;

  private FaultProxy(int port, InetSocketAddress target) {
    this.target = target;
    for (Direction direction : Direction.values()) {
      toxics.put(direction, new Toxics());
      traffic.put(direction, new Traffic());
    }
    try {
      loop = new ProxyLoop(this, new InetSocketAddress(BrokerAddress.HOST, port));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port, e);
    }
  }

  /** A proxy on a free port in front of any server. Of a broker see {@link KafkaBroker#proxy()}. */
  public static FaultProxy to(String host, int port) {
    return listen(FreePorts.next(), host, port);
  }

  static FaultProxy listen(int proxyPort, String host, int port) {
    return new FaultProxy(proxyPort, new InetSocketAddress(host, port));
  }

  /** {@code host:port} that clients shall connect to. */
  public String address() {
    return BrokerAddress.HOST + ":" + port();
  }

  public int port() {
    return loop.port();
  }

  /** Delays every byte by this much, each way. */
  public FaultProxy latency(Duration latency) {
    return both(toxic -> toxic.latencyNanos = latency.toNanos());
  }

  /** Limits each way of each connection. */
  public FaultProxy bandwidth(long bytesPerSecond) {
    return both(toxic -> toxic.bytesPerSecond = bytesPerSecond);
  }

  /** Passes bytes on in writes of at most this many, each way. */
  public FaultProxy slice(int bytes) {
    return both(toxic -> toxic.sliceBytes = bytes);
  }

  /** Passes nothing on and loses nothing: what waits goes on after {@link #heal()}. */
  public FaultProxy stall() {
    return both(toxic -> toxic.stall = true);
  }

  /**
   * Half-open connections: sockets stay open and everything sent is lost, even the news that a side
   * has closed. {@link #heal()} resets the connections that have lost bytes.
   */
  public FaultProxy halfOpen() {
    return both(toxic -> toxic.swallow = true);
  }

  /**
   * {@link #halfOpen()} one way: with {@link Direction#RESPONSES} the broker acts and is not heard.
   */
  public FaultProxy halfOpen(Direction direction) {
    return one(direction, toxic -> toxic.swallow = true);
  }

  /** Resets each connection (RST to both sides) when it has passed this many bytes that way. */
  public FaultProxy resetAfter(Direction direction, long bytes) {
    return one(direction, toxic -> toxic.resetAfterBytes = bytes);
  }

  /**
   * Resets the connection of the next frame of {@code api} when {@code bytes} of that frame have
   * passed, its length's four included. Happens once; 0 lets nothing of the frame pass.
   */
  public FaultProxy resetIn(Direction direction, ApiKeys api, int bytes) {
    rules.add(new FrameRule.Cut(direction, api, bytes, true));
    return this;
  }

  /** As {@link #resetIn}, but the connection is closed in order: the frame's end never comes. */
  public FaultProxy truncate(Direction direction, ApiKeys api, int bytes) {
    rules.add(new FrameRule.Cut(direction, api, bytes, false));
    return this;
  }

  /** Keeps frames of {@code api}, and all behind them, until the returned hold is released. */
  public Hold hold(Direction direction, ApiKeys api) {
    Hold hold = new Hold(direction, api, this::release);
    rules.add(hold);
    return hold;
  }

  private void release(Hold hold) {
    rules.remove(hold);
    loop.wakeup();
  }

  /** Resets all connections (RST to both sides) now. */
  public void reset() {
    loop.run(loop::resetAll);
  }

  /** Refuses new connections until {@link #heal()}; open ones stay. */
  public void refuseConnections() {
    loop.run(loop::stopListening);
  }

  /** Ends all faults and releases all holds. */
  public void heal() {
    both(Toxics::clear);
    rules.clear();
    loop.run(loop::resetLossy);
    loop.run(loop::listen);
  }

  /** How many connections have been accepted in all. */
  public int connections() {
    return loop.accepted();
  }

  /** How many connections are open. */
  public int openConnections() {
    return loop.open();
  }

  /** How many bytes have been passed on that way in all; counted a moment after they have been. */
  public long bytes(Direction direction) {
    return traffic(direction).bytes.get();
  }

  /** In how many writes they have been passed on: with {@link #slice} of 1 as many as bytes. */
  public long writes(Direction direction) {
    return traffic(direction).writes.get();
  }

  /** Closes all connections; when it returns no thread and no socket is left. */
  @Override
  public void close() {
    loop.close();
  }

  private FaultProxy both(Consumer<Toxics> change) {
    toxics.values().forEach(change);
    loop.wakeup();
    return this;
  }

  private FaultProxy one(Direction direction, Consumer<Toxics> change) {
    change.accept(toxics(direction));
    loop.wakeup();
    return this;
  }

  InetSocketAddress target() {
    return target;
  }

  Toxics toxics(Direction direction) {
    return toxics.get(direction);
  }

  Traffic traffic(Direction direction) {
    return traffic.get(direction);
  }

  /** What has been passed on one way. Counted by the proxy's thread, read by any. */
  static final class Traffic {
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();

    void count(int written) {
      bytes.addAndGet(written);
      writes.incrementAndGet();
    }
  }

  List<FrameRule> rules() {
    return rules;
  }
}
