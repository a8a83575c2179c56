package io.barnabas.network.connection;

import io.barnabas.protocol.message.ApiVersionsResponse;
import io.barnabas.protocol.message.ApiVersionsResponse.FinalizedFeatureKey;
import java.util.HashMap;
import java.util.Map;

/**
 * The features of the cluster, at the levels its operator has set (KIP-584), as the broker with the
 * newest word has told when it was connected to. Written by the loop; read by any thread.
 */
public final class FinalizedFeatures {
  private static final long UNKNOWN = -1;

  private record Levels(long epoch, Map<String, Short> byName) {}

  private volatile Levels levels = new Levels(UNKNOWN, Map.of());

  /** Takes over what a broker says, if it is newer. Loop. */
  public void learn(ApiVersionsResponse answer) {
    if (answer.finalizedFeaturesEpoch() <= levels.epoch()) {
      return;
    }
    Map<String, Short> byName = new HashMap<>();
    for (FinalizedFeatureKey feature : answer.finalizedFeatures()) {
      byName.put(feature.name(), feature.maxVersionLevel());
    }
    levels = new Levels(answer.finalizedFeaturesEpoch(), byName);
  }

  /** The level of a feature; 0 if the cluster does without, or is not known. */
  public int level(String feature) {
    return levels.byName().getOrDefault(feature, (short) 0);
  }
}
