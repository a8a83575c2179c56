package io.barnabas.testkit;

/**
 * A broker's place: its node id and its ports on the loopback address.
 *
 * @param port what clients connect to
 * @param controllerPort for the quorum
 * @param proxiedPort what a {@link FaultProxy} forwards to
 * @param proxyPort what the broker tells clients that came by {@code proxiedPort}; a proxy listens
 *     there, if anyone does
 */
record BrokerAddress(int id, int port, int controllerPort, int proxiedPort, int proxyPort) {
  static final String HOST = "127.0.0.1";

  static BrokerAddress free(int id) {
    return new BrokerAddress(
        id, FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next());
  }
}
