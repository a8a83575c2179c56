package io.barnabas.network.cluster;

/** Whether an address that a broker gave away can be one at all. */
final class NodeAddress {

  private static final int MAX_PORT = 65_535;

  static boolean plausible(String host, int port) {
    return host != null && !host.isEmpty() && port > 0 && port <= MAX_PORT;
  }

  private NodeAddress() {}
}
