package io.barnabas.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;

/** One client's connection to a {@link FakeBroker}, served by a thread of its own. */
final class FakeConnection {
  private static final int MAX_FRAME_BYTES = 256 << 20;

  private final FakeBroker broker;
  private final int number;
  private final Socket socket;
  private final Thread thread;

  /** An answer that fails from now on has been interrupted. */
  private volatile boolean ended;

  FakeConnection(FakeBroker broker, int number, Socket socket) {
    this.broker = broker;
    this.number = number;
    this.socket = socket;
    this.thread = new Thread(this::serve, "fake-broker-" + broker.port() + "-" + number);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void serve() {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      boolean open = true;
      while (open) {
        FakeRequest request = read(in);
        open = send(broker.answer(request), request);
      }
    } catch (IOException ignored) {
      // Either side has ended the connection; nothing waits for it.
    } catch (RuntimeException | Error e) {
      if (!ended) {
        broker.onFailure(e);
      }
    } finally {
      broker.onClosed(this);
    }
  }

  private FakeRequest read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 8 || length > MAX_FRAME_BYTES) {
      throw new IllegalStateException("a request of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return parse(ByteBuffer.wrap(bytes));
  }

  private FakeRequest parse(ByteBuffer frame) {
    ApiKeys api = ApiKeys.forId(frame.getShort(0));
    short version = frame.getShort(2);
    int correlationId = frame.getInt(4);
    if (!broker.speaks(api, version)) {
      return new FakeRequest(number, api, version, correlationId, "", null);
    }
    ByteBufferAccessor in = new ByteBufferAccessor(frame);
    RequestHeaderData header = new RequestHeaderData(in, api.requestHeaderVersion(version));
    ApiMessage body = api.messageType.newRequest();
    body.read(in, version);
    if (frame.hasRemaining()) {
      throw new IllegalStateException(
          "%d bytes behind the body of %s version %d".formatted(frame.remaining(), api, version));
    }
    String clientId = header.clientId() == null ? "" : header.clientId();
    return new FakeRequest(number, api, version, correlationId, clientId, body);
  }

  /** Whether the connection stays. */
  private boolean send(Reply reply, FakeRequest request) throws IOException {
    ByteBuffer bytes = reply.bytes(request);
    if (bytes != null) {
      socket.getOutputStream().write(bytes.array(), bytes.position(), bytes.remaining());
    }
    if (reply.then() == Reply.Then.RESET) {
      socket.setSoLinger(true, 0);
    }
    return reply.then() == Reply.Then.STAY;
  }

  /** From any thread. */
  void close(boolean reset) {
    try {
      if (reset) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    } catch (IOException ignored) {
      // The client was quicker.
    }
  }

  /**
   * Closes the connection, interrupts an answer that blocks, and returns when the thread has ended.
   */
  void end() {
    ended = true;
    close(false);
    thread.interrupt();
    Threads.join(thread);
  }
}
