package io.barnabas.testkit;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * A request as a {@link FakeBroker} has read it.
 *
 * @param connection counts the broker's connections from 1
 * @param clientId empty if the request had none
 * @param data the body; null if its version is one that the broker does not speak
 */
public record FakeRequest(
    int connection,
    ApiKeys api,
    short version,
    int correlationId,
    String clientId,
    ApiMessage data) {

  /** The body as what the caller knows it to be, e.g. {@code MetadataRequestData}. */
  @SuppressWarnings("unchecked")
  public <T extends ApiMessage> T body() {
    return (T) data;
  }
}
