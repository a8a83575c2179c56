package io.barnabas.network.transport;

import java.io.IOException;

/** Makes the transport of each new connection, as the security protocol wants it. */
@FunctionalInterface
public interface TransportFactory {

  /**
   * An unconnected transport.
   *
   * @param host the peer's name as configured or advertised, for whoever has to verify it
   */
  Transport open(String host, int port) throws IOException;
}
