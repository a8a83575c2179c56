package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.UpdateFeaturesRequest;
import io.barnabas.protocol.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.barnabas.protocol.message.UpdateFeaturesResponse;
import io.barnabas.protocol.message.UpdateFeaturesResponse.UpdatableFeatureResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;

/** Raises, lowers and removes the levels of features (KIP-584). An item is a feature's name. */
public final class UpdateFeatures implements Operation<String, Void, UpdateFeaturesResponse> {

  private static final ControllerErrors ERRORS = new ControllerErrors(false);

  private final Map<String, FeatureUpdate> updates;
  private final boolean validateOnly;

  /** Throws {@link IllegalArgumentException} if there is no feature, or one without a name. */
  public UpdateFeatures(Map<String, FeatureUpdate> updates, UpdateFeaturesOptions options) {
    if (updates.isEmpty()) {
      throw new IllegalArgumentException("Feature updates can not be null or empty.");
    }
    if (updates.keySet().stream().anyMatch(name -> name == null || name.isBlank())) {
      throw new IllegalArgumentException("Provided feature can not be empty.");
    }
    this.updates = new HashMap<>(updates);
    this.validateOnly = options.validateOnly();
  }

  @Override
  public String name() {
    return "updateFeatures";
  }

  @Override
  public Route route(String feature) {
    return Route.controller();
  }

  @Override
  public boolean atControllers() {
    return true;
  }

  @Override
  public ApiRequest<UpdateFeaturesResponse> request(List<String> features, int timeoutMs) {
    return new UpdateFeaturesRequest()
        .timeoutMs(timeoutMs)
        .validateOnly(validateOnly)
        .featureUpdates(features.stream().map(this::asked).toList());
  }

  private FeatureUpdateKey asked(String feature) {
    FeatureUpdate update = updates.get(feature);
    return new FeatureUpdateKey()
        .feature(feature)
        .maxVersionLevel(update.maxVersionLevel())
        .upgradeType(update.upgradeType().code());
  }

  /** From version 2 on a success speaks of no feature: all is done or nothing is. */
  @Override
  public void read(UpdateFeaturesResponse response, Items<String, Void> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error != ErrorCode.NONE || response.results().isEmpty()) {
      items.all().forEach(feature -> settle(feature, error, response.errorMessage(), items));
      return;
    }
    for (UpdatableFeatureResult result : response.results()) {
      settle(result.feature(), ErrorCode.forCode(result.errorCode()), result.errorMessage(), items);
    }
  }

  private static void settle(
      String feature, ErrorCode error, String message, Items<String, Void> items) {
    if (error == ErrorCode.NONE) {
      items.complete(feature, null);
    } else {
      ERRORS.settle(items, feature, error, message, 0);
    }
  }

  @Override
  public String leftOut(String feature) {
    return "The controller response did not contain a result for feature " + feature;
  }
}
