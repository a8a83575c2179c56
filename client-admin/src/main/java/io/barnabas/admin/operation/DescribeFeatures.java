package io.barnabas.admin.operation;

import io.barnabas.admin.bridge.AdminResults;
import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.network.settings.SoftwareVersion;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ApiVersionsRequest;
import io.barnabas.protocol.message.ApiVersionsResponse;
import io.barnabas.protocol.message.ApiVersionsResponse.FinalizedFeatureKey;
import io.barnabas.protocol.message.ApiVersionsResponse.SupportedFeatureKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.SupportedVersionRange;

/** Tells which features the cluster has and which a node could have (KIP-584). */
public final class DescribeFeatures
    implements Operation<Whole, FeatureMetadata, ApiVersionsResponse> {

  private final OptionalInt nodeId;

  public DescribeFeatures(DescribeFeaturesOptions options) {
    this.nodeId = options.nodeId();
  }

  @Override
  public String name() {
    return "describeFeatures";
  }

  @Override
  public Route route(Whole cluster) {
    return nodeId.isPresent() ? Route.broker(nodeId.getAsInt()) : Route.anyBroker();
  }

  @Override
  public boolean atControllers() {
    return true;
  }

  @Override
  public ApiRequest<ApiVersionsResponse> request(List<Whole> cluster, int timeoutMs) {
    return new ApiVersionsRequest()
        .clientSoftwareName(SoftwareVersion.NAME)
        .clientSoftwareVersion(SoftwareVersion.VERSION);
  }

  @Override
  public void read(ApiVersionsResponse response, Items<Whole, FeatureMetadata> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error == ErrorCode.NONE) {
      items.complete(
          Whole.CLUSTER,
          AdminResults.get()
              .featureMetadata(finalized(response), epoch(response), supported(response)));
    } else {
      items.fail(Whole.CLUSTER, error, null);
    }
  }

  private static Map<String, FinalizedVersionRange> finalized(ApiVersionsResponse response) {
    Map<String, FinalizedVersionRange> features = new HashMap<>();
    for (FinalizedFeatureKey feature : response.finalizedFeatures()) {
      features.put(
          feature.name(),
          new FinalizedVersionRange(feature.minVersionLevel(), feature.maxVersionLevel()));
    }
    return features;
  }

  private static Optional<Long> epoch(ApiVersionsResponse response) {
    long epoch = response.finalizedFeaturesEpoch();
    return epoch < 0 ? Optional.empty() : Optional.of(epoch);
  }

  private static Map<String, SupportedVersionRange> supported(ApiVersionsResponse response) {
    Map<String, SupportedVersionRange> features = new HashMap<>();
    for (SupportedFeatureKey feature : response.supportedFeatures()) {
      features.put(
          feature.name(), new SupportedVersionRange(feature.minVersion(), feature.maxVersion()));
    }
    return features;
  }
}
