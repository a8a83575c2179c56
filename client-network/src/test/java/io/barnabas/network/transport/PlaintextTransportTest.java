package io.barnabas.network.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PlaintextTransportTest {

  @Test
  void socketDoesNotBlockHasNoDelayAndIsKeptAlive() throws Exception {
    try (PlaintextTransport transport = PlaintextTransport.open(64 * 1024, 32 * 1024)) {
      SocketChannel socket = (SocketChannel) transport.channel();
      assertFalse(socket.isBlocking());
      assertTrue(socket.getOption(StandardSocketOptions.TCP_NODELAY));
      assertTrue(socket.getOption(StandardSocketOptions.SO_KEEPALIVE));
      assertTrue(socket.getOption(StandardSocketOptions.SO_SNDBUF) >= 64 * 1024);
      assertTrue(socket.getOption(StandardSocketOptions.SO_RCVBUF) >= 32 * 1024);
    }
  }

  @Test
  void sizesThatNoSocketHasAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> PlaintextTransport.open(-7, -1));
  }

  @Test
  void bytesFlowBothWaysAndTheEndIsSeen() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PlaintextTransport transport = PlaintextTransport.open(-1, -1)) {
      if (!transport.connect((InetSocketAddress) server.getLocalSocketAddress())) {
        assertTrue(await(transport));
      }
      assertTrue(transport.handshake());
      try (Socket peer = server.accept()) {
        ByteBuffer[] out = {ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3})};
        assertEquals(3, transport.write(out, 0, 2));
        assertTrue(transport.flush());
        assertEquals(1, peer.getInputStream().readNBytes(3)[0]);
        peer.getOutputStream().write(9);
      }
      ByteBuffer in = ByteBuffer.allocate(10);
      ((SocketChannel) transport.channel()).configureBlocking(true);
      assertEquals(1, transport.read(in));
      assertEquals(9, in.get(0));
      assertEquals(-1, transport.read(in));
    }
  }

  private static boolean await(PlaintextTransport transport) throws Exception {
    while (!transport.finishConnect()) {
      Thread.onSpinWait();
    }
    return true;
  }
}
