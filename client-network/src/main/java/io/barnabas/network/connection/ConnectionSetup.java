package io.barnabas.network.connection;

import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ApiVersionsResponse;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The exchanges between an open transport and a connection that is ready: agreeing on versions,
 * then proving who the client is. Loop thread only.
 */
final class ConnectionSetup implements Authenticator.Exchange {

  private final BrokerConnection connection;
  private final NetworkContext net;
  private final VersionNegotiation negotiation = new VersionNegotiation();

  /** Null until versions are agreed. */
  private Authenticator authenticator;

  ConnectionSetup(BrokerConnection connection, NetworkContext net) {
    this.connection = connection;
    this.net = net;
  }

  /** Asks for the broker's versions. */
  void negotiate() {
    connection.sendForSetup(
        VersionNegotiation.request(), negotiation.version(), handler(this::onVersions));
  }

  private void onVersions(ApiVersionsResponse response) {
    if (negotiation.mustRetry(response)) {
      negotiate();
      return;
    }
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error != ErrorCode.NONE) {
      connection.close(ErrorExceptions.of(error));
      return;
    }
    net.features().learn(response);
    connection.negotiated(NegotiatedVersions.of(response));
  }

  void authenticate() {
    authenticator = net.authenticators().get();
    authenticator.begin(this);
  }

  @Override
  public <R extends ApiMessage> void send(ApiRequest<R> request, ResponseHandler<R> handler) {
    short version = connection.versions().highestCommon(request.apiKey());
    if (version < 0) {
      connection.close(
          connection
              .versions()
              .unsupported(request.apiKey(), Short.MAX_VALUE, connection.broker()));
      return;
    }
    connection.sendForSetup(request, version, handler);
  }

  @Override
  public void succeeded() {
    if (authenticator != Authenticator.NONE) {
      net.events().authenticated(connection.node().id(), true);
    }
    connection.authenticated();
  }

  @Override
  public void failed(ApiException cause) {
    if (connection.state() != ConnectionState.CLOSED) {
      net.events().authenticated(connection.node().id(), false);
      connection.close(cause);
    }
  }

  /** What goes wrong ends the connection; a failure that comes in is the connection's own end. */
  private <R> ResponseHandler<R> handler(Consumer<R> onResponse) {
    return new ResponseHandler<>() {
      @Override
      public void onResponse(R response) {
        try {
          onResponse.accept(response);
        } catch (UnsupportedVersionException e) {
          connection.close(e);
        }
      }

      @Override
      public void onFailure(RequestFailure failure) {
        connection.close(failure.cause());
      }
    };
  }
}
