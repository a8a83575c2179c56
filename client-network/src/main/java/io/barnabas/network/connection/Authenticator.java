package io.barnabas.network.connection;

import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import org.apache.kafka.common.errors.ApiException;

/**
 * Proves to one broker who the client is, after versions were agreed and before other requests. One
 * for each connection. Loop thread only; never blocks.
 */
public interface Authenticator {

  /** For brokers that ask for no proof. */
  Authenticator NONE = Exchange::succeeded;

  /** Begins; the outcome is told to the exchange, now or later. */
  void begin(Exchange exchange);

  /** What an authenticator may do with its connection. */
  interface Exchange {

    /** Sends a request of the handshake; its failure is the connection's end. */
    <R extends ApiMessage> void send(ApiRequest<R> request, ResponseHandler<R> handler);

    void succeeded();

    /** The connection ends; everyone who waits for it gets {@code cause}. */
    void failed(ApiException cause);
  }
}
