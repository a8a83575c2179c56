package io.barnabas.network.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;

/**
 * Carries the bytes of one connection over one non-blocking socket. No method blocks. Any {@code
 * IOException} ends the connection. Loop thread only.
 */
public interface Transport extends Closeable {

  /**
   * Starts to connect.
   *
   * @return true if it is connected already; otherwise {@link #finishConnect} is called when the
   *     socket says so
   */
  boolean connect(InetSocketAddress address) throws IOException;

  /** True when the socket is connected. */
  boolean finishConnect() throws IOException;

  /**
   * Does what it can of the handshake at the moment.
   *
   * @return true when bytes of the application can flow; otherwise it is called again when the
   *     socket can do one of {@link #handshakeOps}
   */
  boolean handshake() throws IOException;

  /** What an unfinished handshake waits for, as in {@link java.nio.channels.SelectionKey}. */
  int handshakeOps();

  /**
   * Reads what is there, at most what fits.
   *
   * @return bytes read, 0 if there are none now, -1 after the peer's end of stream
   */
  int read(ByteBuffer into) throws IOException;

  /** True if {@link #read} can give bytes that the socket has already delivered. */
  boolean hasBuffered();

  /**
   * Takes as much of the buffers, in order, as it can, and moves their positions.
   *
   * @return bytes taken; they count as sent even if {@link #flush} has still to push them out
   */
  long write(ByteBuffer[] from, int offset, int length) throws IOException;

  /** Pushes out what {@link #write} took; true if nothing of it is left here. */
  boolean flush() throws IOException;

  /** What the loop selects on. */
  SelectableChannel channel();

  /** Ends the connection at once. Idempotent. */
  @Override
  void close() throws IOException;
}
