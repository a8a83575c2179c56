package io.barnabas.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.message.ApiVersionsRequest;
import io.barnabas.protocol.message.ApiVersionsResponse;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

  @Test
  void everyApiHasTheNameIdAndVersionsOfKafkaClients() {
    for (ApiMessageType theirs : ApiMessageType.values()) {
      ApiKey ours = ApiKey.forId(theirs.apiKey());
      assertEquals(theirs.name(), ours.name());
      assertEquals(theirs.lowestSupportedVersion(), ours.lowestVersion(), theirs.name());
      assertEquals(theirs.highestSupportedVersion(true), ours.highestVersion(), theirs.name());
      assertEquals(
          theirs.highestSupportedVersion(false), ours.highestStableVersion(), theirs.name());
    }
  }

  @Test
  void kafkaClientsKnowsNoOtherApi() {
    assertEquals(
        Arrays.stream(ApiKeys.values()).map(Enum::name).collect(Collectors.toSet()),
        Arrays.stream(ApiKey.values()).map(Enum::name).collect(Collectors.toSet()));
  }

  @Test
  void headerVersionsAreThoseOfKafkaClients() {
    for (ApiMessageType theirs : ApiMessageType.values()) {
      ApiKey ours = ApiKey.forId(theirs.apiKey());
      for (short v = ours.lowestVersion(); v <= ours.highestVersion(); v++) {
        assertEquals(theirs.requestHeaderVersion(v), ours.requestHeaderVersion(v), theirs.name());
        assertEquals(theirs.responseHeaderVersion(v), ours.responseHeaderVersion(v), theirs.name());
      }
    }
  }

  @Test
  void apiVersionsResponseHeaderStaysAtVersion0() {
    ApiKey apiVersions = ApiKey.API_VERSIONS;

    assertEquals(2, apiVersions.requestHeaderVersion(apiVersions.highestVersion()));
    assertEquals(0, apiVersions.responseHeaderVersion(apiVersions.highestVersion()));
  }

  @Test
  void latestVersionOfInitProducerIdIsUnstable() {
    ApiKey key = ApiKey.INIT_PRODUCER_ID;

    assertEquals(key.highestVersion() - 1, key.highestStableVersion());
  }

  @Test
  void removedApiHasNoVersion() {
    assertEquals(-1, ApiKey.LEADER_AND_ISR.highestVersion());
    assertEquals(-1, ApiKey.LEADER_AND_ISR.highestStableVersion());
  }

  @Test
  void unknownIdIsNull() {
    assertNull(ApiKey.forId((short) -1));
    assertNull(ApiKey.forId((short) 93));
    assertNull(ApiKey.forId(Short.MAX_VALUE));
    assertNull(ApiKey.forId(Short.MIN_VALUE));
  }

  @Test
  void requestNamesItsApiAndItsResponse() {
    ApiRequest<ApiVersionsResponse> request = new ApiVersionsRequest();

    assertSame(ApiKey.API_VERSIONS, request.apiKey());
    assertTrue(request.newResponse().apiKeys().isEmpty());
  }
}
