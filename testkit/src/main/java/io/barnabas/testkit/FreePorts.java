package io.barnabas.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that come and go. They lie below the range from which operating systems take
 * the ports of outgoing connections: a killed broker finds its own still free when it returns.
 */
final class FreePorts {
  private static final int FIRST = 10_000;
  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 1_000;

  /** Handed out in this JVM; never handed out again. Thread-safe. */
  private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  static int next() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (TAKEN.add(port) && isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }
}
