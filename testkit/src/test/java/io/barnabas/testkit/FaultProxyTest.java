package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private EchoServer echo;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new EchoServer();
    proxy = FaultProxy.to("127.0.0.1", echo.port());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void passesBytesOnAndCountsThem() throws IOException {
    byte[] text = text(1_000_000);
    try (Socket socket = connect()) {
      assertArrayEquals(text, exchange(socket, text));
      assertEquals(1, proxy.connections());
      assertEquals(1, proxy.openConnections());
      Await.until("all are counted", LIMIT, () -> proxy.bytes(Direction.REQUESTS) == text.length);
      Await.until("all are counted", LIMIT, () -> proxy.bytes(Direction.RESPONSES) == text.length);
    }
    Await.until("connection is closed", LIMIT, () -> proxy.openConnections() == 0);
  }

  @Test
  void passesTheEndOfOneDirectionOn() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text(100));
      socket.shutdownOutput();
      assertEquals(100, socket.getInputStream().readAllBytes().length);
    }
  }

  @Test
  void latencyDelaysEachWay() throws IOException {
    proxy.latency(Duration.ofMillis(100));
    try (Socket socket = connect()) {
      long start = System.nanoTime();
      exchange(socket, text(10));
      assertTrue(System.nanoTime() - start >= 200_000_000L);
      proxy.heal();
      assertArrayEquals(text(10), exchange(socket, text(10)));
    }
  }

  @Test
  void bandwidthBoundsTheRate() throws IOException {
    proxy.bandwidth(100_000);
    try (Socket socket = connect()) {
      long start = System.nanoTime();
      assertArrayEquals(text(50_000), exchange(socket, text(50_000)));
      long tookMs = (System.nanoTime() - start) / 1_000_000;
      assertTrue(tookMs >= 450, () -> "took " + tookMs + " ms");
    }
  }

  @Test
  void slicesPassOneByOneAndInOrder() throws IOException {
    proxy.slice(1);
    try (Socket socket = connect()) {
      assertArrayEquals(text(2_000), exchange(socket, text(2_000)));
      Await.until("2000 writes", LIMIT, () -> proxy.writes(Direction.REQUESTS) == 2_000);
      Await.until("2000 writes", LIMIT, () -> proxy.writes(Direction.RESPONSES) == 2_000);
    }
  }

  @Test
  void resetsAfterExactlySoManyBytes() throws IOException {
    proxy.resetAfter(Direction.RESPONSES, 50);
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text(100));
      assertEquals(50, socket.getInputStream().readNBytes(50).length);
      assertThrows(SocketException.class, () -> socket.getInputStream().read());
      Await.until("50 are counted", LIMIT, () -> proxy.bytes(Direction.RESPONSES) == 50);
    }
  }

  @Test
  void resetsOpenConnectionsOnCommand() throws IOException {
    try (Socket socket = connect()) {
      exchange(socket, text(10));
      proxy.reset();
      assertThrows(SocketException.class, () -> socket.getInputStream().read());
    }
    try (Socket socket = connect()) {
      assertArrayEquals(text(10), exchange(socket, text(10)));
    }
  }

  @Test
  void halfOpenSwallowsEverythingAndKeepsTheSocket() throws IOException {
    try (Socket socket = connect()) {
      exchange(socket, text(10));
      proxy.halfOpen();
      socket.getOutputStream().write(text(10));
      socket.setSoTimeout(100);
      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
      assertEquals(1, proxy.openConnections());
      proxy.heal();
      socket.setSoTimeout(10_000);
      assertThrows(SocketException.class, () -> socket.getInputStream().read());
    }
  }

  @Test
  void halfOpenOneWayLetsTheOtherPass() throws IOException {
    proxy.halfOpen(Direction.RESPONSES);
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text(10));
      Await.until("request has passed", LIMIT, () -> proxy.bytes(Direction.REQUESTS) == 10);
      assertEquals(0, proxy.bytes(Direction.RESPONSES));
    }
  }

  @Test
  void stallLosesNothing() throws IOException {
    try (Socket socket = connect()) {
      proxy.stall();
      socket.getOutputStream().write(text(10));
      socket.setSoTimeout(100);
      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
      proxy.heal();
      socket.setSoTimeout(10_000);
      assertArrayEquals(text(10), socket.getInputStream().readNBytes(10));
    }
  }

  @Test
  void refusedConnectionsAreAcceptedAgainOnceHealed() throws IOException {
    proxy.refuseConnections();
    assertThrows(ConnectException.class, this::connect);
    proxy.heal();
    try (Socket socket = connect()) {
      assertArrayEquals(text(10), exchange(socket, text(10)));
    }
  }

  @Test
  void clientIsResetIfTheServerIsGone() throws IOException {
    echo.close();
    try (Socket socket = connect()) {
      assertThrows(SocketException.class, () -> socket.getInputStream().read());
    }
  }

  @Test
  void closeLeavesNoThreadAndNoSocket() throws IOException {
    try (Socket socket = connect()) {
      exchange(socket, text(10));
      String thread = "fault-proxy-" + proxy.port();
      assertTrue(isRunning(thread));
      proxy.close();
      assertFalse(isRunning(thread));
      assertThrows(ConnectException.class, this::connect);
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  private static boolean isRunning(String name) {
    return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals(name));
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", proxy.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static byte[] exchange(Socket socket, byte[] bytes) throws IOException {
    Thread writer = new Thread(() -> write(socket, bytes));
    writer.start();
    return socket.getInputStream().readNBytes(bytes.length);
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bytes that nobody takes for a frame of Kafka. */
  private static byte[] text(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, "x".getBytes(StandardCharsets.US_ASCII)[0]);
    return bytes;
  }
}
