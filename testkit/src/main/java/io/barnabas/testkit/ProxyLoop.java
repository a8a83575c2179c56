package io.barnabas.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The one thread of a {@link FaultProxy}, which owns its listener and its connections. */
final class ProxyLoop {
  /** What another thread asks this one to do. */
  interface Command {
    void run() throws IOException;
  }

  private record Call(Command command, CompletableFuture<Void> done) {
    void run() {
      try {
        command.run();
        done.complete(null);
      } catch (IOException e) {
        done.completeExceptionally(new UncheckedIOException(e));
      }
    }
  }

  private final FaultProxy proxy;
  private final InetSocketAddress address;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

  private final ByteBuffer scratch = ByteBuffer.allocate(64 << 10);
  private final List<ProxyConnection> connections = new ArrayList<>();

  /** Null while connections are refused. */
  private ServerSocketChannel listener;

  private volatile int accepted;
  private volatile int open;
  private volatile boolean closed;

  ProxyLoop(FaultProxy proxy, InetSocketAddress address) throws IOException {
    this.proxy = proxy;
    this.address = address;
    selector = Selector.open();
    try {
      listen();
    } catch (IOException e) {
      selector.close();
      throw e;
    }
    thread = new Thread(this::loop, "fault-proxy-" + address.getPort());
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return address.getPort();
  }

  int accepted() {
    return accepted;
  }

  int open() {
    return open;
  }

  void wakeup() {
    selector.wakeup();
  }

  /** Runs the command on the loop's thread and returns when it has run; nothing after the close. */
  void run(Command command) {
    Call call = new Call(command, new CompletableFuture<>());
    calls.add(call);
    selector.wakeup();
    if (closed) {
      // The loop may have taken its last look at the calls already.
      call.done().complete(null);
    }
    call.done().join();
  }

  void close() {
    closed = true;
    selector.wakeup();
    Threads.join(thread);
  }

  private void loop() {
    try {
      long next = ProxyPipe.IDLE;
      while (!closed) {
        select(next);
        runCalls();
        accept();
        next = advanceConnections();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy on port " + port() + " has ended", e);
    } finally {
      closed = true;
      release();
      runCalls();
    }
  }

  private void select(long next) throws IOException {
    selector.selectedKeys().clear();
    if (next == ProxyPipe.IDLE) {
      selector.select();
      return;
    }
    long nanos = next - System.nanoTime();
    if (nanos <= 0) {
      selector.selectNow();
    } else {
      selector.select(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    }
  }

  private void runCalls() {
    for (Call call = calls.poll(); call != null; call = calls.poll()) {
      call.run();
    }
  }

  private void accept() throws IOException {
    SocketChannel client = listener == null ? null : listener.accept();
    while (client != null) {
      accepted++;
      connectOrReset(client);
      client = listener.accept();
    }
  }

  /** A broker on the same machine may refuse within the call that connects to it. */
  private void connectOrReset(SocketChannel client) {
    try {
      connections.add(new ProxyConnection(proxy, selector, client));
    } catch (IOException refused) {
      ProxyConnection.reset(client);
    }
  }

  private long advanceConnections() {
    long now = System.nanoTime();
    long next = ProxyPipe.IDLE;
    for (ProxyConnection connection : connections) {
      next = Math.min(next, connection.advance(scratch, now));
    }
    connections.removeIf(connection -> !connection.isOpen());
    open = connections.size();
    return next;
  }

  void listen() throws IOException {
    if (listener != null) {
      return;
    }
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address);
      channel.register(selector, SelectionKey.OP_ACCEPT);
      listener = channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  void stopListening() throws IOException {
    if (listener != null) {
      listener.close();
      listener = null;
      selector.selectNow();
    }
  }

  void resetAll() {
    connections.forEach(ProxyConnection::reset);
  }

  void resetLossy() {
    connections.stream().filter(ProxyConnection::isLossy).forEach(ProxyConnection::reset);
  }

  private void release() {
    connections.forEach(ProxyConnection::close);
    open = 0;
    try {
      stopListening();
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
