package io.barnabas.network.connection;

import static io.barnabas.network.connection.LoopbackBroker.allVersions;
import static io.barnabas.network.connection.PoolFixture.NODE;
import static io.barnabas.network.connection.PoolFixture.groups;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.metrics.ClientEvents;
import io.barnabas.network.settings.TestSettings;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.message.ListGroupsResponse;
import io.barnabas.protocol.message.SaslHandshakeRequest;
import io.barnabas.protocol.message.SaslHandshakeResponse;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AuthenticationTest {

  private static final SaslAuthenticationException REFUSED =
      new SaslAuthenticationException("made by the test");

  private final List<String> happened = new ArrayList<>();
  private final ClientEvents events =
      new ClientEvents() {
        @Override
        public void connectionOpened(int nodeId) {
          happened.add("opened");
        }

        @Override
        public void connectionClosed(int nodeId) {
          happened.add("closed");
        }

        @Override
        public void authenticated(int nodeId, boolean succeeded) {
          happened.add(succeeded ? "authenticated" : "refused");
        }

        @Override
        public void requestSent(int nodeId, ApiKey key, int bytes, long nowNanos) {
          happened.add("sent " + key);
        }

        @Override
        public void responseReceived(
            int nodeId, ApiKey key, int bytes, long latencyNanos, int throttleMs, long nowNanos) {
          happened.add("answered " + key);
        }
      };

  private final LoopbackBroker broker = new LoopbackBroker();
  private final PoolFixture fixture = new PoolFixture(events, () -> this::shakeHands);

  @AfterEach
  void close() {
    fixture.close();
    broker.close();
  }

  private void shakeHands(Authenticator.Exchange exchange) {
    exchange.send(
        new SaslHandshakeRequest().mechanism("TEST"),
        new ResponseHandler<>() {
          @Override
          public void onResponse(SaslHandshakeResponse response) {
            if (response.errorCode() == 0) {
              exchange.succeeded();
            } else {
              exchange.failed(REFUSED);
            }
          }

          @Override
          public void onFailure(RequestFailure failure) {
            exchange.failed(failure.cause());
          }
        });
  }

  @Test
  void requestsWaitUntilTheClientHasProvedItself() {
    fixture.node(broker);
    Outcome<ListGroupsResponse> outcome = fixture.send();
    LoopbackBroker.Peer peer = fixture.acceptAndNegotiate(broker, allVersions());
    LoopbackBroker.Request handshake = fixture.read(peer);
    assertEquals(ApiKey.SASL_HANDSHAKE, handshake.key());
    assertFalse(fixture.pool.isReady(NODE, Lane.GENERAL));
    peer.answer(handshake, new SaslHandshakeResponse());
    peer.answer(fixture.read(peer), groups("g"));
    fixture.await(outcome);

    assertEquals("g", outcome.response().groups().get(0).groupId());
    fixture.pool.disconnect(NODE);
    assertEquals(
        List.of(
            "opened",
            "sent API_VERSIONS",
            "answered API_VERSIONS",
            "sent SASL_HANDSHAKE",
            "answered SASL_HANDSHAKE",
            "authenticated",
            "sent LIST_GROUPS",
            "answered LIST_GROUPS",
            "closed"),
        happened);
  }

  @Test
  void refusedProofIsTheCauseForAllWhoWait() {
    fixture.node(broker);
    Outcome<ListGroupsResponse> outcome = fixture.send();
    LoopbackBroker.Peer peer = fixture.acceptAndNegotiate(broker, allVersions());
    peer.answer(fixture.read(peer), new SaslHandshakeResponse().errorCode((short) 33));
    fixture.await(outcome);
    assertSame(REFUSED, outcome.failure().cause());
    assertFalse(outcome.failure().maybeSent());
    assertTrue(happened.contains("refused"));
    assertTrue(fixture.pool.backoffUntilMs(NODE, Lane.GENERAL) > 0);
  }

  @Test
  void brokerThatFallsSilentIsGivenUp() {
    fixture.node(broker);
    Outcome<ListGroupsResponse> outcome = fixture.send(10 * TestSettings.REQUEST_TIMEOUT_MS);
    LoopbackBroker.Peer peer = fixture.acceptAndNegotiate(broker, allVersions());
    fixture.read(peer);
    fixture.stepped.advance(TestSettings.REQUEST_TIMEOUT_MS);
    assertFalse(outcome.failure().maybeSent());
    assertTrue(peer.isClosedByClient());
  }
}
