package io.barnabas.testkit;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A client's connection through the proxy and the one to the broker behind it. Owned by the proxy's
 * thread.
 */
final class ProxyConnection {
  private final SocketChannel client;
  private final SocketChannel broker;
  private final SelectionKey clientKey;
  private final SelectionKey brokerKey;
  private final ProxyPipe requests;
  private final ProxyPipe responses;
  private boolean open = true;

  /**
   * Connects to the broker; if it refuses at once, that is thrown and the client is the caller's.
   */
  ProxyConnection(FaultProxy proxy, Selector selector, SocketChannel client) throws IOException {
    this.client = client;
    this.broker = SocketChannel.open();
    prepare(client);
    prepare(broker);
    broker.connect(proxy.target());
    clientKey = client.register(selector, 0, this);
    brokerKey = broker.register(selector, SelectionKey.OP_CONNECT, this);
    FrameSplitter.Pending pending = new FrameSplitter.Pending();
    requests = new ProxyPipe(Direction.REQUESTS, proxy, client, broker, pending);
    responses = new ProxyPipe(Direction.RESPONSES, proxy, broker, client, pending);
  }

  private static void prepare(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  boolean isOpen() {
    return open;
  }

  boolean isLossy() {
    return requests.isLossy() || responses.isLossy();
  }

  /** Reads and writes what can be; returns when to come again if no socket is ready before. */
  long advance(ByteBuffer scratch, long now) {
    if (!open) {
      return ProxyPipe.IDLE;
    }
    try {
      if (broker.isConnectionPending() && !broker.finishConnect()) {
        return ProxyPipe.IDLE;
      }
      if (isReadable(clientKey)) {
        requests.read(scratch, now);
      }
      if (isReadable(brokerKey)) {
        responses.read(scratch, now);
      }
      long next = Math.min(requests.flush(now), responses.flush(now));
      if (requests.isEnded() && responses.isEnded()) {
        close();
      } else {
        updateInterest();
      }
      return next;
    } catch (ProxyPipe.EndException end) {
      close();
    } catch (IOException brokenOrToBeReset) {
      reset();
    }
    return ProxyPipe.IDLE;
  }

  private static boolean isReadable(SelectionKey key) {
    return (key.interestOps() & key.readyOps() & SelectionKey.OP_READ) != 0;
  }

  private void updateInterest() {
    clientKey.interestOps(ops(requests.wantsRead(), responses.wantsWrite()));
    brokerKey.interestOps(ops(responses.wantsRead(), requests.wantsWrite()));
  }

  private static int ops(boolean read, boolean write) {
    return (read ? SelectionKey.OP_READ : 0) | (write ? SelectionKey.OP_WRITE : 0);
  }

  /** RST to both sides. */
  void reset() {
    open = false;
    reset(client);
    reset(broker);
  }

  /** RST to the peer. */
  static void reset(SocketChannel channel) {
    lingerZero(channel);
    close(channel);
  }

  private static void lingerZero(SocketChannel channel) {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException ignored) {
      // The peer was quicker; there is nothing left to reset.
    }
  }

  void close() {
    open = false;
    close(client);
    close(broker);
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException ignored) {
      // The descriptor is gone either way.
    }
  }
}
