package io.barnabas.network.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.protocol.message.ApiVersionsResponse;
import io.barnabas.protocol.message.ApiVersionsResponse.FinalizedFeatureKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinalizedFeaturesTest {
  private static final String FEATURE = "transaction.version";

  private final FinalizedFeatures features = new FinalizedFeatures();

  private static ApiVersionsResponse answer(long epoch, int level) {
    return new ApiVersionsResponse()
        .finalizedFeaturesEpoch(epoch)
        .finalizedFeatures(
            List.of(
                new FinalizedFeatureKey()
                    .name(FEATURE)
                    .minVersionLevel((short) 1)
                    .maxVersionLevel((short) level)));
  }

  @Test
  void whatNobodyHasToldIsAtLevelZero() {
    assertEquals(0, features.level(FEATURE));
    features.learn(answer(3, 2));
    assertEquals(0, features.level("another.version"));
  }

  @Test
  void theNewestWordCounts() {
    features.learn(answer(3, 2));
    features.learn(answer(2, 1));
    assertEquals(2, features.level(FEATURE), "a broker that lags behind");
    features.learn(answer(3, 1));
    assertEquals(2, features.level(FEATURE), "the same again");
    features.learn(answer(4, 1));
    assertEquals(1, features.level(FEATURE));
  }

  @Test
  void aFeatureThatIsTakenBackIsAtLevelZeroAgain() {
    features.learn(answer(3, 2));
    features.learn(new ApiVersionsResponse().finalizedFeaturesEpoch(4));
    assertEquals(0, features.level(FEATURE));
  }

  @Test
  void aBrokerThatKnowsOfNoFeaturesTellsNothing() {
    features.learn(answer(0, 2));
    features.learn(new ApiVersionsResponse());
    assertEquals(2, features.level(FEATURE));
  }
}
