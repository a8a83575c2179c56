package io.barnabas.network.connection;

import static io.barnabas.network.connection.LoopbackBroker.allVersions;
import static io.barnabas.network.connection.LoopbackBroker.range;
import static io.barnabas.network.connection.PoolFixture.NODE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.settings.SoftwareVersion;
import io.barnabas.network.settings.TestSettings;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ApiVersionsRequest;
import io.barnabas.protocol.message.ApiVersionsResponse;
import io.barnabas.protocol.message.ApiVersionsResponse.ApiVersion;
import io.barnabas.protocol.message.ListGroupsResponse;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class NegotiationTest {

  private static final short HIGHEST = ApiKey.API_VERSIONS.highestStableVersion();

  private final LoopbackBroker broker = new LoopbackBroker();
  private final PoolFixture fixture = new PoolFixture();

  @BeforeEach
  void locate() {
    fixture.node(broker);
  }

  @AfterEach
  void close() {
    fixture.close();
    broker.close();
  }

  @Test
  void asksInTheHighestVersionUnderItsOwnName() {
    fixture.pool.isReady(NODE, Lane.GENERAL);
    LoopbackBroker.Request request = fixture.accept(broker).read();
    assertEquals(HIGHEST, request.version());
    ApiVersionsRequest body = new ApiVersionsRequest(request.body(), request.version());
    assertEquals("barnabas", body.clientSoftwareName());
    assertEquals(SoftwareVersion.VERSION, body.clientSoftwareVersion());
    assertTrue(body.clientSoftwareVersion().matches("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?"));
  }

  @ParameterizedTest
  @CsvSource({"0, 2, 2", "0, 0, 0", "0, 32767, 0", "-3, -1, 0"})
  void refusedVersionIsAskedOnceMoreInWhatTheBrokerOffers(int lowest, int highest, int expected) {
    fixture.pool.isReady(NODE, Lane.GENERAL);
    LoopbackBroker.Peer peer = fixture.accept(broker);
    ApiVersionsResponse refusal =
        refusal().apiKeys(List.of(range(ApiKey.API_VERSIONS, lowest, highest)));
    peer.answer(peer.read(), refusal, (short) 0);
    LoopbackBroker.Request second = fixture.read(peer);
    assertEquals(expected, second.version());
    peer.answer(second, allVersions());
    fixture.await(() -> fixture.pool.isReady(NODE, Lane.GENERAL));
  }

  @Test
  void refusalWithoutATableIsAskedOnceMoreInTheOldestVersion() {
    fixture.pool.isReady(NODE, Lane.GENERAL);
    LoopbackBroker.Peer peer = fixture.accept(broker);
    peer.answer(peer.read(), refusal(), (short) 0);
    LoopbackBroker.Request second = fixture.read(peer);
    assertEquals(0, second.version());
    peer.answer(second, allVersions());
    fixture.await(() -> fixture.pool.isReady(NODE, Lane.GENERAL));
  }

  @Test
  void endlessRefusalEndsAfterOneMoreTry() {
    Outcome<ListGroupsResponse> outcome = fixture.send();
    LoopbackBroker.Peer peer = fixture.accept(broker);
    peer.answer(peer.read(), refusal(), (short) 0);
    peer.answer(fixture.read(peer), refusal(), (short) 0);
    fixture.await(outcome);
    assertInstanceOf(UnsupportedVersionException.class, outcome.failure().cause());
    assertFalse(outcome.failure().maybeSent());
    assertTrue(peer.isClosedByClient());
  }

  static Stream<Arguments> impossibleTables() {
    ApiVersion good = range(ApiKey.API_VERSIONS, 0, 4);
    return Stream.of(
        Arguments.of("empty", List.of()),
        Arguments.of("upside down", List.of(good, range(ApiKey.FETCH, 9, 4))),
        Arguments.of("below zero", List.of(good, range(ApiKey.FETCH, -9, -4))),
        Arguments.of(
            "upside down for an unknown API",
            List.of(
                good,
                new ApiVersion().apiKey((short) 9999).minVersion((short) 2).maxVersion((short) 1))),
        Arguments.of(
            "the same API twice",
            List.of(good, range(ApiKey.FETCH, 4, 9), range(ApiKey.FETCH, 4, 9))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("impossibleTables")
  void impossibleTableEndsTheConnection(String name, List<ApiVersion> table) {
    Outcome<ListGroupsResponse> outcome = fixture.send();
    LoopbackBroker.Peer peer = fixture.accept(broker);
    peer.answer(peer.read(), new ApiVersionsResponse().apiKeys(table));
    fixture.await(outcome);
    assertInstanceOf(UnsupportedVersionException.class, outcome.failure().cause());
    assertTrue(peer.isClosedByClient());
  }

  @Test
  void versionsFarBeyondOursAndApisUnknownToUsAreNoHindrance() {
    ApiVersion future = new ApiVersion().apiKey((short) 9999).maxVersion(Short.MAX_VALUE);
    ApiVersionsResponse table =
        new ApiVersionsResponse().apiKeys(List.of(future, range(ApiKey.LIST_GROUPS, 0, 32767)));
    fixture.ready(broker, table);
    assertEquals(
        ApiKey.LIST_GROUPS.highestStableVersion(),
        fixture.pool.version(NODE, Lane.GENERAL, ApiKey.LIST_GROUPS));
  }

  @Test
  void unstableVersionsAreNotUsed() {
    fixture.ready(broker);
    for (ApiKey key : ApiKey.values()) {
      short version = fixture.pool.version(NODE, Lane.GENERAL, key);
      assertTrue(version <= key.highestStableVersion(), key + " version " + version);
    }
  }

  @Test
  void errorOfTheBrokerIsTheCause() {
    Outcome<ListGroupsResponse> outcome = fixture.send();
    LoopbackBroker.Peer peer = fixture.accept(broker);
    short error = ErrorCode.CLUSTER_AUTHORIZATION_FAILED.code();
    peer.answer(peer.read(), new ApiVersionsResponse().errorCode(error));
    fixture.await(outcome);
    assertInstanceOf(ClusterAuthorizationException.class, outcome.failure().cause());
  }

  /** KAFKA-13388: such a connection was never given up. */
  @Test
  void brokerThatAcceptsAndSaysNothingIsGivenUpAfterTheRequestTimeout() {
    Outcome<ListGroupsResponse> outcome = fixture.send(10 * TestSettings.REQUEST_TIMEOUT_MS);
    LoopbackBroker.Peer peer = fixture.accept(broker);
    fixture.stepped.advance(TestSettings.REQUEST_TIMEOUT_MS - 1);
    assertFalse(outcome.isDone());
    fixture.stepped.advance(1);
    fixture.await(outcome);
    assertInstanceOf(DisconnectException.class, outcome.failure().cause());
    assertFalse(outcome.failure().maybeSent());
    assertTrue(peer.isClosedByClient());
  }

  private static ApiVersionsResponse refusal() {
    return new ApiVersionsResponse().errorCode(ErrorCode.UNSUPPORTED_VERSION.code());
  }
}
