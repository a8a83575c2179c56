package io.barnabas.benchmarks.broker;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.message.RequestHeader;
import io.barnabas.protocol.message.ResponseHeader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One client's connection: requests are answered in order, the next one when the answer before it
 * has gone out. Sink thread only.
 */
final class SinkConnection {
  private static final int INITIAL_BYTES = 4 * 1024 * 1024;
  private static final int LARGEST_FRAME = 128 * 1024 * 1024;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final RareAnswers rare;
  private final ProduceAnswers produce;
  private final FetchAnswers fetch;

  /** Received, from {@link #frame} to its position. */
  private ByteBuffer received = ByteBuffer.allocateDirect(INITIAL_BYTES);

  /** Where the first request that was not answered yet begins. */
  private int frame;

  private final ByteWriter out = new ByteWriter();
  private ByteBuffer[] unsent = {};
  private int firstUnsent;

  SinkConnection(SelectionKey key, RareAnswers rare, ProduceAnswers produce, FetchAnswers fetch) {
    this.key = key;
    this.channel = (SocketChannel) key.channel();
    this.rare = rare;
    this.produce = produce;
    this.fetch = fetch;
  }

  /**
   * Does what the socket is ready for.
   *
   * @throws IOException also if the client has closed the connection
   */
  void onReady() throws IOException {
    if (key.isReadable()) {
      receive();
    }
    boolean sent = send();
    while (sent && hasWholeFrame()) {
      answerFrame();
      sent = send();
    }
    makeRoom();
    key.interestOps(sent ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
  }

  private void receive() throws IOException {
    if (channel.read(received) < 0) {
      throw new EOFException();
    }
  }

  private boolean hasWholeFrame() {
    int bytes = received.position() - frame;
    return bytes >= Integer.BYTES && bytes >= Integer.BYTES + received.getInt(frame);
  }

  private void answerFrame() {
    int start = frame + Integer.BYTES;
    int length = received.getInt(frame);
    frame = start + length;
    out.clear();
    out.writeInt32(0); // the size, when it is known
    if (answer(received.slice(start, length))) {
      out.setInt32(0, out.size() - Integer.BYTES);
      unsent = out.buffers();
      firstUnsent = 0;
    }
  }

  private boolean answer(ByteBuffer request) {
    ByteReader in = new ByteReader(request);
    ApiKey api = ApiKey.forId(request.getShort(0));
    short version = request.getShort(Short.BYTES);
    if (api == null || !RareAnswers.speaks(api, version)) {
      return refuse(api, request.getInt(2 * Short.BYTES));
    }
    RequestHeader header = new RequestHeader(in, api.requestHeaderVersion(version));
    new ResponseHeader()
        .correlationId(header.correlationId())
        .write(out, api.responseHeaderVersion(version));
    return switch (api) {
      case PRODUCE -> produce.answer(in, out);
      case FETCH -> {
        fetch.answer(in, out);
        yield true;
      }
      default -> {
        rare.answer(api, version, in).write(out, version);
        yield true;
      }
    };
  }

  /** Only ApiVersions may be asked for in any version (KIP-35). */
  private boolean refuse(ApiKey api, int correlationId) {
    if (api != ApiKey.API_VERSIONS) {
      throw new IllegalArgumentException("a request that was not offered: " + api);
    }
    new ResponseHeader().correlationId(correlationId).write(out, (short) 0);
    rare.apiVersions(ErrorCode.UNSUPPORTED_VERSION).write(out, (short) 0);
    return true;
  }

  /** Whether all is sent. */
  private boolean send() throws IOException {
    while (firstUnsent < unsent.length) {
      long written = channel.write(unsent, firstUnsent, unsent.length - firstUnsent);
      while (firstUnsent < unsent.length && !unsent[firstUnsent].hasRemaining()) {
        firstUnsent++;
      }
      if (written == 0) {
        return false;
      }
    }
    return true;
  }

  /** Room for the rest of a request, or for the next one. */
  private void makeRoom() {
    int bytes = received.position() - frame;
    int needed = bytes < Integer.BYTES ? Integer.BYTES : Integer.BYTES + received.getInt(frame);
    if (needed < 0 || needed > LARGEST_FRAME) {
      throw new IllegalArgumentException("a request of " + needed + " bytes");
    }
    boolean fits = frame + needed <= received.capacity() && received.hasRemaining();
    if (bytes > 0 && fits) {
      return;
    }
    ByteBuffer rest = received.slice(frame, bytes);
    if (needed > received.capacity()) {
      received = ByteBuffer.allocateDirect(2 * needed);
    }
    received.clear().put(rest);
    frame = 0;
  }
}
