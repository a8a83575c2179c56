package io.barnabas.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.message.ApiMessageType.ListenerType;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * The API versions that a {@link FakeBroker} speaks: at first all stable ones of a broker.
 * Thread-safe.
 */
final class FakeVersions {
  private record Range(short lowest, short highest) {}

  private final Map<ApiKeys, Range> ranges = new ConcurrentHashMap<>();

  /** The level of each feature that the cluster has finalized. */
  private final Map<String, Short> features = new ConcurrentHashMap<>();

  FakeVersions() {
    for (ApiKeys api : ApiKeys.brokerApis()) {
      api.toApiVersionForApiResponse(false, ListenerType.BROKER)
          .ifPresent(range -> set(api, range.minVersion(), range.maxVersion()));
    }
    // Brokers offer these only if a receiver of clients' metrics is plugged in.
    remove(ApiKeys.GET_TELEMETRY_SUBSCRIPTIONS);
    remove(ApiKeys.PUSH_TELEMETRY);
  }

  void set(ApiKeys api, int lowest, int highest) {
    ranges.put(api, new Range((short) lowest, (short) highest));
  }

  void remove(ApiKeys api) {
    ranges.remove(api);
  }

  void feature(String name, int level) {
    features.put(name, (short) level);
  }

  /** Whether the broker claims the version and kafka-clients can read it. */
  boolean speaks(ApiKeys api, short version) {
    Range range = ranges.get(api);
    return range != null
        && version >= range.lowest
        && version <= range.highest
        && api.isVersionSupported(version);
  }

  /** The answer to an ApiVersions request in a version that the broker speaks. */
  ApiVersionsResponseData table() {
    ApiVersionsResponseData response = new ApiVersionsResponseData();
    ranges.keySet().stream().sorted().forEach(api -> response.apiKeys().add(entry(api)));
    response.setFinalizedFeaturesEpoch(features.size());
    features.forEach((name, level) -> response.finalizedFeatures().add(finalized(name, level)));
    return response;
  }

  /** The answer to one in a newer version: always in version 0 (KIP-511). */
  ApiVersionsResponseData refusal() {
    ApiVersionsResponseData response = new ApiVersionsResponseData();
    response.setErrorCode(Errors.UNSUPPORTED_VERSION.code());
    response.apiKeys().add(entry(ApiKeys.API_VERSIONS));
    return response;
  }

  private ApiVersion entry(ApiKeys api) {
    Range range = ranges.get(api);
    return new ApiVersion()
        .setApiKey(api.id)
        .setMinVersion(range.lowest)
        .setMaxVersion(range.highest);
  }

  private static FinalizedFeatureKey finalized(String name, short level) {
    return new FinalizedFeatureKey()
        .setName(name)
        .setMinVersionLevel(level)
        .setMaxVersionLevel(level);
  }
}
