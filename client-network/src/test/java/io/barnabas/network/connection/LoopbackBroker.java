package io.barnabas.network.connection;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.message.ApiVersionsResponse;
import io.barnabas.protocol.message.ApiVersionsResponse.ApiVersion;
import io.barnabas.protocol.message.RequestHeader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The other end of connections under test, on the loopback interface and on the test's own thread:
 * the test accepts, reads and answers step by step, so that it alone says what happens when.
 */
final class LoopbackBroker implements AutoCloseable {

  private static final int READ_LIMIT_MS = 10_000;

  private static final int MOMENT_MS = 2;

  private final ServerSocket server;

  /** Accepted, and not yet given to the test; or null. */
  private Socket accepted;

  LoopbackBroker() {
    this("127.0.0.1", 0);
  }

  LoopbackBroker(String address, int port) {
    try {
      server = new ServerSocket(port, 50, InetAddress.getByName(address));
      server.setSoTimeout(MOMENT_MS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** True if a connection is there to be accepted; waits no longer than a moment. */
  boolean isPending() {
    try {
      if (accepted == null) {
        accepted = server.accept();
      }
      return true;
    } catch (SocketTimeoutException nobody) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The connection that {@link #isPending} has seen. */
  Peer accept() {
    try {
      Peer peer = new Peer(Objects.requireNonNull(accepted, "nobody has connected"));
      accepted = null;
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request's header, and the body still to be read. */
  record Request(ApiKey key, short version, int correlationId, String clientId, ByteReader body) {}

  /** One connection. */
  static final class Peer implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(socket.getInputStream());
      socket.setSoTimeout(READ_LIMIT_MS);
      socket.setTcpNoDelay(true);
    }

    boolean hasBytes() {
      try {
        return in.available() > 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The next request; waits for its bytes, which the loop must have written. */
    Request read() {
      try {
        byte[] frame = in.readNBytes(in.readInt());
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        ApiKey key = ApiKey.forId(buffer.getShort(0));
        ByteReader reader = new ByteReader(buffer);
        RequestHeader header =
            new RequestHeader(reader, key.requestHeaderVersion(buffer.getShort(2)));
        return new Request(
            key, header.requestApiVersion(), header.correlationId(), header.clientId(), reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** True if the client has closed the connection, after bytes that nobody has read. */
    boolean isClosedByClient() {
      try {
        socket.setSoTimeout(2_000);
        while (in.read() >= 0) {
          continue;
        }
        return true;
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException reset) {
        return true;
      }
    }

    /** How many bytes come before the client's end of the connection. */
    int bytesToEnd() {
      try {
        return in.readAllBytes().length;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void answer(Request request, ApiMessage response) {
      answer(request, response, request.version());
    }

    void answer(Request request, ApiMessage response, short version) {
      send(frame(request.key(), request.correlationId(), response, version));
    }

    void send(byte[] bytes) {
      try {
        socket.getOutputStream().write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Ends the connection with a reset. */
    void reset() {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static byte[] frame(ApiKey key, int correlationId, ApiMessage response, short version) {
    ByteWriter out = new ByteWriter();
    out.writeInt32(0);
    out.writeInt32(correlationId);
    if (key.responseHeaderVersion(version) > 0) {
      out.writeUnsignedVarint(0);
    }
    response.write(out, version);
    out.setInt32(0, out.size() - Integer.BYTES);
    return out.toByteArray();
  }

  /** All versions that this library knows. */
  static ApiVersionsResponse allVersions() {
    List<ApiVersion> table = new ArrayList<>();
    for (ApiKey key : ApiKey.values()) {
      if (key.highestVersion() >= 0) {
        table.add(range(key, key.lowestVersion(), key.highestVersion()));
      }
    }
    return new ApiVersionsResponse().apiKeys(table);
  }

  static ApiVersion range(ApiKey key, int lowest, int highest) {
    return new ApiVersion().apiKey(key.id()).minVersion((short) lowest).maxVersion((short) highest);
  }
}
