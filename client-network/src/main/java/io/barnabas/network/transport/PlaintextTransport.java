package io.barnabas.network.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;

/** Bytes as they are, over TCP. */
public final class PlaintextTransport implements Transport {

  /** Stands for the buffer size that the operating system chooses. */
  private static final int SYSTEM_DEFAULT = -1;

  private final SocketChannel channel;

  private PlaintextTransport(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * A socket without Nagle's delay and with keep-alive.
   *
   * @param sendBufferBytes -1 for the system's default, and likewise the other
   */
  public static PlaintextTransport open(int sendBufferBytes, int receiveBufferBytes)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      if (sendBufferBytes != SYSTEM_DEFAULT) {
        channel.setOption(StandardSocketOptions.SO_SNDBUF, sendBufferBytes);
      }
      if (receiveBufferBytes != SYSTEM_DEFAULT) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
      }
      return new PlaintextTransport(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public boolean connect(InetSocketAddress address) throws IOException {
    return channel.connect(address);
  }

  @Override
  public boolean finishConnect() throws IOException {
    return channel.finishConnect();
  }

  @Override
  public boolean handshake() {
    return true;
  }

  @Override
  public int handshakeOps() {
    return 0;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  @Override
  public boolean hasBuffered() {
    return false;
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    return channel.write(from, offset, length);
  }

  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public SelectableChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
